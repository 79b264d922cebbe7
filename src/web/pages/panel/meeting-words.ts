import type { ItemAtDoor } from '../../../panel/case-doors.js';
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
