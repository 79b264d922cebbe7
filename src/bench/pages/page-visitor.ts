import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import { performance } from 'node:perf_hooks';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

/** What came back for an address. */
export interface Fetched {
  status: number;
  /** From the request to the last byte, in milliseconds. */
  ms: number;
  /** Bytes of the body as they were sent. */
  bytes: number;
  text: string;
  location: string | undefined;
}

type Fields = Readonly<Record<string, string>>;

const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'accept-encoding': 'gzip, br' };
const FORM = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' };

function unpacked(body: Buffer, headers: IncomingHttpHeaders): string {
  const encoding = headers['content-encoding'];
  if (encoding === 'br') return brotliDecompressSync(body).toString('utf8');
  return (encoding === 'gzip' ? gunzipSync(body) : body).toString('utf8');
}

/** A browser without a screen that is signed in, keeps its cookies and its connection. */
export class PageVisitor {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private readonly cookies = new Map<string, string>();
  private token = '';

  constructor(private readonly at: { host: string; port: number }) {}

  /** Signs in with a password. Throws where that is not taken. */
  async signIn(username: string, password: string): Promise<void> {
    await this.get('/sign-in');
    const { status } = await this.post('/sign-in', { username, password });
    if (status !== 303) throw new Error(`Signing in was answered with ${status}.`);
    await this.get('/');
  }

  /** Asks for a page. */
  get(path: string): Promise<Fetched> {
    return this.send('GET', path);
  }

  /** Sends a form with the token of the page before. */
  post(path: string, fields: Fields): Promise<Fetched> {
    return this.send('POST', path, new URLSearchParams({ _token: this.token, ...fields }).toString());
  }

  close(): void {
    this.agent.destroy();
  }

  private send(method: 'GET' | 'POST', path: string, body?: string): Promise<Fetched> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const own = body === undefined ? {} : { ...FORM, 'content-length': Buffer.byteLength(body) };
    return new Promise((resolve, reject) => {
      const began = performance.now();
      const headers = { ...BROWSER, cookie, ...own };
      const sent = request({ ...this.at, method, path, agent: this.agent, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('error', reject);
        answer.once('end', () => {
          const ms = performance.now() - began;
          const received = Buffer.concat(chunks);
          this.keep(answer.headers['set-cookie'] ?? []);
          const text = unpacked(received, answer.headers);
          this.token = /name="_token" value="([^"]+)"/.exec(text)?.[1] ?? this.token;
          const { location } = answer.headers;
          resolve({ status: answer.statusCode ?? 0, ms, bytes: received.length, text, location });
        });
      });
      sent.once('error', reject);
      sent.end(body);
    });
  }

  private keep(given: readonly string[]): void {
    for (const each of given) {
      const [pair = ''] = each.split(';');
      const at = pair.indexOf('=');
      this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }
}
