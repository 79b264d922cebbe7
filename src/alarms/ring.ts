import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { MACHINES_VERSION, type Instant } from '../../workflows/protocol/index.js';
import { checkReadable, UnknownState } from '../cases/readable.js';
import { lockSubject, type Subject } from '../cases/subject.js';
import { inTransaction, reading, type Transaction } from '../database/transaction.js';
import { killPoint } from '../faults/kill-points.js';
import { Telemetry } from '../watching/telemetry.js';
import { within } from '../process/within.js';
import { AlarmFailure, failureInWords } from './alarm-failure.js';
import { AlarmKinds } from './alarm-kinds.js';
import * as sql from './alarm-statements.js';
import { ALARMS_VERSION, type Alarm } from './alarm.js';
import { StaffNotices } from '../staff-notices/staff-notices.js';
import { tellOfException } from '../staff-notices/exception-teller.js';
import { LONGEST_RING_MS, RETRY_LADDER } from './retry-ladder.js';

/** What became of letting an alarm ring. */
export type Rung =
  /** It was due and was handled, so many milliseconds after its moment. */
  | { kind: 'rung'; alarm: Alarm; lateMs: number }
  /** Its moment, or that of its next attempt, is still to come; null where it rests. */
  | { kind: 'notDue'; inMs: number | null }
  /** There is no such alarm any more, or it was set anew since. */
  | { kind: 'stale' }
  /** Someone else has it, or its case, in hand. */
  | { kind: 'elsewhere' }
  /** It waits for a person. */
  | { kind: 'waitsForPerson' }
  /** It was written by a later version of the program, which is to handle it. */
  | { kind: 'newer' }
  /** It could not be handled, and will be tried again or waits for a person. */
  | { kind: 'failed'; failure: string; waitsForPerson: boolean; error: unknown };

/** Which alarm is meant, and how. */
export interface Ringing {
  /** Only this generation of it. */
  generation?: number;
  /** Whether a case that is in hand elsewhere is left rather than waited for. */
  leaveBusy?: boolean;
  /** Whether one whose handling was begun and never ended is left: it may take the process down, and the pass counts that. */
  leaveBegun?: boolean;
}

interface Peeked extends Alarm {
  state: string;
  begun: number;
  version: number;
  dueInMs: number | null;
}

/** An alarm that is locked and due, with its case. */
interface Taken {
  alarm: Alarm;
  now: Instant;
  subject: Subject | undefined;
}

const lateness = ({ ringsAt }: Alarm, now: Instant): number => Date.parse(now) - Date.parse(ringsAt);

/** Why an alarm cannot ring as it stands, if anything. */
function hindrance({ state, version, dueInMs, generation, begun }: Peeked, ringing: Ringing): Rung | null {
  if (ringing.generation !== undefined && ringing.generation !== generation) return { kind: 'stale' };
  if (version > ALARMS_VERSION) return { kind: 'newer' };
  if (state !== 'waiting') return { kind: 'waitsForPerson' };
  if (dueInMs === null || dueInMs > 0) return { kind: 'notDue', inMs: dueInMs };
  return ringing.leaveBegun && begun > 0 ? { kind: 'elsewhere' } : null;
}

const lockCase = (
  tx: Transaction,
  { place, caseId }: Alarm,
  { leaveBusy = false }: Ringing,
): Promise<Subject | undefined> =>
  lockSubject(tx, place as string, 'case', caseId as string, leaveBusy ? 'leaveBusy' : 'wait');

/**
 * The one way in which an alarm rings, whoever rings it: the queue, or the pass over rows that are due. The case is locked
 * before the alarm, as every command does. What is handled and when it rings next are one transaction.
 */
@Injectable()
export class AlarmRing {
  constructor(
    private readonly dataSource: DataSource,
    private readonly kinds: AlarmKinds,
    private readonly telemetry: Telemetry,
    private readonly notices: StaffNotices,
  ) {}

  /**
   * Lets it ring where it is due. What its handling throws is kept with it, and answered; this throws where the database is
   * away or a lock is not had in time: the alarm is then as it was.
   */
  async ring(id: string, ringing: Ringing = {}): Promise<Rung> {
    let taken: Taken | undefined;
    try {
      const rung = await inTransaction(this.dataSource, async (tx): Promise<Rung> => {
        const found = await this.take(tx, id, ringing);
        if ('kind' in found) return found;
        taken = found;
        return this.handle(tx, found);
      });
      if (rung.kind === 'rung') {
        await killPoint('alarm-rung');
        this.telemetry.rang(rung.alarm.kind, rung.lateMs);
      }
      return rung;
    } catch (error) {
      if (!taken) throw error;
      return this.failed(taken.alarm, error);
    }
  }

  /** Lets no more ring of it: its handling was begun again and again and never ended. */
  async giveUp(id: string): Promise<Rung> {
    const alarm = await reading(this.dataSource, (tx) => tx.row<Peeked>(sql.PEEK, [id]));
    return alarm
      ? this.failed(alarm, new AlarmFailure('neverEnded', 'its handling was begun and never ended', false))
      : { kind: 'stale' };
  }

  private async take(tx: Transaction, id: string, ringing: Ringing): Promise<Taken | Rung> {
    const peeked = await tx.row<Peeked>(sql.PEEK, [id]);
    if (!peeked) return { kind: 'stale' };
    const hindered = hindrance(peeked, ringing);
    if (hindered) return hindered;
    const about = peeked.caseId !== null && peeked.place !== null;
    const subject = about ? await lockCase(tx, peeked, ringing) : undefined;
    if (about && !subject && ringing.leaveBusy) return { kind: 'elsewhere' };
    if (subject && subject.record.machines > MACHINES_VERSION) return { kind: 'newer' };
    const row = await tx.row<Alarm & { now: Instant }>(sql.TAKE, [id, peeked.generation]);
    if (!row) return { kind: 'elsewhere' };
    const { now, ...alarm } = row;
    return { alarm, now, subject };
  }

  private async handle(tx: Transaction, { alarm, now, subject }: Taken): Promise<Rung> {
    const kind = this.kinds.find(alarm.kind);
    if (!kind) throw new AlarmFailure('unknownKind', 'nothing here handles alarms of this kind', false);
    if (alarm.caseId !== null && !subject) {
      throw new AlarmFailure('caseGone', 'the case it is about is not there', false);
    }
    if (subject) checkReadable(subject.record);
    const next = await within(LONGEST_RING_MS, kind.ring(tx, alarm, now, subject));
    await (next === null
      ? tx.change(sql.DONE_WITH, [alarm.id])
      : tx.change(sql.SET_NEXT, [alarm.id, next, now]));
    await killPoint('alarm-handled', alarm.id);
    return { kind: 'rung', alarm, lateMs: lateness(alarm, now) };
  }

  private async failed(alarm: Alarm, error: unknown): Promise<Rung> {
    const { id, kind, generation } = alarm;
    const failure = failureInWords(error);
    const mayPass = error instanceof AlarmFailure ? error.passing : !(error instanceof UnknownState);
    const role = this.kinds.find(kind)?.ownerRole ?? 'administrator';
    const kept = await inTransaction(this.dataSource, async (tx) => {
      const values = [id, generation, failure, RETRY_LADDER, mayPass, role];
      const row = await tx.row<{ state: string }>(sql.FAILED, values);
      if (row?.state === 'exception') await tellOfException(tx, this.notices, alarm, role);
      return row;
    });
    const waitsForPerson = kept?.state === 'exception';
    this.telemetry.failed(kind, waitsForPerson);
    return { kind: 'failed', failure, waitsForPerson, error };
  }
}
