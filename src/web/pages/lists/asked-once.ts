import { digestOfValue, type Done, type Request } from '../../../database/once.js';
import type { Caller } from '../../http/caller.js';
import { commandIdOf, nothingHere } from '../../http/ids.js';
import type { Route } from '../../http/route.js';
import { wordsAt, type Posted } from '../forms/draft.js';

/**
 * What a form asks for. Sent twice it is one request; sent again with something else in it, it is another: nobody should
 * have to know of the key a form carries.
 */
export const askedBy = (
  { id }: Pick<Route, 'id'>,
  { person, place }: Caller,
  said: unknown,
  posted: Posted,
): Request => ({
  commandId: commandIdOf(person, id, `${wordsAt(posted, '_key')} ${digestOfValue(said)}`),
  place,
  by: person,
  type: id,
  said,
});

/** What was done. */
export function doneOf<T>(done: Done<T>): T {
  if (done.kind === 'keyReused') throw nothingHere();
  return done.answer;
}
