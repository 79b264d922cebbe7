import { routes } from '../routes.js';
import { isForPeople, type Route } from './route.js';

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll(/[.]/g, '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);

/** The page the form of a route stands on, of an address of that route; undefined where the route does not say. */
function standsOn({ path, standsOn: page }: Route): ((address: string) => string) | undefined {
  if (page === undefined) return undefined;
  const at = (name: string): number => path.split('/').indexOf(name);
  return (address) => page.replaceAll(/\{\w+\}/g, (name) => address.split('/')[at(name)] ?? '');
}

const ADDRESSES = routes.map((route) => ({
  method: route.method,
  pattern: patternOf(route.path),
  forPeople: isForPeople(route),
  standsOn: standsOn(route),
}));
const pathOf = (url: string): string => url.split('?')[0] ?? '';

/** The methods an address takes, whatever it leads to; none where it leads nowhere. */
export function methodsAt(url: string): string[] {
  const methods = ADDRESSES.filter(({ pattern }) => pattern.test(pathOf(url))).map(({ method }) => method);
  return [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))];
}

/** The page that a form sent to that address stands on: as its route says, or the nearest above it; the front page if none. */
export function pageAbove(url: string): string {
  const path = pathOf(url);
  const said = ADDRESSES.find(({ method, pattern }) => method === 'POST' && pattern.test(path))?.standsOn;
  if (said) return said(path);
  const parts = path.split('/');
  for (let length = parts.length; length > 1; length -= 1) {
    const above = parts.slice(0, length).join('/');
    if (methodsAt(above).includes('GET')) return above;
  }
  return '/';
}

/** Whether what goes wrong at an address is answered as a page: to a browser that asks for one, and never by the API. */
export function answersPages(url: string, accept: string | undefined): boolean {
  const path = pathOf(url);
  if (!/\btext\/html\b/i.test(accept ?? '') || path.startsWith('/api/')) return false;
  return ADDRESSES.filter(({ pattern }) => pattern.test(path)).every(({ forPeople }) => forPeople);
}
