import { routes } from '../routes.js';
import { isForPeople } from './route.js';

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll(/[.]/g, '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);

const ADDRESSES = routes.map((route) => ({
  method: route.method,
  pattern: patternOf(route.path),
  forPeople: isForPeople(route),
}));
const pathOf = (url: string): string => url.split('?')[0] ?? '';

/** The methods an address takes, whatever it leads to; none where it leads nowhere. */
export function methodsAt(url: string): string[] {
  const methods = ADDRESSES.filter(({ pattern }) => pattern.test(pathOf(url))).map(({ method }) => method);
  return [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))];
}

/** Whether what goes wrong at an address is answered as a page: to a browser that asks for one, and never by the API. */
export function answersPages(url: string, accept: string | undefined): boolean {
  const path = pathOf(url);
  if (!/\btext\/html\b/i.test(accept ?? '') || path.startsWith('/api/')) return false;
  return ADDRESSES.filter(({ pattern }) => pattern.test(path)).every(({ forPeople }) => forPeople);
}
