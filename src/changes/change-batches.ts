import { Injectable } from '@nestjs/common';
import { AlarmKinds, type AlarmKind } from '../alarms/alarm-kinds.js';
import { failureInWords } from '../alarms/alarm-failure.js';
import type { Alarm } from '../alarms/alarm.js';
import { setAlarms } from '../alarms/alarms.js';
import { inSavepoint, type Transaction } from '../database/transaction.js';
import { killPoint } from '../faults/kill-points.js';
import { StaffNotices } from '../staff-notices/staff-notices.js';
import type { Instant } from '../../workflows/protocol/index.js';
import * as sql from './change-statements.js';
import type { CaseOutcome, CaseState, Change, ChangeCase, ChangeKind, ChangeKindOf } from './change.js';
import { BATCH } from './changes.js';

/** How many cases one batch takes: few enough that nobody waits for long for a case it holds. */
export const CASES_IN_A_BATCH = 50;

/** The kind of alarm that tries a single case again which failed in its batch. */
export const BATCH_CASE = 'batchCase';

const TITLES: Readonly<Record<ChangeKind, string>> = {
  calendar: 'The count of deadlines by the new calendar',
  protocol: 'The move to another protocol version',
  reassignment: 'The reassignment of cases',
};

/** How a case came out of a change, in the order it is told. */
const TOLD: readonly [CaseState, string][] = [
  ['moved', 'moved'],
  ['same', 'as before'],
  ['refused', 'refused, each with its reason'],
  ['failed', 'not done yet and tried again'],
];

const settled = (
  tx: Transaction,
  { place, id }: Change,
  { caseId }: ChangeCase,
  { state, result, toPerson = null }: Omit<CaseOutcome, 'state'> & { state: string },
): Promise<number> =>
  tx.change(sql.SETTLE_CASE, [place, id, caseId, state, JSON.stringify(result), toPerson]);

/**
 * Carries changes out: an alarm rings for each batch until no case waits. A batch is one transaction, so that a process
 * that dies in it leaves nothing half done, and the next takes it from there. A case that fails is undone alone and gets an
 * alarm of its own, which climbs the ladder to the exceptions.
 */
@Injectable()
export class ChangeBatches {
  private readonly kinds = new Map<ChangeKind, ChangeKindOf>();

  constructor(
    alarms: AlarmKinds,
    private readonly notices: StaffNotices,
  ) {
    const batch: AlarmKind = {
      kind: BATCH,
      ownerRole: 'manager',
      ring: (tx, alarm, now) => this.batch(tx, alarm, now),
    };
    const one: AlarmKind = {
      kind: BATCH_CASE,
      ownerRole: 'manager',
      ring: (tx, alarm) => this.again(tx, alarm),
    };
    alarms.register(batch);
    alarms.register(one);
  }

  /** Lets changes of that kind be carried out. */
  register(kind: ChangeKindOf): void {
    this.kinds.set(kind.kind, kind);
  }

  private kindOf({ kind }: Change): ChangeKindOf {
    const known = this.kinds.get(kind);
    if (!known) throw new Error(`Nothing carries out changes of the kind ${kind}.`);
    return known;
  }

  private async batch(tx: Transaction, { place, about: id }: Alarm, now: Instant): Promise<Instant | null> {
    const change = await tx.row<Change>(sql.LOCK_CHANGE, [place, id]);
    // What was done before it was broken off stands, and is told.
    if (change?.state === 'stopped') await this.kindOf(change).finished?.(tx, change);
    if (change?.state !== 'applying') return null;
    const cases = await tx.rows<ChangeCase>(sql.WAITING, [place, id, CASES_IN_A_BATCH]);
    for (const each of cases) {
      await this.one(tx, change, each, now);
      await killPoint('batch-case');
    }
    if (cases.length === CASES_IN_A_BATCH) return now;
    await tx.change(sql.SET_STATE, [place, id, 'done']);
    await this.kindOf(change).finished?.(tx, change);
    await this.tellWhoDecided(tx, change);
    return null;
  }

  private async tellWhoDecided(tx: Transaction, { place, id, kind, decidedBy }: Change): Promise<void> {
    const counted = await tx.row<{ counts: Partial<Record<CaseState, number>> }>(sql.READ_CHANGE, [
      place,
      id,
    ]);
    const told = TOLD.flatMap(([state, words]) => {
      const cases = counted?.counts[state] ?? 0;
      return cases > 0 ? [`${cases} ${words}`] : [];
    });
    await this.notices.tell(tx, {
      place,
      kind: 'changesApplied',
      to: decidedBy === null ? { roles: ['administrator'] } : { people: [decidedBy] },
      about: `change ${id}`,
      words: `${TITLES[kind]} is carried out: ${told.length > 0 ? told.join(', ') : 'no case was concerned'}.`,
      link: `/changes/${id}`,
    });
  }

  private async one(tx: Transaction, change: Change, each: ChangeCase, now: Instant): Promise<void> {
    const outcome = await inSavepoint(tx, () => this.kindOf(change).apply(tx, change, each)).catch(
      (error: unknown) => ({ failed: failureInWords(error) }),
    );
    if (!('failed' in outcome)) return void (await settled(tx, change, each, outcome));
    await settled(tx, change, each, { state: 'failed', result: { failure: outcome.failed } });
    const about = `${change.id} ${each.caseId}`;
    await setAlarms(tx, [
      { kind: BATCH_CASE, place: change.place, about, caseId: each.caseId, ringsAt: now },
    ]);
  }

  /** Tries one case again, its case being locked. Throws what hinders it. */
  private async again(tx: Transaction, { place, about }: Alarm): Promise<null> {
    const [id, caseId] = about.split(' ');
    const change = await tx.row<Change>(sql.CHANGE_BY_ID, [place, id]);
    const each = await tx.row<ChangeCase>(sql.ONE_CASE, [place, id, caseId]);
    if (!change || change.state === 'stopped' || each?.state !== 'failed') return null;
    await settled(tx, change, each, await this.kindOf(change).apply(tx, change, each));
    return null;
  }
}
