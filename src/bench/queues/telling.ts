import {
  addMilliseconds,
  asItStays,
  emptyRecord,
  eventOf,
  hasPassed,
  lateFrom,
  londonDateOf,
  londonToInstant,
  SYSTEM,
  type Actor,
  type Breach,
  type CaseRecord,
  type Deadline,
  type EndedProcess,
  type Evidence,
  type Instant,
  type LocalDate,
  type NewEvent,
  type Refusal,
  type Rules,
  type StoredEvent,
} from '../../../workflows/protocol/index.js';
import { isUnrecorded } from '../../deadlines/deadline-alarms.js';
import { decide, type OwedEffect, type TakenStep } from '../../cases/taken-step.js';

/** What someone recorded, by London day and time, so that it can be told of another week as well. */
export interface Said {
  type: string;
  on: LocalDate;
  /** `09:35:00`, in London. */
  time: string;
  by: Actor;
  /** As an event carries it: words replaced by the proof of them. */
  content: Record<string, unknown>;
  evidence: Evidence;
}

/** The id of a case while it is told; each copy has its own in its place. */
export const CASE_TOLD = '00000000-0000-4000-8000-0000000000ca';

const A_SECOND = 1000;

/** A case or meeting told purely, with the service's own events between those of people, each when it would have been. */
export class Telling {
  readonly events: StoredEvent[] = [];
  readonly effects: OwedEffect[] = [];
  readonly ended: EndedProcess[] = [];
  /** Every deadline there has been, as it last stood. */
  readonly deadlines = new Map<string, Deadline>();
  /** Every breach there has been, as it last stood. */
  readonly breaches = new Map<string, Breach>();
  /** How often it would have been stored. */
  version = 0;
  record: CaseRecord;

  constructor(
    id: string,
    kind: 'case' | 'meeting',
    place: string,
    private readonly rules: Rules,
  ) {
    this.record = emptyRecord(id, kind, place, rules.protocol.version);
  }

  /** Records what was said, after whatever passed before; or the reasons against it, and nothing of it is recorded. */
  say({ on, time, ...said }: Said): readonly Refusal[] {
    const at = londonToInstant(`${on}T${time}`);
    this.passUntil(at);
    if (!eventOf(said.type)) throw new RangeError(`There is no event '${said.type}'.`);
    return this.take({ ...said, at, on });
  }

  /** Records every deadline that has passed by that moment, each at the moment it passed. */
  passUntil(moment: Instant): void {
    for (let due = this.firstPassed(moment); due; due = this.firstPassed(moment)) {
      const at = this.notBeforeTheLast(lateFrom(due.dueAt));
      const occurrence = (this.breaches.get(due.key)?.occurrence ?? 0) + 1;
      const refused = this.take({
        type: 'DEADLINE_PASSED',
        at,
        on: londonDateOf(at),
        by: SYSTEM,
        content: { deadline: due.key, dueAt: due.dueAt, occurrence },
        evidence: {},
      });
      if (refused.length > 0) throw new Error(`The passing of ${due.key} was refused.`);
    }
  }

  private firstPassed(moment: Instant): Deadline | undefined {
    return [...this.deadlines.values()]
      .filter((deadline) => isUnrecorded(deadline, this.record) && hasPassed(deadline, moment))
      .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))[0];
  }

  private notBeforeTheLast(at: Instant): Instant {
    const last = this.events.at(-1)?.at;
    return last !== undefined && last >= at ? addMilliseconds(last, A_SECOND) : at;
  }

  private take(asked: NewEvent): readonly Refusal[] {
    const decided = decide(this.record, asked, this.rules, null);
    if ('refusals' in decided) return decided.refusals;
    this.keep(decided);
    return [];
  }

  private keep({ record, breaches, events, effects, ended, deadlines }: TakenStep): void {
    this.record = record;
    this.version += 1;
    this.events.push(...events);
    this.effects.push(...effects);
    this.ended.push(...ended);
    for (const [key, breach] of Object.entries(breaches)) this.breaches.set(key, breach);
    for (const deadline of deadlines) {
      this.deadlines.set(deadline.key, asItStays(this.deadlines.get(deadline.key), deadline));
    }
  }
}
