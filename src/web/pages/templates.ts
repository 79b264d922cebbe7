import nunjucks from 'nunjucks';
import { SERVICE_NAME } from './service-name.js';
import { TEMPLATE_FOLDERS } from './assets.js';
import { FILTERS } from './words/filters.js';

/** A step of the way back to the front page. */
export interface Crumb {
  text: string;
  href: string;
}

/** Who is signed in, as every page says. */
export interface SignedInFrame {
  name: string;
  /** Their roles, in words. */
  roles: string;
  place: string;
  /** Whether they give tokens to programs, and so are led to what those are told. */
  programs: boolean;
  ways: readonly { text: string; href: string; current: boolean }[];
  /** Seconds from now after which the session is over, and before that in which to warn. */
  idleSeconds: number;
  leftSeconds: number;
  warnSeconds: number;
}

/** What every page needs. */
export interface PageFrame {
  title: string;
  /** The address of the part of the service the page is in, to mark it in the menu. */
  here: string;
  /** The nonce under which its scripts may run. */
  nonce: string;
  /** Whether every child here is made up. */
  demonstration: boolean;
  /** Who is signed in; null for nobody. */
  signedIn: SignedInFrame | null;
  /** Whether somebody may be signed in whom nobody has looked up: then no page offers to sign in. */
  perhapsSignedIn: boolean;
  /** What every form carries; empty where no form can be sent. */
  token: string;
  trail: readonly Crumb[];
  /** What was done by the page before, to be said once. */
  told: { kind: 'success' | 'information'; title: string; words?: string } | null;
  /** What of the service does not work just now. */
  warnings: readonly string[];
}

/** The nonce under which scripts of the answer may run. */
export const nonceOf = (reply: object): string =>
  (reply as { cspNonce?: { script: string } }).cspNonce?.script ?? '';

const environment = new nunjucks.Environment(
  new nunjucks.FileSystemLoader(TEMPLATE_FOLDERS, { watch: false, noCache: false }),
  { autoescape: true, trimBlocks: true, lstripBlocks: true },
);
for (const [name, filter] of Object.entries(FILTERS)) environment.addFilter(name, filter);

/** The page of that template. Everything put into it is escaped. */
export const render = (template: string, frame: PageFrame, content: object): string =>
  environment.render(template, { ...content, ...frame, service: SERVICE_NAME, cspNonce: frame.nonce });
