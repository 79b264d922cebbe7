import { refuse, type Refusal } from '../../workflows/protocol/index.js';
import type { ItemAtDoor } from './items-at-door.js';

/** Why nobody but the panel declares interests (PAN-3). */
export const NOT_OF_THE_PANEL: Refusal = refuse(
  'PAN-3',
  'Members of the panel declare whether they have an interest, since they decide its items and nobody else does.',
  ['a declaration by a member of the panel, or its chair'],
);

const NOT_ON_AGENDA = refuse(
  'PAN-1',
  'The case is not on the agenda of that meeting, so there is no item of it to declare on.',
  ['a case that is on the agenda'],
);

const CONFLICT = refuse('PAN-3', 'You declared an interest that excludes you from deciding this case.', [
  'a later declaration, which the panel coordinator records, if that was a mistake',
]);

const MINUTES_APPROVED = refuse('PAN-4', 'The minutes of the meeting are approved: its items are closed.');

/** What somebody did in the case, or is to do at the meeting, for which they do not decide the item. */
function tookPart(part: ItemAtDoor['part']): Refusal[] {
  const clauses = [...new Set(part.tookPart.map(({ clause }) => clause))];
  return clauses.map((clause) => {
    const words = part.tookPart
      .filter((one) => one.clause === clause)
      .map((one) => one.words.replace(/ \(entry \d+\)$/, ''));
    return refuse(
      clause,
      `Whoever ${[...new Set(words)].join(', ')} does not decide the item, and has nothing to declare on it. You may read its pack.`,
    );
  });
}

/**
 * Why a member cannot declare whether they have an interest in the item, by clause; none where they can (PAN-3). The item is
 * missing where the case was never on that agenda.
 */
export function whyNotDeclare(door: ItemAtDoor | undefined, person: string): Refusal[] {
  if (!door || door.item.status === 'removed') return [NOT_ON_AGENDA];
  const { item, part, closed } = door;
  if (closed === 'conflict') return [CONFLICT];
  if (!part.member) return [NOT_OF_THE_PANEL];
  if (part.tookPart.length > 0) return tookPart(part);
  if (closed === 'minutesApproved') return [MINUTES_APPROVED];
  if (part.toDeclare) return [];
  const interest = item.interests.some((one) => one.person === person);
  return [
    refuse(
      'PAN-3',
      interest
        ? 'You have declared already that you have an interest in this item, which does not exclude you.'
        : 'You have declared already that you have no interest in this item.',
      ['a declaration recorded in the case, as INTEREST_DECLARED, if that has changed'],
    ),
  ];
}
