import { Injectable } from '@nestjs/common';
import type { Instant } from '../../workflows/protocol/index.js';
import { DataSource } from 'typeorm';
import { inTransaction, reading } from '../database/transaction.js';
import { findItem, partIn, type ItemAt, type ItemState, type Onlooker, type Opinion } from './item-state.js';
import * as sql from './item-statements.js';

/** A member's own view of an item: what they would decide, and why. */
export interface OwnView {
  opinion: Opinion;
  reasons: string;
}

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

  /** Keeps that a member has no interest in the item (PAN-3). Whether there was such an item, for a member to declare on. */
  declareNone(at: ItemAt, by: Onlooker): Promise<boolean> {
    return this.put(at, by, (_item, part) => (part.toDeclare ? { kind: 'noInterest' } : null));
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
