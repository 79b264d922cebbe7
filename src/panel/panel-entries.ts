import { Injectable } from '@nestjs/common';
import type { Instant, Refusal } from '../../workflows/protocol/index.js';
import { DataSource } from 'typeorm';
import { note } from '../audit/audit-trail.js';
import { once, wasAsked, type Done, type Request } from '../database/once.js';
import { inTransaction, reading, type Transaction } from '../database/transaction.js';
import { whyNotDeclare } from './declaring.js';
import { itemsAtDoor } from './items-at-door.js';
import { findItem, partIn, type ItemAt, type ItemState, type Onlooker, type Opinion } from './item-state.js';
import * as sql from './item-statements.js';

/** A member's own view of an item: what they would decide, and why. */
export interface OwnView {
  opinion: Opinion;
  reasons: string;
}

/** What came of declaring no interest: it is kept, or refused by clause. */
export type Declared = { kind: 'kept'; process: string } | { kind: 'refused'; refusals: readonly Refusal[] };

/** Who declared no interest in an item. */
export interface DeclaredNone {
  case: string;
  process: string;
  person: string;
  name: string;
}

/** Who last opened the pack of an item, and when. */
export interface PackOpened {
  case: string;
  process: string;
  person: string;
  at: Instant;
}

/** Keeps what members of the panel say of an item before it is decided together. */
@Injectable()
export class PanelEntries {
  constructor(private readonly dataSource: DataSource) {}

  /** The item as it stands; undefined where that case was never on the agenda of that meeting. */
  find(at: ItemAt): Promise<ItemState | undefined> {
    return reading(this.dataSource, (tx) => findItem(tx, at));
  }

  /** Who declared no interest in the items of a meeting. */
  declaredNone(place: string, meeting: string): Promise<DeclaredNone[]> {
    return reading(this.dataSource, (tx) => tx.rows<DeclaredNone>(sql.DECLARED_NONE, [place, meeting]));
  }

  /** When each person last opened the packs of the items of those cases. */
  openedOf(place: string, meeting: string, cases: readonly string[]): Promise<PackOpened[]> {
    return reading(this.dataSource, (tx) => tx.rows<PackOpened>(sql.OPENED, [place, meeting, cases]));
  }

  /** Keeps that a member has no interest in the item, or says why not (PAN-3). */
  declareNone(at: ItemAt, by: Onlooker): Promise<Declared> {
    return inTransaction(this.dataSource, (tx) => declareNoneIn(tx, at, by));
  }

  /** The same, once for each key: sent again, it is answered as it was. */
  declareNoneOnce(request: Request, at: ItemAt, by: Onlooker): Promise<Done<Declared>> {
    return once(this.dataSource, request, (tx) => declareNoneIn(tx, at, by));
  }

  /**
   * Why a member cannot declare an interest in the item before they read it (PAN-3); none where they can, or where that was
   * sent before under that key, and is answered as it was.
   */
  whyNotInterest(commandId: string, at: ItemAt, by: Onlooker): Promise<readonly Refusal[]> {
    return inTransaction(this.dataSource, async (tx) => {
      if (await wasAsked(tx, commandId)) return [];
      const item = await judged(tx, at, by);
      return 'refusals' in item ? item.refusals : [];
    });
  }

  /** Keeps a member's own view, until the views are opened. Whether it was taken: not after that, nor of whoever may not decide. */
  giveView(at: ItemAt, by: Onlooker, { opinion, reasons }: OwnView): Promise<boolean> {
    return this.put(at, by, (_item, part) => (part.mayGiveView ? { kind: 'view', opinion, reasons } : null));
  }

  /** Opens the views that were given to all who may see them. Whether there were any, not opened before. */
  open(at: ItemAt, by: Onlooker): Promise<boolean> {
    return this.put(at, by, (item, part) => {
      const given = item.entries.some(({ kind }) => kind === 'view');
      return given && !item.opened && !part.conflict && !part.toDeclare ? { kind: 'opened' } : null;
    });
  }

  private put(
    at: ItemAt,
    by: Onlooker,
    saying: (
      item: ItemState,
      part: ReturnType<typeof partIn>,
    ) => { kind: string; opinion?: string; reasons?: string } | null,
  ): Promise<boolean> {
    return inTransaction(this.dataSource, async (tx) => {
      const item = await findItem(tx, at, { lock: true });
      const said = item && saying(item, partIn(item, by));
      if (!said) return false;
      const key = [at.place, at.meeting, at.case, item.process, by.person];
      await tx.change(sql.PUT_ENTRY, [...key, said.kind, said.opinion ?? null, said.reasons ?? null]);
      return true;
    });
  }
}

/** The item with whoever declares on it, kept as it is; that they cannot is noted. */
async function judged(
  tx: Transaction,
  at: ItemAt,
  by: Onlooker,
): Promise<{ process: string } | { refusals: Refusal[] }> {
  const { place, meeting } = at;
  const doors = await itemsAtDoor(tx, by, { place, meeting, cases: [at.case] }, { lock: true });
  const door = doors.get(at.case);
  const refusals = whyNotDeclare(door, by.person);
  if (door && refusals.length === 0) return { process: door.item.process };
  await note(tx, {
    place,
    person: by.person,
    action: 'refused',
    subject: { kind: 'meeting', id: meeting },
    type: 'INTEREST_DECLARED',
    clauses: [...new Set(refusals.flatMap(({ clauses }) => clauses))],
  });
  return { refusals };
}

async function declareNoneIn(tx: Transaction, at: ItemAt, by: Onlooker): Promise<Declared> {
  const item = await judged(tx, at, by);
  if ('refusals' in item) return { kind: 'refused', refusals: item.refusals };
  const { process } = item;
  await tx.change(sql.PUT_ENTRY, [
    at.place,
    at.meeting,
    at.case,
    process,
    by.person,
    'noInterest',
    null,
    null,
  ]);
  return { kind: 'kept', process };
}
