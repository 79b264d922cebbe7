import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A file that pages need. */
export interface Asset {
  type: string;
  content: Buffer;
}

const NHSUK = join(dirname(createRequire(import.meta.url).resolve('nhsuk-frontend')), '..');
const OWN = join(import.meta.dirname, 'assets');

/** The service's own style sheets, which browsers get as one. */
const OWN_STYLES = ['service.css', 'lists.css'];

/** Folders in which templates are found: the service's own, and those of the design system. */
export const TEMPLATE_FOLDERS = [join(import.meta.dirname, 'templates'), NHSUK];

const REMOTE_FONT = /@font-face\s*\{[^}]*https?:[^}]*\}/g;
const MAP_COMMENT = /\/[/*]# sourceMappingURL=.*$/gm;

/** The design system's style sheet without what it would fetch from elsewhere. */
export const withoutRemote = (css: string): string =>
  css.replaceAll(REMOTE_FONT, '').replaceAll(MAP_COMMENT, '');

const read = (folder: string, name: string): Buffer => readFileSync(join(folder, name));
const text = (folder: string, name: string): string => read(folder, name).toString('utf8');

const CSS = 'text/css; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';

/** Every file that pages need, by name: nothing comes from another server. */
export const loadAssets = (): ReadonlyMap<string, Asset> =>
  new Map<string, Asset>([
    [
      'nhsuk.css',
      { type: CSS, content: Buffer.from(withoutRemote(text(NHSUK, 'nhsuk/nhsuk-frontend.min.css'))) },
    ],
    [
      'nhsuk.js',
      {
        type: SCRIPT,
        content: Buffer.from(text(NHSUK, 'nhsuk/nhsuk-frontend.min.js').replaceAll(MAP_COMMENT, '')),
      },
    ],
    ['service.js', { type: SCRIPT, content: read(OWN, 'service.js') }],
    ['drafts.js', { type: SCRIPT, content: read(OWN, 'drafts.js') }],
    [
      'service.css',
      { type: CSS, content: Buffer.from(OWN_STYLES.map((each) => text(OWN, each)).join('\n')) },
    ],
    ['favicon.ico', { type: 'image/x-icon', content: read(NHSUK, 'nhsuk/assets/images/favicon.ico') }],
    ['favicon.svg', { type: 'image/svg+xml', content: read(NHSUK, 'nhsuk/assets/images/favicon.svg') }],
  ]);
