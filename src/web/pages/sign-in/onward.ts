/** A path of this service to go on to; the front page where it is none. */
export function ownPath(to: unknown): string {
  if (typeof to !== 'string' || !/^\/(?![/\\])[\x21-\x7e]*$/.test(to)) return '/';
  return to.startsWith('/sign-') ? '/' : to;
}

/** What was typed before one had to sign in again: the fields of a form, to be shown again and sent by their owner. */
export interface Kept {
  to: string;
  fields: readonly (readonly [name: string, value: string])[];
}

const isPair = (value: unknown): value is [string, string] =>
  Array.isArray(value) && value.length === 2 && value.every((each) => typeof each === 'string');

/** The fields of a form as they were sent, without those the service itself adds. */
export const fieldsOf = (body: unknown): [string, string][] =>
  Object.entries((body ?? {}) as Record<string, unknown>)
    .filter(([name]) => name !== '_token' && name !== '_again')
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value])
        .filter((each): each is string => typeof each === 'string')
        .map((each): [string, string] => [name, each]),
    );

/** What was typed, as one hidden field carries it from page to page. */
export const writeKept = ({ fields }: Kept): string => JSON.stringify(fields);

/** What a hidden field carried; undefined where it carries nothing. */
export function readKept(text: unknown, to: string): Kept | undefined {
  if (typeof text !== 'string' || text === '') return undefined;
  try {
    const fields: unknown = JSON.parse(text);
    return Array.isArray(fields) && fields.every(isPair) ? { to, fields } : undefined;
  } catch {
    return undefined;
  }
}
