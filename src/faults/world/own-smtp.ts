import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** How the mail server behaves from now on, after it has been given a message. */
export type Manner =
  | 'takes'
  /** Takes the message and is gone before it says so. */
  | 'takesAndDies'
  /** Is gone before it has the message whole. */
  | 'dies'
  /** Asks to be tried again later. */
  | 'refusesForNow'
  /** Says nothing any more, having taken the message. */
  | 'takesAndHangs';

const HOST = '127.0.0.1';
const END = '\r\n.\r\n';
const MESSAGE_ID = /^message-id:\s*(<[^>]+>)/im;

/** One conversation: commands line by line, and a message after DATA up to a line with a dot alone. */
class Conversation {
  private heard = '';
  private inMessage = false;

  constructor(
    private readonly socket: Socket,
    private readonly manner: () => Manner,
    private readonly take: (message: string) => void,
  ) {
    socket.setEncoding('utf8');
    socket.on('data', (part: string) => this.hear(part));
    socket.on('error', () => socket.destroy());
    this.say('220 faults');
  }

  private say(line: string): void {
    this.socket.write(`${line}\r\n`);
  }

  private hear(part: string): void {
    this.heard += part;
    while (this.inMessage ? this.message() : this.command());
  }

  private command(): boolean {
    const end = this.heard.indexOf('\r\n');
    if (end < 0) return false;
    const line = this.heard.slice(0, end).toUpperCase();
    this.heard = this.heard.slice(end + 2);
    if (line.startsWith('DATA')) {
      this.inMessage = true;
      this.say('354 go on');
    } else if (line.startsWith('QUIT')) this.socket.end('221 bye\r\n');
    else this.say('250 yes');
    return true;
  }

  private message(): boolean {
    const manner = this.manner();
    if (manner === 'dies' && this.heard !== '') this.socket.destroy();
    const end = this.heard.indexOf(END);
    if (end < 0 || manner === 'dies') return false;
    const text = this.heard.slice(0, end);
    this.heard = this.heard.slice(end + END.length);
    this.inMessage = false;
    if (manner === 'refusesForNow') this.say('451 later');
    else this.take(text);
    if (manner === 'takesAndDies') this.socket.destroy();
    if (manner === 'takes') this.say('250 taken');
    return true;
  }
}

/** A mail server of one's own that remembers what it took, and can fail in the middle of taking it. */
export class OwnSmtp {
  /** How it behaves. */
  manner: Manner = 'takes';
  private readonly taken = new Map<string, number>();
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  /** Starts one on a free port of this machine. */
  static async start(): Promise<OwnSmtp> {
    const server = createServer();
    const smtp = new OwnSmtp(server);
    server.on('connection', (socket) => {
      smtp.sockets.add(socket);
      socket.on('close', () => smtp.sockets.delete(socket));
      new Conversation(
        socket,
        () => smtp.manner,
        (message) => smtp.note(message),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
    return smtp;
  }

  get url(): string {
    return `smtp://${HOST}:${(this.server.address() as AddressInfo).port}`;
  }

  /** How often it took a message of that id. */
  timesTaken(id: string): number {
    return this.taken.get(id) ?? 0;
  }

  /** How many messages it took. */
  get count(): number {
    return [...this.taken.values()].reduce((sum, times) => sum + times, 0);
  }

  /** Breaks off every conversation. */
  hangUp(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Stops. */
  async close(): Promise<void> {
    this.hangUp();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private note(message: string): void {
    const [, id = 'without an id'] = MESSAGE_ID.exec(message) ?? [];
    this.taken.set(id, this.timesTaken(id) + 1);
  }
}
