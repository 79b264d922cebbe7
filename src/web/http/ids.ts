import { namedId } from '../../database/named-id.js';
import { ProblemError } from './problem.js';
import { invalid } from './validation.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether it is written as an id. */
export const isId = (text: string): boolean => UUID.test(text);

/** An id from an address. What is no id leads nowhere, like an id that nobody has. */
export function idOf(text: string): string {
  if (!isId(text)) throw nothingHere();
  return text.toLowerCase();
}

/** The filter by a person of that id; none where it is left out. Throws a ProblemError for what is no id. */
export function personIn<Name extends string>(
  name: Name,
  id: string | undefined,
): Partial<Record<Name, string>> {
  if (id === undefined) return {};
  if (!isId(id)) throw invalid([{ field: name, message: 'must be the id of a person' }]);
  return { [name]: id.toLowerCase() } as Record<Name, string>;
}

/** The one answer for what does not exist and for what is not the caller's to see. */
export const nothingHere = (): ProblemError =>
  new ProblemError('not-found', 'There is nothing at this address, or nothing that you may see.');

/** What was found; otherwise the one answer for what was not. */
export function found<T>(view: T | undefined): T {
  if (view === undefined) throw nothingHere();
  return view;
}

/** The id of a command: the same only for the same key of the same person at the same route. */
export const commandIdOf = (actor: string, route: string, key: string): string => namedId(actor, route, key);
