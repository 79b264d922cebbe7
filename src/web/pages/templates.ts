import nunjucks from 'nunjucks';
import { TEMPLATE_FOLDERS } from './assets.js';

/** What every page needs. */
export interface PageFrame {
  title: string;
  /** The address of the page, to mark it in the menu. */
  here: string;
  /** The nonce under which its scripts may run. */
  nonce: string;
  /** Whether every child here is made up. */
  demonstration: boolean;
}

/** The nonce under which scripts of the answer may run. */
export const nonceOf = (reply: object): string =>
  (reply as { cspNonce?: { script: string } }).cspNonce?.script ?? '';

export const SERVICE_NAME = "Children's continuing care";

const environment = new nunjucks.Environment(
  new nunjucks.FileSystemLoader(TEMPLATE_FOLDERS, { watch: false, noCache: false }),
  { autoescape: true, trimBlocks: true, lstripBlocks: true },
);

/** The page of that template. Everything put into it is escaped. */
export const render = (template: string, frame: PageFrame, content: object): string =>
  environment.render(template, { ...content, ...frame, service: SERVICE_NAME, cspNonce: frame.nonce });
