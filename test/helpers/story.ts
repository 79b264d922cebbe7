import {
  advance,
  asItStays,
  correct,
  emptyRecord,
  endOfDay,
  eventOf,
  isCorrection,
  londonDateOf,
  londonToInstant,
  SYSTEM,
  type Actor,
  type Advanced,
  type CaseRecord,
  type Deadline,
  type Effect,
  type Evidence,
  type Field,
  type Fields,
  type PersonEvidence,
  type Refusal,
  type StoredEvent,
} from '../../workflows/protocol/index.js';
import { loadPlace } from '../../src/protocols/load-place.js';

/** Sefton as its data files say. */
export const SEFTON = loadPlace('sefton');

const BLANK: PersonEvidence = {
  roles: [],
  organisation: null,
  discipline: null,
  clinician: false,
  commissioner: false,
  delegatedLimitPence: null,
  competences: [],
};
const panel = (
  organisation: string,
  discipline: string,
  more: Partial<PersonEvidence> = {},
): PersonEvidence => ({
  ...BLANK,
  roles: ['panelMember'],
  organisation,
  discipline,
  ...more,
});

/** Everyone the stories speak of, by directory id. */
export const PEOPLE = {
  referrer: { ...BLANK, roles: ['referrer'], discipline: 'health' },
  nurse: {
    ...BLANK,
    roles: ['nurseAssessor'],
    organisation: 'mlcsu',
    competences: [SEFTON.protocol.parameters.assessorCompetence.value, 'qualified-nurse'],
  },
  secondNurse: {
    ...BLANK,
    roles: ['nurseAssessor'],
    organisation: 'mlcsu',
    competences: [SEFTON.protocol.parameters.assessorCompetence.value],
  },
  socialWorker: {
    ...BLANK,
    roles: ['councilOfficer'],
    organisation: 'sefton-council',
    discipline: 'socialCare',
  },
  teacher: { ...BLANK, organisation: 'sefton-council', discipline: 'education' },
  mother: BLANK,
  coordinator: { ...BLANK, roles: ['panelCoordinator'], organisation: 'mlcsu' },
  chair: panel('south-sefton-ccg', 'health', {
    roles: ['panelChair', 'panelMember'],
    clinician: true,
    delegatedLimitPence: 500_000,
  }),
  commissioner: panel('sefton-council', 'socialCare', { commissioner: true, delegatedLimitPence: 200_000 }),
  headOfInclusion: panel('sefton-council', 'education', { delegatedLimitPence: 100_000 }),
  manager: { ...BLANK, roles: ['manager'], organisation: 'mlcsu' },
  chiefNurse: { ...BLANK, roles: ['chiefNurse'], organisation: 'south-sefton-ccg' },
} satisfies Record<string, PersonEvidence>;

export type Who = keyof typeof PEOPLE;

const proof = (words: unknown) => ({
  digest: `proof of ${String(words).length}`,
  characters: String(words).length,
});

function storedValue(field: Field, value: unknown): unknown {
  if (value === undefined) return undefined;
  if (['text', 'personal', 'nhsNumber'].includes(field.kind)) return proof(value);
  if (field.kind === 'list' && field.of)
    return (value as unknown[]).map((one) => storedValue(field.of as Field, one));
  return field.kind === 'group' ? storedContent(field.fields ?? {}, value as Record<string, unknown>) : value;
}

/** Content as the event stores it: words replaced by the proof of them. */
export const storedContent = (fields: Fields, content: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => content[name] !== undefined)
      .map(([name, field]) => [name, storedValue(field, content[name])]),
  );

interface Told {
  by?: Who;
  at: string;
  process?: string;
  evidence?: Evidence;
}

/** A panel meeting with everyone of the quorum there. */
export const quorateMeeting = (heldOn: string, more: Partial<NonNullable<Evidence['meeting']>> = {}) => ({
  id: 'meeting-1',
  heldOn: heldOn as never,
  stage: 'held',
  capacity: 10,
  listed: 0,
  chair: 'chair',
  present: ['chair', 'commissioner', 'headOfInclusion'],
  ...more,
});

const ORGANISATIONS = Object.fromEntries(
  SEFTON.place.organisations.map(({ id, name, kind }) => [id, { name, kind, open: true }]),
);

/** A case told event by event, purely: no database, no clock but the story's own. */
export class Story {
  readonly events: StoredEvent[] = [];
  readonly effects: Effect[] = [];
  record: CaseRecord;
  deadlines = new Map<string, Deadline>();
  last: Advanced | null = null;

  constructor(
    kind: 'case' | 'meeting' = 'case',
    readonly place = SEFTON,
  ) {
    this.record = emptyRecord('story', kind, place.place.id, place.protocol.version);
  }

  private actor(who: Who): Actor {
    return {
      person: who,
      roles: PEOPLE[who].roles,
      organisation: PEOPLE[who].organisation,
    };
  }

  /** What would come of the event, without telling it. */
  ask(type: string, content: Record<string, unknown>, { by = 'nurse', at, process, evidence = {} }: Told) {
    const instant = londonToInstant(at.includes('T') ? at : `${at}T10:00`);
    const fields = eventOf(type)?.definition.fields ?? {};
    const asked = {
      type,
      ...(process ? { process } : {}),
      at: instant,
      on: londonDateOf(instant),
      by: this.actor(by),
      content: storedContent(fields, content),
      evidence: {
        people: PEOPLE,
        organisations: ORGANISATIONS,
        protocols: [this.place.protocol.version],
        ...evidence,
      },
    };
    return isCorrection(type)
      ? correct(this.record, this.events, asked, () => this.place, this.place)
      : advance(this.record, asked, this.place);
  }

  /** Tells the event; throws with every reason where it is refused. */
  tell(type: string, content: Record<string, unknown>, told: Told): this {
    const outcome = this.ask(type, content, told);
    if (outcome.kind === 'refused') {
      throw new Error(
        `${type} refused: ${outcome.refusals.map(({ clauses, message }) => `[${clauses.join(', ')}] ${message}`).join(' | ')}`,
      );
    }
    return this.keep(outcome);
  }

  /** The reasons against the event; fails where there are none. */
  refused(type: string, content: Record<string, unknown>, told: Told): readonly Refusal[] {
    const outcome = this.ask(type, content, told);
    if (outcome.kind !== 'refused') throw new Error(`${type} was accepted`);
    return outcome.refusals;
  }

  /** The first clause of each reason against the event. */
  clausesAgainst(type: string, content: Record<string, unknown>, told: Told): string[] {
    return this.refused(type, content, told).map(({ clauses }) => clauses[0] ?? '');
  }

  /** The service records that every deadline due by the close of that day has passed. */
  passDeadlines(day: string): this {
    const at = endOfDay(day as never);
    for (const { key, dueAt } of [...this.deadlines.values()]) {
      const occurrence = (this.record.breaches[key]?.occurrence ?? 0) + 1;
      const asked = {
        type: 'DEADLINE_PASSED',
        at,
        on: day as never,
        by: SYSTEM,
        content: { deadline: key, dueAt, occurrence },
        evidence: {},
      };
      const outcome = advance(this.record, asked, this.place);
      if (outcome.kind === 'advanced') this.keep(outcome);
    }
    return this;
  }

  private keep(outcome: Advanced): this {
    this.events.push(outcome.event);
    this.effects.push(...outcome.effects);
    this.record = outcome.record;
    this.last = outcome;
    // A correction tells every deadline anew; those the corrected case never had are gone.
    if (isCorrection(outcome.event.type)) this.deadlines = new Map();
    for (const deadline of outcome.deadlines) {
      this.neverUnsettled(deadline, outcome.event.type);
      this.deadlines.set(deadline.key, asItStays(this.deadlines.get(deadline.key), deadline));
    }
    for (const { deadline, occurrence } of outcome.withdrawn) {
      const { at, on } = outcome.event;
      const withdrawal = advance(
        this.record,
        { type: 'BREACH_WITHDRAWN', at, on, by: SYSTEM, content: { deadline, occurrence }, evidence: {} },
        this.place,
      );
      if (withdrawal.kind === 'advanced') this.keep(withdrawal);
    }
    return this;
  }

  /** What is met stays as it was met; only a correction can show otherwise. */
  private neverUnsettled(now: Deadline, type: string): void {
    const before = this.deadlines.get(now.key);
    if (isCorrection(type) || before?.settled?.as !== 'met') return;
    if (JSON.stringify(before.settled) !== JSON.stringify(now.settled)) {
      throw new Error(`${type} changed ${now.key}, which was met: ${JSON.stringify(now)}`);
    }
  }

  deadline(key: string): Deadline {
    const found = this.deadlines.get(key);
    if (!found) throw new Error(`No deadline ${key}; there are ${[...this.deadlines.keys()].join(', ')}`);
    return found;
  }
}
