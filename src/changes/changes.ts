import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { setAlarms } from '../alarms/alarms.js';
import { NOW } from '../clock/clock-statements.js';
import { inTransaction, reading, type Transaction } from '../database/transaction.js';
import { note } from '../audit/audit-trail.js';
import { pageOf, type PageRead } from '../reading/page.js';
import * as sql from './change-statements.js';
import type { CaseResult, CaseState, Change, ChangeCase, ChangeKind } from './change.js';

/** The kind of alarm that carries a change out, a batch at a time. */
export const BATCH = 'batch';

/** A change as it is shown, with how many of its cases stand how. */
export interface ChangeView extends Change {
  decidedByName: string | null;
  counts: Partial<Record<CaseState, number>>;
  /** Of what was only tried out: how many of its cases have changed since, and whether it was on an earlier day; else null. */
  sinceTried: { cases: number; earlierDay: boolean } | null;
}

/** A case of a change as it is shown. */
export interface ChangeCaseView {
  id: string;
  reference: string;
  state: CaseState;
  result: CaseResult;
  at: string | null;
  toPerson: string | null;
  toPersonName: string | null;
  /** Who had the case before; null where nobody had. */
  fromPersonName: string | null;
}

/** A change to be begun. */
export interface NewChange extends Pick<Change, 'place' | 'kind' | 'what' | 'decidedBy' | 'reason'> {
  id?: string;
  /** What it is about, once for each kind and place; the change itself where absent. */
  about?: string;
  state: 'previewed' | 'applying';
}

/** A change cannot be carried out or stopped as it stands. */
export class WrongChange extends Error {
  override readonly name = 'WrongChange';

  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

/** Who has a change carried out or stopped, and why, where they say so. */
export interface Deciding {
  by: string;
  why: string | null;
}

const STANDS: Readonly<Record<string, string>> = {
  previewed: 'has not been begun',
  applying: 'is being carried out',
  done: 'is done',
  stopped: 'was stopped',
};

/** Lets the change be carried out from this moment on, by whatever process lets alarms ring. */
async function letRing(tx: Transaction, place: string, id: string): Promise<void> {
  const clock = await tx.row<{ at: string }>(NOW);
  await setAlarms(tx, [{ kind: BATCH, place, about: id, ringsAt: clock?.at ?? '' }]);
}

/**
 * Begins a change in the transaction of what it follows from, and answers its id; null where there is one already of that
 * kind about the same thing. Its cases are added by `withCases`.
 */
export async function begin(
  tx: Transaction,
  change: NewChange,
  withCases: (tx: Transaction, id: string) => Promise<unknown>,
): Promise<string | null> {
  const id = change.id ?? randomUUID();
  const { place, kind, about = id, what, decidedBy, reason, state } = change;
  const added = await tx.change(sql.ADD_CHANGE, [
    place,
    id,
    kind,
    about,
    JSON.stringify(what),
    decidedBy,
    reason,
    state,
  ]);
  if (added === 0) return null;
  await withCases(tx, id);
  await note(tx, { place, person: decidedBy, action: 'changeBegun', detail: { change: id, kind, state } });
  if (state === 'applying') await letRing(tx, place, id);
  return id;
}

/** Adds those cases to a change. */
export const addCases = (
  tx: Transaction,
  { place, id }: { place: string; id: string },
  cases: readonly ChangeCase[],
): Promise<number> => tx.change(sql.ADD_CASES, [place, id, JSON.stringify(cases)]);

/** The changes of a place: how far each has come, and what came of each case. */
@Injectable()
export class Changes {
  constructor(private readonly dataSource: DataSource) {}

  /** A change with its counts; undefined where the place has none of that id. */
  find(place: string, id: string): Promise<ChangeView | undefined> {
    return reading(this.dataSource, (tx) => tx.row<ChangeView>(sql.READ_CHANGE, [place, id]));
  }

  /** Some of the changes, the latest first. */
  async list(
    place: string,
    kind: ChangeKind | null,
    { limit, after }: { limit: number; after: { id: string } | null },
  ): Promise<PageRead<ChangeView, { id: string }>> {
    const rows = await reading(this.dataSource, (tx) =>
      tx.rows<ChangeView>(sql.READ_CHANGES, [place, kind, after?.id ?? null, limit + 1]),
    );
    return pageOf(
      rows,
      limit,
      (row) => row,
      ({ id }) => ({ id }),
    );
  }

  /** Some of the cases of a change, in a fixed order; only those that stand so, where that is said. */
  async cases(
    place: string,
    id: string,
    { state, limit, after }: { state: CaseState | null; limit: number; after: { id: string } | null },
  ): Promise<PageRead<ChangeCaseView, { id: string }>> {
    const rows = await reading(this.dataSource, (tx) =>
      tx.rows<ChangeCaseView>(sql.READ_CASES, [place, id, state, after?.id ?? null, limit + 1]),
    );
    return pageOf(
      rows,
      limit,
      (row) => row,
      (row) => ({ id: row.id }),
    );
  }

  /**
   * Carries out what was previewed, in the transaction of whoever asks. Cases that changed since are judged again. Throws
   * WrongChange where it was begun before.
   */
  async apply(tx: Transaction, place: string, id: string, { by, why }: Deciding): Promise<void> {
    await this.from(tx, place, id, ['previewed']);
    await tx.change(sql.SET_STATE, [place, id, 'applying']);
    await tx.change(sql.JUDGE_AGAIN, [place, id]);
    await note(tx, { place, person: by, action: 'changeApplied', detail: { change: id, why } });
    await letRing(tx, place, id);
  }

  /**
   * Breaks a change off: what was done stands, what waits is left. One that was only tried out is discarded so, and nothing of
   * it was ever done. Throws WrongChange where it is over already.
   */
  async stop(place: string, id: string, { by, why }: Deciding): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      const { state } = await this.from(tx, place, id, ['previewed', 'applying']);
      await tx.change(sql.SET_STATE, [place, id, 'stopped']);
      const action = state === 'previewed' ? 'changeDiscarded' : 'changeStopped';
      await note(tx, { place, person: by, action, detail: { change: id, why } });
    });
  }

  private async from(tx: Transaction, place: string, id: string, states: readonly string[]): Promise<Change> {
    const change = await tx.row<Change>(sql.LOCK_CHANGE, [place, id]);
    if (!change) throw new RangeError(`There is no change ${id}.`);
    if (!states.includes(change.state)) {
      const discarded = change.state === 'stopped' && change.appliedAt === null;
      throw new WrongChange(
        'id',
        `This change ${discarded ? 'was discarded' : (STANDS[change.state] ?? change.state)}.`,
      );
    }
    return change;
  }
}
