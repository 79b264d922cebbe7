import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A file that pages need. */
export interface Asset {
  type: string;
  content: Buffer;
}

/** A file as it is sent. */
export interface SentAsset {
  content: Buffer;
  packed: boolean;
}

const WORTH_PACKING = 1400;

/** Whether a browser says that it can unpack gzip. */
export const takesGzip = (accepted: string | undefined): boolean =>
  (accepted ?? '').split(',').some((each) => /^\s*gzip\s*(;(?!\s*q=0(\.0*)?\s*$)|$)/i.test(each));

/**
 * Packs files for browsers that can unpack them, each once. Only files that are the same for everybody: a page holds the token
 * of a session beside words that somebody else may have chosen, and its length is to tell nothing of either.
 */
export class PackedAssets {
  private readonly packed = new Map<string, Buffer>();

  /** The file, packed where that is asked for and gains something. */
  of(name: string, { content }: Asset, accepted: string | undefined): SentAsset {
    if (content.length < WORTH_PACKING || !takesGzip(accepted)) return { content, packed: false };
    const packed = this.packed.get(name) ?? gzipSync(content);
    this.packed.set(name, packed);
    return { content: packed, packed: true };
  }
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
