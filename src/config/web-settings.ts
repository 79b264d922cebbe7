import {
  readHttpUrl,
  readOpenIdMatch,
  readProxies,
  readWhole,
  readYesNo,
  type Mode,
  type OpenIdMatch,
  type Problem,
} from './settings.js';

/** The organisation's own sign-in, by OpenID Connect. */
export interface OpenIdSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The claim that names an account: a verified e-mail address, or the preferred user name. */
  readonly match: OpenIdMatch;
}

/** How people reach the pages, and how they sign in. */
export interface WebSettings {
  /** Where browsers reach the service; null where nobody said. */
  readonly publicAddress: string | null;
  /** Whether cookies are only sent over https. */
  readonly secureCookies: boolean;
  /** Minutes without a request after which a session is over. */
  readonly idleMinutes: number;
  /** Hours after signing in after which a session is over. */
  readonly sessionHours: number;
  readonly passwordSignIn: boolean;
  readonly openId: OpenIdSettings | null;
  /** Requests a minute that one address may send. */
  readonly requestsPerMinute: number;
  /** Proxies whose word is taken for where a request comes from. */
  readonly proxies: readonly string[];
}

/** Reads one setting of the surroundings, and remembers where it cannot be used. */
export type Take = <T>(name: string, read: (value: string | undefined) => T | Problem, otherwise: T) => T;

const IDLE_MINUTES = 20;
const LONGEST_IDLE = 8 * 60;
const SESSION_HOURS = 10;
const LONGEST_SESSION = 24;
const REQUESTS_PER_MINUTE = 12_000;
const MOST_REQUESTS = 10_000_000;

const text = (value: string | undefined): string | undefined => value;

function openIdFrom(
  take: Take,
  mode: Mode,
  publicAddress: string | undefined,
  problems: string[],
): OpenIdSettings | null {
  const issuer = take('OIDC_ISSUER', readHttpUrl, undefined);
  const clientId = take('OIDC_CLIENT_ID', text, undefined);
  const clientSecret = take('OIDC_CLIENT_SECRET', text, undefined);
  const match = take('OIDC_MATCH', readOpenIdMatch, undefined) ?? 'email';
  const given = [issuer, clientId, clientSecret].filter((each) => each !== undefined);
  if (given.length === 0) return null;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) {
    problems.push('OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET are needed together');
    return null;
  }
  if (publicAddress === undefined) {
    problems.push('PUBLIC_ADDRESS is needed with OIDC_ISSUER: the provider sends people back there');
    return null;
  }
  if (mode === 'production' && !issuer.startsWith('https:'))
    problems.push('OIDC_ISSUER must begin with https:// while NODE_ENV is production');
  return { issuer, clientId, clientSecret, match };
}

/** What the surroundings say about pages and signing in; what cannot be used is added to `problems`. */
export function webSettingsFrom(
  take: Take,
  { mode, publicAddress }: { mode: Mode; publicAddress: string | undefined },
  problems: string[],
): WebSettings {
  const openId = openIdFrom(take, mode, publicAddress, problems);
  const passwordSignIn = take<boolean | undefined>('PASSWORD_SIGN_IN', readYesNo, undefined) ?? true;
  if (!passwordSignIn && openId === null)
    problems.push('PASSWORD_SIGN_IN cannot be no without OIDC_ISSUER: nobody could sign in');
  const whole = (name: string, min: number, max: number, otherwise: number): number =>
    take<number | undefined>(name, readWhole(min, max), undefined) ?? otherwise;
  return {
    publicAddress: publicAddress ?? null,
    secureCookies: publicAddress === undefined ? mode === 'production' : publicAddress.startsWith('https:'),
    idleMinutes: whole('SESSION_IDLE_MINUTES', 3, LONGEST_IDLE, IDLE_MINUTES),
    sessionHours: whole('SESSION_HOURS', 1, LONGEST_SESSION, SESSION_HOURS),
    passwordSignIn,
    openId,
    requestsPerMinute: whole('REQUESTS_PER_MINUTE', 1, MOST_REQUESTS, REQUESTS_PER_MINUTE),
    proxies: take<readonly string[] | undefined>('TRUSTED_PROXIES', readProxies, undefined) ?? [],
  };
}
