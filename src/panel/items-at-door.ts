import { isPanelOnly } from '../access/case-access.js';
import type { Transaction } from '../database/transaction.js';
import {
  closedTo,
  findItems,
  partIn,
  type ItemClosed,
  type ItemState,
  type Onlooker,
  type OwnPart,
} from './item-state.js';
import * as sql from './item-statements.js';

/** An item of an agenda as somebody comes to it. */
export interface ItemAtDoor {
  item: ItemState;
  part: OwnPart;
  /** Why nothing of it is shown to them; null where it is. */
  closed: ItemClosed | null;
}

/**
 * The items of those cases as they may see them, by case; nothing for one that was never on the agenda of that meeting. With
 * `lock` they stay as they are until the transaction ends.
 */
export async function itemsAtDoor(
  tx: Transaction,
  asker: Onlooker,
  at: { place: string; meeting: string; cases: readonly string[] },
  how: { lock?: boolean } = {},
): Promise<ReadonlyMap<string, ItemAtDoor>> {
  const items = await findItems(tx, at, how);
  const asked = [at.place, asker.person, at.cases.length === 1 ? at.cases[0] : null];
  const conflicts = new Set((await tx.rows<{ case: string }>(sql.CONFLICTS, asked)).map((row) => row.case));
  const panelOnly = isPanelOnly(asker.roles);
  const atDoor = (item: ItemState): ItemAtDoor => {
    const part = partIn(item, asker);
    return {
      item,
      part,
      closed: closedTo(item, part, { conflictInCase: conflicts.has(item.case), panelOnly }),
    };
  };
  return new Map([...items].map(([id, item]) => [id, atDoor(item)]));
}

/** What of the minutes of a meeting is not shown to somebody; null where it is (PAN-3). */
export type HiddenInMinutes = 'conflict' | 'toDeclare' | null;

/**
 * What of an item minutes do not show to whoever comes to it. Approved minutes stay with the panel, which read what is in
 * them when it declared; the packs do not.
 */
export const hiddenInMinutes = (door: ItemAtDoor | undefined): HiddenInMinutes => {
  if (door?.closed === 'conflict') return 'conflict';
  return door?.part.toDeclare === true ? 'toDeclare' : null;
};

/** How many items of a meeting its minutes do not show to somebody, who has yet to declare on them (PAN-3, PAN-4). */
export async function itemsToDeclare(
  tx: Transaction,
  asker: Onlooker,
  { place, meeting }: { place: string; meeting: string },
): Promise<number> {
  const rows = await tx.rows<{ case: string }>(sql.CASES_ON_AGENDA, [place, meeting]);
  const doors = await itemsAtDoor(tx, asker, { place, meeting, cases: rows.map((row) => row.case) });
  return [...doors.values()].filter((door) => hiddenInMinutes(door) === 'toDeclare').length;
}
