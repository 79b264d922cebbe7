import { Injectable } from '@nestjs/common';
import {
  advance,
  alarmMoments,
  deriveDeadlines,
  gravestOf,
  hasPassed,
  londonDateOf,
  SYSTEM,
  type AlarmMoment,
  type Deadline,
  type Instant,
  type Rules,
} from '../../workflows/protocol/index.js';
import { AlarmFailure } from '../alarms/alarm-failure.js';
import { AlarmKinds, type AlarmKind } from '../alarms/alarm-kinds.js';
import { RESTS, type Alarm } from '../alarms/alarm.js';
import { caughtUp } from '../cases/recount.js';
import { recordedBySystem } from '../cases/system-step.js';
import type { Subject } from '../cases/subject.js';
import { LAST_OCCURRENCE } from '../cases/subject-statements.js';
import type { Transaction } from '../database/transaction.js';
import { Places } from '../places/places.js';
import { Telemetry } from '../watching/telemetry.js';
import { DEADLINE } from './deadline-alarm-statements.js';
import { isUnrecorded } from './deadline-alarms.js';

const UUID_LENGTH = 36;

/** The deadline an alarm is about. */
const keyIn = ({ about }: Alarm): string => about.slice(UUID_LENGTH + 1);

const unreadable = (what: string): AlarmFailure =>
  new AlarmFailure('unreadableCase', `${what}; no process of this version can judge it`, false);

/** The case, where it was recorded by machines this program knows; later ones are left to later programs before. */
function checked(subject: Subject): Subject {
  if (subject.record.machines >= 1) return subject;
  throw unreadable('the case was recorded by machines that are not known');
}

/** What the work comes to; throws an AlarmFailure where the place never had the versions it asks for. */
async function readable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RangeError) throw unreadable('its protocol or calendar version is not there');
    throw error;
  }
}

/** Moments that are over and were not handled; all that are over where the breach is only now recorded. */
const reached = (
  moments: readonly AlarmMoment[],
  { handledUntil }: Alarm,
  now: Instant,
  breachedNow: boolean,
): AlarmMoment[] =>
  moments.filter(({ at }) => at <= now && (breachedNow || handledUntil === null || at > handledUntil));

/** An open deadline at moments of which somebody is to hear. */
export interface Reached {
  subject: Subject;
  deadline: Deadline;
  /** For each who is to hear, the gravest of the moments that are over. */
  moments: readonly AlarmMoment[];
  at: Instant;
  rules: Rules;
}

/** Tells people of the moments of deadlines, in the transaction in which they are handled. */
export type Teller = (tx: Transaction, reached: Reached) => Promise<void>;

/**
 * What happens at the moments of an open deadline: its passing is recorded, once, and whoever is to hear of it is told, of
 * the gravest alone where several moments are over at once. The alarm then waits for the next.
 */
@Injectable()
export class DeadlineAlarmKind implements AlarmKind {
  readonly kind = DEADLINE;
  readonly ownerRole = 'manager';
  private readonly tellers: Teller[] = [];

  constructor(
    private readonly places: Places,
    private readonly telemetry: Telemetry,
    kinds: AlarmKinds,
  ) {
    kinds.register(this);
  }

  /** From now on that one tells people of the moments of deadlines. Nobody is chased for one that is excepted. */
  tellBy(teller: Teller): void {
    this.tellers.push(teller);
  }

  /** When its next moment is; rests where it has none left; null where nothing is open any more. */
  async ring(
    tx: Transaction,
    alarm: Alarm,
    now: Instant,
    locked: Subject | undefined,
  ): Promise<Instant | null> {
    if (!locked) throw new AlarmFailure('caseGone', 'the case it is about is not there', false);
    const subject = await readable(() => caughtUp(tx, checked(locked), this.places));
    const { place, record, calendarVersion } = subject;
    const rules = await readable(() => this.places.rulesFor(place, record.protocol, calendarVersion, tx));
    const deadline = deriveDeadlines(record, rules).find(({ key }) => key === keyIn(alarm));
    if (!deadline || deadline.settled !== null) return null;
    const breaches = isUnrecorded(deadline, record) && hasPassed(deadline, now);
    if (breaches) await this.recordPassing(tx, subject, deadline, now, rules);
    const moments = alarmMoments(deadline, rules);
    const told = deadline.exception ? [] : gravestOf(reached(moments, alarm, now, breaches));
    if (told.length > 0) {
      for (const tell of this.tellers) await tell(tx, { subject, deadline, moments: told, at: now, rules });
    }
    return moments.find(({ at }) => at > now)?.at ?? RESTS;
  }

  private async recordPassing(
    tx: Transaction,
    subject: Subject,
    { key, dueAt }: Deadline,
    now: Instant,
    rules: Rules,
  ): Promise<void> {
    const last = await tx.row<{ occurrence: number | null }>(LAST_OCCURRENCE, [
      subject.place,
      subject.id,
      key,
    ]);
    const outcome = advance(
      subject.record,
      {
        type: 'DEADLINE_PASSED',
        at: now,
        on: londonDateOf(now),
        by: SYSTEM,
        content: { deadline: key, dueAt, occurrence: (last?.occurrence ?? 0) + 1 },
        evidence: {},
      },
      rules,
    );
    if (outcome.kind === 'refused') {
      const clauses = outcome.refusals.flatMap((refusal) => refusal.clauses).join(', ');
      throw new AlarmFailure('refused', `the rules refuse to record that it passed (${clauses})`);
    }
    await recordedBySystem(tx, subject, outcome, rules, { ringing: key });
    this.telemetry.breached();
  }
}
