/** What stands in an address after the question mark, by name; what is empty is left out. */
export type Asked = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** The address of a page with what is asked of it. */
export function addressOf(path: string, asked: Asked = {}): string {
  const set = Object.entries(asked)
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([name, value]): [string, string] => [name, String(value)]);
  return set.length === 0 ? path : `${path}?${new URLSearchParams(set).toString()}`;
}

/** What was chosen, without what a form sends of boxes that were left empty. */
export const chosenOf = <T extends object>(sent: T): T =>
  Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== '')) as T;
