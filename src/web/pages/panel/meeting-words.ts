import type { ItemAtDoor } from '../../../panel/items-at-door.js';
import type { AgendaItemView } from '../../../reading/views.js';

const STATUS: Readonly<Record<string, { words: string; colour: string }>> = {
  listed: { words: 'To be decided', colour: 'blue' },
  deferred: { words: 'Deferred', colour: 'orange' },
  decided: { words: 'Decided', colour: 'green' },
  removed: { words: 'Taken off', colour: 'grey' },
};

/** The pages of a meeting, the one with that end of the address marked. */
export const meetingTabs = (id: string, end: string): { text: string; href: string; current: boolean }[] =>
  [
    { text: 'Agenda', end: '' },
    { text: 'Bundle to print', end: '/bundle' },
    { text: 'Minutes', end: '/minutes' },
  ].map((tab) => ({ text: tab.text, href: `/meetings/${id}${tab.end}`, current: tab.end === end }));

/** How an item stands, and what whoever looks at it does next. */
export function itemStanding(
  { status }: Pick<AgendaItemView, 'status'>,
  door: ItemAtDoor | undefined,
  views: number,
): { standing: { words: string; colour: string }; yours: string; views: number } {
  const standing = STATUS[status] ?? { words: status, colour: 'grey' };
  return { standing, yours: door ? nextFor(status, door) : 'Read', views };
}

function nextFor(status: string, { part, closed }: ItemAtDoor): string {
  if (closed === 'conflict') return 'You declared an interest: not shown to you';
  if (closed === 'minutesApproved') return 'What was decided is in the minutes';
  if (closed === 'toDeclare') return 'Declare, then read the pack';
  if (status === 'deferred') return 'Read why it was deferred';
  if (status !== 'listed') return 'Read what was decided';
  if (part.mayGiveView)
    return part.own ? 'Read the pack again, or change your view' : 'Read the pack and give your view';
  return 'Read the pack';
}

/** Every reason for which somebody is left out of an item, each once, and the clauses of them. */
export function reasonsOf(own: readonly { words: string; clause: string }[]): {
  words: string;
  clauses: string[];
} {
  const reasons = own.map(({ words }) => words.replace(/ \(entry \d+\)$/, ''));
  return {
    words: [...new Set(reasons)].join(', '),
    clauses: [...new Set(own.map(({ clause }) => clause))],
  };
}

/** Those left out of an item, each once, with every reason and the clauses of them. */
export function leftOutOf({ excluded }: Pick<AgendaItemView, 'excluded'>): {
  person: AgendaItemView['excluded'][number]['person'];
  words: string;
  clauses: string[];
}[] {
  const people = new Map(excluded.map(({ person }) => [person.id, person]));
  return [...people.values()].map((person) => {
    return { person, ...reasonsOf(excluded.filter((each) => each.person.id === person.id)) };
  });
}

/** Steps of a meeting that have a page of their own. */
const OWN_PAGES: Readonly<Record<string, string>> = {
  MINUTES_APPROVED: 'minutes#approve',
  MEETING_MOVED: 'move',
  MEETING_CANCELLED: 'cancel',
};

/** The page of its own that a step of a meeting has; null where it has none. */
export const ownPageOf = (id: string, type: string): string | null =>
  OWN_PAGES[type] === undefined ? null : `/meetings/${id}/${OWN_PAGES[type]}`;

/** Where a step of a meeting is taken: a page of its own, or its form. */
export const meetingStepAddress = (id: string, type: string): string =>
  ownPageOf(id, type) ?? `/meetings/${id}/do/${type}`;

/** The stages of a meeting at which a step can be taken or still come; at any but cancelled where it is not named. */
const STILL_COMES: Readonly<Record<string, readonly string[]>> = {
  MEETING_MOVED: ['meeting.arranged'],
  MEETING_CANCELLED: ['meeting.arranged'],
  ATTENDANCE_RECORDED: ['meeting.arranged', 'meeting.held'],
  MEETING_CLOSED: ['meeting.arranged', 'meeting.held'],
};

/** Whether a step can be taken at a meeting of that stage, now or later. */
export const mayStillCome = (type: string, stage: string): boolean =>
  stage !== 'meeting.cancelled' && (STILL_COMES[type]?.includes(stage) ?? true);
