import type { Assessor } from '../../../workload/assessor.js';
import type { Reassignment } from '../../../workload/reassignments.js';
import type { Selection } from '../../../workload/selection.js';
import { isId } from '../../http/ids.js';
import { tickedAt, wordsAt, type Posted } from '../forms/draft.js';

/** Stands for giving each case to whoever has most room. */
const SPREAD = 'spread';
const TEAM = 'team ';
const LONGEST_REASON = 2000;

/** Something that is wrong with a form: the box, and what is said. */
export interface Wrong {
  field: string;
  message: string;
}

/** Somebody, or some, to whom cases can be given. */
export interface Receiver {
  value: string;
  text: string;
}

const roomOf = ({ percent, absentToday }: Assessor): string =>
  absentToday ? 'away today' : percent === null ? 'away throughout' : `${percent}% of capacity`;

/** To whom cases can be given: to whoever has most room, among everyone or in a team, or to one person. */
export const receiversOf = (
  assessors: readonly Assessor[],
  teams: readonly { id: string; name: string }[],
): Receiver[] => [
  { value: SPREAD, text: 'Spread: each case to whoever has most room' },
  ...teams
    .filter(({ id }) => assessors.some(({ team, assesses }) => assesses && team === id))
    .map(({ id, name }) => ({ value: `${TEAM}${id}`, text: `Spread in the team: ${name}` })),
  ...assessors
    .filter(({ assesses }) => assesses)
    .map((assessor) => ({ value: assessor.id, text: `${assessor.name}, ${roomOf(assessor)}` })),
];

function receiver(posted: Posted): Pick<Reassignment, 'to' | 'team'> | null {
  const to = wordsAt(posted, 'to');
  if (to === SPREAD) return {};
  if (to.startsWith(TEAM)) return { team: to.slice(TEAM.length) };
  return isId(to) ? { to: to.toLowerCase() } : null;
}

/** What a form asks for: the ticked cases, or all that the list is of; or everything that is wrong with it. */
export function reassignmentOf(posted: Posted, all: Selection): Reassignment | Wrong[] {
  const everything = wordsAt(posted, 'which') === 'all';
  const ticked = tickedAt(posted, 'case').filter(isId);
  const to = receiver(posted);
  const reason = wordsAt(posted, 'reason').trim();
  const wrong: Wrong[] = [
    ...(everything || ticked.length > 0
      ? []
      : [{ field: 'which', message: 'Tick at least one case, or choose all of them' }]),
    ...(to === null ? [{ field: 'to', message: 'Choose to whom they go' }] : []),
    ...(reason === '' ? [{ field: 'reason', message: 'Enter why they are given to somebody else' }] : []),
    ...(reason.length > LONGEST_REASON
      ? [{ field: 'reason', message: `Use ${LONGEST_REASON} characters or fewer` }]
      : []),
  ];
  if (to === null || wrong.length > 0) return wrong;
  return { select: everything ? all : { cases: ticked.map((id) => id.toLowerCase()) }, ...to, reason };
}
