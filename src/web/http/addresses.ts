import { routes } from '../routes.js';

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll(/[.]/g, '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);

const ADDRESSES = routes.map(({ method, path }) => ({ method, pattern: patternOf(path) }));

/** The methods an address takes, whatever it leads to; none where it leads nowhere. */
export function methodsAt(url: string): string[] {
  const [path = ''] = url.split('?');
  const methods = ADDRESSES.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
  return [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))];
}
