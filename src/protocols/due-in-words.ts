import {
  clauseOf,
  dateInWords,
  formatLondon,
  type CountedDue,
  type Timescale,
} from '../../workflows/protocol/index.js';
import { writtenDue } from './answer-due.js';
import type { LoadedPlace } from './load-place.js';

const FACETS_IN_WORDS: Readonly<Record<Timescale['local'][number], string>> = {
  starts: 'what starts it',
  metBy: 'what meets it',
  length: 'its length',
  owner: 'who owns it',
  roll: 'that it stays on a day that is not worked',
  reading: 'how its hours are read',
  until: 'how late joining is counted',
  exception: 'that an exception may be recorded',
  extension: 'that it may be extended',
  pause: 'that it may be paused',
  all: 'all of it',
};

/** The due date and how it was counted, as a person reads it. */
export function dueInWords(
  timescale: Timescale,
  due: CountedDue,
  { protocol, place }: Pick<LoadedPlace, 'protocol' | 'place'>,
): string {
  const [clause = ''] = timescale.clauses;
  const day = due.inHours
    ? `${formatLondon(due.dueAt)}, London`
    : `${dateInWords(due.dueOn)}, by the close of that day`;
  const local = timescale.local.map((facet) => FACETS_IN_WORDS[facet]);
  return [
    `${timescale.title} (${timescale.id}, ${place.name})`,
    `Due ${writtenDue(timescale, due)}: ${day}`,
    '',
    `Starts when ${timescale.starts.words}; met when ${timescale.metBy.words}.`,
    ...due.trace.words,
    '',
    `Clause ${timescale.clauses.join(', ')}: ${clauseOf(protocol, clause)?.rule ?? ''}`,
    ...(timescale.guidance ? ['Guidance: shown and reported, never a breach.'] : []),
    ...(timescale.note ? [timescale.note] : []),
    ...(local.length > 0 ? [`Local default, not in the protocol: ${local.join(', ')}.`] : []),
    '',
  ].join('\n');
}
