/** What a browser reads where a page has escaped something. */
export const unescaped = (html: string): string =>
  html
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#92;', '\\')
    .replaceAll('&amp;', '&');

const attributes = (html: string, pattern: RegExp): string[] => [
  ...new Set([...html.matchAll(pattern)].map(([, value]) => unescaped(value ?? ''))),
];

/** Where the links of a page lead, each once. */
export const hrefsIn = (html: string): string[] => attributes(html, /<a\s[^>]*?href="([^"]*)"/g);

/** Every id on a page, each once. */
export const idsIn = (html: string): string[] => attributes(html, /\sid="([^"]*)"/g);

/** The style sheets, scripts and pictures of a page. */
export const assetsIn = (html: string): string[] =>
  attributes(html, /<(?:link|script|img)\s[^>]*?(?:href|src)="(\/[^"]*)"/g);

/** The forms of a page: how each is sent, where to, and whether it carries the token of the session. */
export const formsIn = (
  html: string,
): { method: string; action: string | undefined; carriesToken: boolean }[] =>
  [...html.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)].map(([, head = '', within = '']) => ({
    method: (/method="([^"]*)"/.exec(head)?.[1] ?? 'get').toUpperCase(),
    action: attributes(head, /action="([^"]*)"/g)[0],
    carriesToken: within.includes('name="_token"'),
  }));
