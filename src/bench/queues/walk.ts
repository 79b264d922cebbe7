import {
  addDays,
  londonToInstant,
  eventOf,
  type Evidence,
  type LocalDate,
  type Rules,
} from '../../../workflows/protocol/index.js';
import type { PlaceData } from '../../../workflows/protocol/index.js';
import { existsOn } from '../../../workflows/protocol/index.js';
import { leavesOf } from '../../cases/content/walk.js';
import { seal, type KeptText } from '../../cases/content/seal.js';
import { actorOf, everyone, type Cast, type Member } from './cast.js';
import type { Chance } from './chance.js';
import type { Panels } from './panels.js';
import { CASE_TOLD, Telling, type Said } from './telling.js';

/** Where and by whom a corpus is told. */
export interface World {
  place: PlaceData;
  rules: Rules;
  cast: Cast;
  panels: Panels;
}

/** What someone said, with the words that are kept beside it. */
export interface SaidInWords {
  said: Said;
  texts: readonly KeptText[];
  personal: readonly KeptText[];
}

/** The course of a case came to its end, or to where it cannot go on. */
export class CourseEnds extends Error {
  override readonly name = 'CourseEnds';
}

/** How often, on a day that something is done in the case, a breach without a reason is given one. */
const REASONS = 0.3;
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const OPENS = 9 * HOUR;
const CLOSES = 17 * HOUR;
const two = (number: number): string => String(number).padStart(2, '0');

/** Walks a case through its course: knows the day, draws what happens by chance, and keeps what was recorded. */
export class Walk {
  readonly said: SaidInWords[] = [];
  readonly telling: Telling;
  /** Event types that were refused, each with its first clause. */
  readonly refused: string[] = [];
  readonly assessor: Member;
  readonly second: Member;
  readonly referrer: Member;
  readonly socialWorker: Member;
  /** Seconds of the day. */
  private time = OPENS;

  constructor(
    readonly world: World,
    readonly chance: Chance,
    public day: LocalDate,
    private readonly until: LocalDate,
  ) {
    const { cast, place, rules } = world;
    this.telling = new Telling(CASE_TOLD, 'case', place.id, rules);
    const first = chance.between(0, cast.assessors.length - 1);
    this.assessor = cast.assessors[first] as Member;
    this.second = cast.assessors[(first + 1) % cast.assessors.length] as Member;
    this.referrer = chance.of(cast.referrers);
    this.socialWorker = chance.of(cast.socialWorkers);
  }

  /** So many working days go by; where none do, some of the day. Throws CourseEnds beyond the last day. */
  wait(least: number, most: number = least): void {
    const days = this.chance.between(least, most);
    if (days > 0) this.goTo(this.world.rules.calendar.addWorkingDays(this.day, days));
  }

  /** Goes on to the first working day on that day or after it; never back. */
  goTo(day: LocalDate): void {
    const working = this.world.rules.calendar.workingDayOnOrAfter(day);
    if (working > this.until) throw new CourseEnds('beyond the last day');
    if (working <= this.day) return;
    this.day = working;
    this.time = OPENS + this.chance.between(0, 2 * HOUR);
    this.sayWhyLate();
  }

  /** A day before today. */
  ago(days: number): LocalDate {
    return addDays(this.day, -days);
  }

  /** Records it, where it is allowed; answers whether it was. */
  tell(type: string, content: Record<string, unknown>, by: Member = this.assessor, evidence: Evidence = {}) {
    const fields = eventOf(type)?.definition.fields ?? {};
    const { content: sealed, texts, personal } = seal(fields, content);
    const said: Said = {
      type,
      on: this.day,
      time: this.nextTime(),
      by: actorOf(by),
      content: sealed,
      evidence: { ...this.evidenceOf(type, content, by, evidence), ...evidence },
    };
    const refusals = this.telling.say(said);
    if (refusals.length > 0) this.refused.push(`${type} ${refusals.map(({ message }) => message).join(' ')}`);
    else this.said.push({ said, texts, personal });
    return refusals.length === 0;
  }

  /** Records it; the course ends here where it is not allowed. */
  must(type: string, content: Record<string, unknown>, by?: Member, evidence?: Evidence): void {
    if (!this.tell(type, content, by, evidence)) throw new CourseEnds(type);
  }

  /** Now and then the owner of a breach says why, and whether it was theirs to control. */
  private sayWhyLate(): void {
    this.telling.passUntil(londonToInstant(`${this.day}T09:00`));
    const reasons = this.world.rules.protocol.parameters.breachReasons.value.filter(
      (each) => !each.needsWords,
    );
    for (const [key, breach] of Object.entries(this.telling.record.breaches)) {
      if (breach.withdrawn !== undefined || breach.reason || !this.chance.happens(REASONS)) continue;
      const { occurrence } = breach;
      const reason = this.chance.of(reasons).slug;
      this.tell('BREACH_REASON_GIVEN', { deadline: key, occurrence, reason, ours: this.chance.happens(0.5) });
    }
  }

  private nextTime(): string {
    this.time += this.time < CLOSES ? this.chance.between(MINUTE, 25 * MINUTE) : 1;
    return [this.time / HOUR, (this.time % HOUR) / MINUTE, this.time % MINUTE]
      .map(Math.floor)
      .map(two)
      .join(':');
  }

  private evidenceOf(
    type: string,
    content: Record<string, unknown>,
    by: Member,
    { meeting }: Evidence,
  ): Evidence {
    const fields = eventOf(type)?.definition.fields ?? {};
    const leaves = leavesOf(fields, content);
    const named = leaves.filter(({ field }) => field.kind === 'person').map(({ value }) => value);
    const ids = new Set([by.id, ...named, ...(meeting ? [meeting.chair, ...meeting.present] : [])]);
    const people = everyone(this.world.cast).filter(({ id }) => ids.has(id));
    const bodies = new Set([
      ...leaves.filter(({ field }) => field.kind === 'organisation').map(({ value }) => value),
      ...people.map(({ evidence }) => evidence.organisation),
    ]);
    const organisations = this.world.place.organisations.filter(({ id }) => bodies.has(id));
    return {
      people: Object.fromEntries(people.map(({ id, evidence }) => [id, evidence])),
      organisations: Object.fromEntries(
        organisations.map((one) => [
          one.id,
          { name: one.name, kind: one.kind, open: existsOn(one, this.day) },
        ]),
      ),
    };
  }
}

/** The last moment of a day at which people still work. */
export const closeOfWork = (day: LocalDate) => londonToInstant(`${day}T18:00`);
