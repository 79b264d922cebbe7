import { pageRoutes } from '../../src/web/pages/page-routes.js';
import { hrefsIn } from './html.js';
import type { Shown, Visitor } from './visitor.js';

const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** Pages of one kind that are looked at: a hundred cases are one kind of page. A form is made from its table of fields. */
const mostOf = (kind: string): number => (kind.includes('/do/') ? 1 : 2);

const patterns = pageRoutes
  .filter(({ method }) => method === 'GET')
  .map(({ path }) => ({
    path,
    matches: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  }))
  // A path that is written out goes before one with something to fill in.
  .sort((a, b) => a.path.split('{').length - b.path.split('{').length);

/** The page that an address leads to, as the table of routes writes it; the address itself where it is none. */
export function patternOf(address: string): string {
  const path = address.split('?')[0] ?? '';
  return patterns.find(({ matches }) => matches.test(path))?.path ?? path;
}

/** The kind of page that an address leads to: addresses with other ids and values lead to the same kind. */
const kindOf = (address: string): string =>
  address
    .replaceAll(ID, '{id}')
    .replace(/\/clauses\/[^/]+/, '/clauses/{id}')
    .replaceAll(/=[^&]*/g, '=');

const signsInOrOut = (path: string): boolean => /^\/(sign-in|sign-out|signed-out)/.test(path);

/** An address that was followed, and what was there. */
export interface Crawled {
  address: string;
  /** The page whose link led there; none where it was begun from. */
  linkedFrom: string | undefined;
  shown: Shown;
  isPage: boolean;
}

/** Follows every link that a visitor sees and wherever it sends on to, from the front page and those addresses on, a few of each kind. */
export async function crawl(visitor: Visitor, from: readonly string[] = []): Promise<Crawled[]> {
  const waiting: Pick<Crawled, 'address' | 'linkedFrom'>[] = ['/', ...from].map((address) => ({
    address,
    linkedFrom: undefined,
  }));
  const times = new Map<string, number>();
  const crawled: Crawled[] = [];
  const wanted = (address: string): boolean => (times.get(kindOf(address)) ?? 0) < mostOf(kindOf(address));
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { address, linkedFrom } = next;
    if (!wanted(address)) continue;
    times.set(kindOf(address), (times.get(kindOf(address)) ?? 0) + 1);
    const shown = await visitor.get(address);
    const { location } = shown;
    const isPage = location === undefined && String(shown.headers['content-type']).includes('text/html');
    crawled.push({ address, linkedFrom, shown, isPage });
    for (const href of isPage ? hrefsIn(shown.text) : [location ?? '']) {
      const to = href.split('#')[0] ?? '';
      if (to.startsWith('/') && !signsInOrOut(to) && wanted(to))
        waiting.push({ address: to, linkedFrom: address });
    }
  }
  return crawled;
}
