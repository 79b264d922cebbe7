import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import type { MailSettings } from '../../src/config/mail-settings.js';

/** What a mail server does with what it is handed. */
export type Manner =
  | 'takes'
  /** It answers 451: not now. */
  | 'putsOff'
  /** It answers 550 5.1.1 to the recipient. */
  | 'refuses'
  /** It takes the whole message, and its connection ends before it says so. */
  | 'diesAfterTaking'
  /** It takes the whole message and says nothing more. */
  | 'hangsAfterTaking'
  /** It never greets. */
  | 'hangsAtOnce';

/** A message that was handed over whole, taken or not. */
export interface Received {
  to: string[];
  raw: string;
  messageId: string;
}

const wrong = (code: number, words: string): Error => Object.assign(new Error(words), { responseCode: code });

/** A real mail server on this machine, which does as it is told. */
export class MailServer {
  manner: Manner = 'takes';
  readonly received: Received[] = [];
  private arrived: (() => void) | undefined;
  private readonly server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    onConnect: (_session, done) => {
      if (this.manner !== 'hangsAtOnce') done();
      else this.arrived?.();
    },
    onRcptTo: (_address, _session, done) =>
      done(this.manner === 'refuses' ? wrong(550, '5.1.1 nobody of that name: canary@example.org') : null),
    onData: (stream, session, done) =>
      this.take(
        stream,
        session.envelope.rcptTo.map(({ address }) => address),
        done,
      ),
  });

  static async start(): Promise<MailServer> {
    const mail = new MailServer();
    mail.server.on('error', () => undefined);
    await new Promise<void>((resolve) => mail.server.listen(0, '127.0.0.1', resolve));
    return mail;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  get settings(): MailSettings {
    return {
      smtp: { host: '127.0.0.1', port: this.port, secure: false, encrypted: false },
      from: 'Continuing care <care@example.org>',
    };
  }

  /** When it has something in hand that it will not answer. */
  nextArrival(): Promise<void> {
    return new Promise((resolve) => (this.arrived = resolve));
  }

  /** Ends every connection, whatever is under way. */
  hangUp(): void {
    for (const connection of this.server.connections)
      (connection as unknown as { _socket: Socket })._socket.destroy();
  }

  async stop(): Promise<void> {
    this.hangUp();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private take(stream: SMTPServerDataStream, to: string[], done: (error?: Error | null) => void): void {
    const parts: Buffer[] = [];
    stream.on('data', (part: Buffer) => parts.push(part));
    stream.on('end', () => {
      // Lines that were folded to be sent are put together again.
      const raw = Buffer.concat(parts).toString('utf8').replaceAll('=\r\n', '');
      this.received.push({ to, raw, messageId: /^Message-ID: (.*)$/im.exec(raw)?.[1] ?? '' });
      this.arrived?.();
      if (this.manner === 'takes') done();
      if (this.manner === 'putsOff') done(wrong(451, '4.3.0 come again'));
      if (this.manner === 'diesAfterTaking') this.hangUp();
    });
  }
}
