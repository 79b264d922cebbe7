import type { LightMyRequestResponse } from 'fastify';
import type { Api } from './api.js';
import { unescaped } from './html.js';

/** What a page was answered with. */
export interface Shown {
  status: number;
  headers: LightMyRequestResponse['headers'];
  text: string;
  /** Where the browser is sent on to. */
  location: string | undefined;
}

type Fields = Readonly<Record<string, string | readonly string[]>>;

const BROWSER = 'text/html,application/xhtml+xml,*/*;q=0.8';

const encoded = (fields: Fields): string =>
  new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) =>
      (typeof value === 'string' ? [value] : value).map((each): [string, string] => [name, each]),
    ),
  ).toString();

/** The hidden fields of a page, by name: those of the form with that action, or of all. */
export function hiddenIn(text: string, action?: string): Record<string, string> {
  const forms = [...text.matchAll(/<form[^>]*>[\s\S]*?<\/form>/g)].map(([form]) => form);
  const within =
    action === undefined ? text : (forms.find((form) => form.includes(`action="${action}"`)) ?? '');
  return Object.fromEntries(
    [...within.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [
      unescaped(name ?? ''),
      unescaped(value ?? ''),
    ]),
  );
}

/** A browser without a screen: it keeps cookies, sends the token of the last page, and follows nothing by itself. */
export class Visitor {
  private readonly cookies = new Map<string, string>();
  private token = '';

  constructor(private readonly api: Pick<Api, 'server'>) {}

  /** The value of a cookie it holds. */
  cookie(name: string): string | undefined {
    return this.cookies.get(name);
  }

  /** Holds a cookie, as whoever took it from somebody would. */
  hold(name: string, value: string): void {
    this.cookies.set(name, value);
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Shown> {
    return this.send('GET', path, undefined, headers);
  }

  /** Sends a form, with the token of the page before unless another is given. */
  post(path: string, fields: Fields = {}, headers: Record<string, string> = {}): Promise<Shown> {
    const sent = { _token: this.token, ...fields };
    return this.send('POST', path, encoded(sent), { 'sec-fetch-site': 'same-origin', ...headers });
  }

  /** Signs in with a password. */
  async signIn(username: string, password: string, also: Fields = {}): Promise<Shown> {
    await this.get('/sign-in');
    const shown = await this.post('/sign-in', { username, password, ...also });
    if (shown.status === 303) await this.get('/');
    return shown;
  }

  private async send(
    method: 'GET' | 'POST',
    path: string,
    payload: string | undefined,
    headers: Record<string, string>,
  ): Promise<Shown> {
    const response = await this.api.server.inject({
      method,
      url: path,
      headers: {
        accept: BROWSER,
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(payload === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
      ...(payload === undefined ? {} : { payload }),
    });
    for (const { name, value, maxAge, expires } of response.cookies as {
      name: string;
      value: string;
      maxAge?: number;
      expires?: Date;
    }[]) {
      if (value === '' || maxAge === 0 || (expires && expires.getTime() === 0)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    this.token = /name="_token" value="([^"]+)"/.exec(response.body)?.[1] ?? this.token;
    const { location } = response.headers;
    return { status: response.statusCode, headers: response.headers, text: response.body, location };
  }
}
