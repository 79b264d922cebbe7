import { Agent, request } from 'node:http';

/** An answer of the service. */
export interface Answered {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Readonly<Record<string, unknown>>;
}

/** A request whose answer never came: nobody knows whether it was carried out. */
export class AnswerLost extends Error {
  override readonly name = 'AnswerLost';
}

/** What is sent. */
export interface Sending {
  method: 'GET' | 'POST';
  path: string;
  token?: string;
  key?: string;
  ifMatch?: string;
  body?: unknown;
  /** Milliseconds after which the answer is given up. */
  patience?: number;
}

const HOST = '127.0.0.1';
const PATIENCE_MS = 15_000;

const jsonOf = (text: string): Answered['body'] => {
  try {
    return JSON.parse(text) as Answered['body'];
  } catch {
    return { text };
  }
};

const headersOf = ({ token, key, ifMatch }: Sending, body: string): Record<string, string | number> => ({
  ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  ...(key === undefined ? {} : { 'idempotency-key': key }),
  ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
  ...(body === '' ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
});

/** Someone who uses the service over HTTP and keeps the connections. */
export class Client {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });

  /** The answer of the process at that port. Throws AnswerLost where there is none. */
  send(port: number, sending: Sending): Promise<Answered> {
    const body = sending.body === undefined ? '' : JSON.stringify(sending.body);
    const { method, path, patience = PATIENCE_MS } = sending;
    return new Promise((resolve, reject) => {
      const lost = (error: Error): void => reject(new AnswerLost(error.message));
      const headers = headersOf(sending, body);
      const sent = request({ host: HOST, port, method, path, agent: this.agent, headers }, (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (part: string) => (text += part));
        answer.once('error', lost);
        answer.once('close', () => {
          if (!answer.complete) return lost(new Error('The answer broke off.'));
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: jsonOf(text) });
        });
      });
      sent.setTimeout(patience, () => sent.destroy(new Error('No answer in time.')));
      sent.once('error', lost);
      sent.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
