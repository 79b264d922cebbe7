import type { Problem } from './settings.js';

/** The mail server that takes what is sent. */
export interface SmtpServer {
  host: string;
  port: number;
  /** TLS from the first byte (smtps); otherwise the connection is upgraded. */
  secure: boolean;
  /** Whether nothing is said before the connection is encrypted; only a server on this machine may do without. */
  encrypted: boolean;
  user?: string;
  password?: string;
}

/** How e-mail is sent. */
export interface MailSettings {
  smtp: SmtpServer;
  /** Whom it comes from, as in the header: `Continuing care <care@example.org>`. */
  from: string;
}

const PORTS: Readonly<Record<string, number>> = { 'smtp:': 587, 'smtps:': 465 };
const LOCAL = ['localhost', '127.0.0.1', '[::1]', '::1'];
const FORM = 'must look like smtps://user:password@host:465, or smtp://host:587';
const SENDER = /^(?:[^<>@\r\n"]+ <([^\s<>@]+@[^\s<>@]+)>|([^\s<>@]+@[^\s<>@]+))$/;

/** The address alone, of a sender such as `Continuing care <care@example.org>`. */
export const addressOf = (from: string): string => {
  const [, named, bare] = SENDER.exec(from) ?? [];
  return named ?? bare ?? from;
};

/** A part of a URL as it was meant; undefined where its escapes make no sense. */
const plain = (part: string): string | undefined => {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
};

/**
 * A mail server: smtps, or smtp upgraded to TLS. `?tls=no` sends without encryption, within a network one trusts. The value
 * is never repeated: it can hold a password.
 */
export function readSmtpUrl(value: string | undefined): SmtpServer | undefined | Problem {
  if (value === undefined) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const usual = url && PORTS[url.protocol];
  if (!url || usual === undefined || url.hostname === '') return { problem: FORM };
  const { hostname, port, username, password, searchParams } = url;
  const unknown = [...searchParams].some(([name, said]) => name !== 'tls' || said !== 'no');
  if (unknown) return { problem: `${FORM}; after a question mark only tls=no is known` };
  const [user, secret] = [plain(username), plain(password)];
  if (user === undefined || secret === undefined)
    return { problem: `${FORM}, with % only before two digits` };
  if ((username === '') !== (password === ''))
    return { problem: `${FORM}: a user and a password, or neither` };
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? usual : Number(port),
    secure: url.protocol === 'smtps:',
    encrypted: url.protocol === 'smtps:' || !(LOCAL.includes(hostname) || searchParams.has('tls')),
    ...(user === '' ? {} : { user, password: secret }),
  };
}

/** The sender of e-mail. */
export function readMailFrom(value: string | undefined): string | undefined | Problem {
  if (value === undefined || SENDER.test(value)) return value;
  return { problem: 'must look like care@example.org, or Continuing care <care@example.org>' };
}

/** Where people reach the service: http or https, and no more than a path. */
export function readPublicAddress(value: string | undefined): string | undefined | Problem {
  if (value === undefined) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const usable = url && /^https?:$/.test(url.protocol) && !url.search && !url.hash && !url.username;
  return usable ? url.href.replace(/\/+$/, '') : { problem: 'must look like https://care.example.org' };
}

/** How e-mail is sent, where it is. It needs a server, a sender and an address for links, or none of them. */
export function mailSettings(
  {
    smtp,
    from,
    publicAddress,
  }: {
    smtp: SmtpServer | undefined;
    from: string | undefined;
    publicAddress: string | undefined;
  },
  problems: string[],
): MailSettings | undefined {
  const wrong = (name: string): boolean => problems.some((problem) => problem.startsWith(name));
  if (smtp === undefined) {
    if (wrong('SMTP_URL')) return undefined;
    if (from !== undefined) problems.push('SMTP_URL is needed where MAIL_FROM is given');
    return undefined;
  }
  if (from === undefined && !wrong('MAIL_FROM')) problems.push('MAIL_FROM is needed where SMTP_URL is given');
  if (publicAddress === undefined && !wrong('PUBLIC_ADDRESS'))
    problems.push('PUBLIC_ADDRESS is needed where SMTP_URL is given');
  return from === undefined ? undefined : { smtp, from };
}
