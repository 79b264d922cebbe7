import {
  eventOf,
  londonDateOf,
  londonTimeInWords,
  type Instant,
  type Stage,
} from '../../workflows/protocol/index.js';
import { peopleNamed, sentContent, type Binding } from './sent-content.js';
import { failuresOf } from './hold.js';
import type { CastMember, Content, History, Step } from './history.js';
import type { DeadlineView, PlayedOutcome, PlayEngine } from './play-engine.js';
import type { Happened, Outcome, PlayedCase, PlayedHistory, PlayedStep } from './played.js';

/** People and meetings that several histories share, by their names in them: ids of the engine. */
export interface Shared {
  people: Map<string, string>;
  meetings: Map<string, string>;
}

interface Holder {
  relationship: string;
  name: string;
}

interface OpenCase {
  id: string;
  reference: string;
  /** The last event that was looked at. */
  seen: number;
}

const SYSTEM_EVENTS = ['DEADLINE_PASSED', 'BREACH_WITHDRAWN'];

/** Whether someone of a cast belongs to the child, as parents and carers do, and has no part in the place's work. */
const isOfTheChild = ({ roles, organisation, competences }: CastMember): boolean =>
  roles.length === 0 && organisation === null && competences.length === 0;

/** A London date and time as histories write it. */
export const londonText = (at: Instant): string => `${londonDateOf(at)} ${londonTimeInWords(at)}`;

const same = (a: DeadlineView, b: DeadlineView | undefined): boolean =>
  b !== undefined && a.dueAt === b.dueAt && a.state === b.state && a.target === b.target;

const outcomeWord = (outcome: PlayedOutcome | null): Outcome => outcome?.kind ?? 'moved';

const nothingToDeclare = (who: string): PlayedOutcome => ({
  kind: 'notAllowed',
  message: `${who} has nothing to declare on: the case is on no agenda, or they declared or took part already, or are no member.`,
  roles: [],
});

/** Plays the steps of one history on an engine. */
export class Player {
  private readonly cases = new Map<string, OpenCase>();
  /** People of one child, by case and name. */
  private readonly ofCases = new Map<string, string>();
  /** Who holds parental responsibility, by case. */
  private readonly holders = new Map<string, readonly Holder[]>();
  private readonly steps = new Map<string, number>();
  private known = new Map<string, readonly DeadlineView[]>();
  private readonly played: PlayedStep[] = [];
  private brokenOff: string | null = null;

  constructor(
    private readonly engine: PlayEngine,
    private readonly history: History,
    private readonly shared: Shared = { people: new Map(), meetings: new Map() },
  ) {}

  /** Plays the whole history, from its first step to its last; where the engine breaks, that is told and it ends there. */
  async play(): Promise<PlayedHistory> {
    for (const step of this.history.steps) {
      try {
        await this.playStep(step);
      } catch (error) {
        const { source, event } = step;
        this.brokenOff = `${source.file}:${source.line}: ${event ?? 'the clock'}: the engine broke: ${(error as Error).message}`;
        break;
      }
    }
    return this.told();
  }

  /**
   * Moves the clock to the step and records its declarations and events; what they come to is not looked at closely. Returns
   * the outcome of the last event; null where there is none.
   */
  async record(step: Step): Promise<PlayedOutcome | null> {
    await this.engine.moveTo(step.at);
    let last: PlayedOutcome | null = null;
    for (const who of step.noInterest) {
      if (!(await this.declaresNone(step, who))) return nothingToDeclare(who);
    }
    for (const content of step.contents) {
      last = await this.recordOne(step, content);
      if (last.kind !== 'accepted') return last;
      if (step.name !== null) this.steps.set(step.name, last.seq);
    }
    return last;
  }

  /** Plays one step and holds it against what is expected of it. */
  async playStep(step: Step): Promise<PlayedStep> {
    const outcome = await this.record(step);
    const label = step.subject.label;
    const happened = await this.happened();
    const deadlines = await this.deadlinesOf(step);
    const before = this.known.get(label) ?? [];
    this.known.set(label, deadlines);
    const came = {
      outcome: outcomeWord(outcome),
      refusals: outcome?.kind === 'refused' ? outcome.refusals : [],
      errors: outcome?.kind === 'invalid' ? outcome.errors : [],
      message: outcome?.kind === 'notAllowed' ? outcome.message : null,
      stage: await this.stage(step),
      deadlines,
      happened,
    };
    const told: PlayedStep = {
      step: this.played.length + 1,
      source: step.source,
      note: step.note,
      at: step.at,
      london: londonText(step.at),
      who: step.who,
      event: step.event,
      noInterest: step.noInterest,
      title: step.event === null ? null : (eventOf(step.event)?.definition.title ?? null),
      process: step.process,
      subject: label,
      recorded: outcome?.kind === 'accepted' ? step.contents.length : 0,
      ...came,
      changed: deadlines.filter(
        (deadline) =>
          !same(
            deadline,
            before.find(({ key }) => key === deadline.key),
          ),
      ),
      failures: failuresOf(step.expect, came),
    };
    this.played.push(told);
    return told;
  }

  /** The history as far as it was played, with how its cases stand. */
  async told(): Promise<PlayedHistory> {
    const cases: PlayedCase[] = [];
    for (const [label, { id, reference }] of this.cases) {
      cases.push({
        label,
        reference,
        stage: await this.engine.stageOf(id),
        deadlines: await this.engine.deadlinesOf(id),
      });
    }
    return {
      file: this.history.file,
      title: this.history.title,
      place: this.history.place.place.id,
      steps: this.played,
      cases,
      failures: [
        ...this.played.flatMap(({ source, event, failures }) =>
          failures.map((failure) => `${source.file}:${source.line}: ${event ?? 'the clock'}: ${failure}`),
        ),
        ...(this.brokenOff === null ? [] : [this.brokenOff]),
      ],
    };
  }

  /** The ids of the cases that are open, by label. */
  caseIds(): ReadonlyMap<string, string> {
    return new Map([...this.cases].map(([label, { id }]) => [label, id]));
  }

  private async recordOne(step: Step, content: Content): Promise<PlayedOutcome> {
    const { subject, event, who, process } = step;
    await this.enterEveryone();
    const id = this.idOf(step);
    if (subject.kind === 'case' && id !== undefined) await this.enterPeopleOf(id, event ?? '', content);
    const outcome = await this.engine.record({
      subject: { kind: subject.kind, id: id ?? null },
      place: this.history.place.place.id,
      type: event ?? '',
      ...(process === null ? {} : { process }),
      content: sentContent(event ?? '', content, this.binding(id)),
      by: this.shared.people.get(who ?? '') ?? '',
    });
    if (outcome.kind === 'accepted' && id === undefined) this.opened(step, outcome, content);
    return outcome;
  }

  private async declaresNone(step: Step, who: string): Promise<boolean> {
    await this.enterEveryone();
    return this.engine.declareNone({
      place: this.history.place.place.id,
      case: this.idOf(step) ?? '',
      person: this.shared.people.get(who) ?? '',
      roles: this.history.cast[who]?.roles ?? [],
    });
  }

  private idOf({ subject: { kind, label } }: Step): string | undefined {
    return kind === 'meeting' ? this.shared.meetings.get(label) : this.cases.get(label)?.id;
  }

  private opened(
    { subject: { kind, label } }: Step,
    { subject, reference }: { subject: string; reference: string },
    { parentalResponsibility }: Content,
  ): void {
    if (kind === 'meeting') this.shared.meetings.set(label, subject);
    else this.cases.set(label, { id: subject, reference, seen: 0 });
    this.holders.set(
      subject,
      Array.isArray(parentalResponsibility) ? (parentalResponsibility as Holder[]) : [],
    );
  }

  private async enterEveryone(): Promise<void> {
    for (const [name, member] of Object.entries(this.history.cast)) {
      if (isOfTheChild(member) || this.shared.people.has(name)) continue;
      this.shared.people.set(name, await this.engine.enter(this.history.place.place.id, member));
    }
  }

  /** Whoever of the child a step names is among the people of the case: a parent by the name they have there. */
  private async enterPeopleOf(caseId: string, type: string, content: Content): Promise<void> {
    const { cast, place } = this.history;
    for (const label of peopleNamed(type, content)) {
      const member = Object.hasOwn(cast, label) ? cast[label] : undefined;
      const known = `${caseId} ${label}`;
      if (!member || !isOfTheChild(member) || this.ofCases.has(known)) continue;
      const holder = this.holders.get(caseId)?.find(({ relationship }) => relationship === label);
      const person = { name: holder?.name ?? member.displayName, relation: holder ? label : null };
      this.ofCases.set(known, await this.engine.enterOfCase(place.place.id, caseId, person));
    }
  }

  private binding(caseId: string | undefined): Binding {
    return {
      person: (name) => this.ofCases.get(`${caseId ?? ''} ${name}`) ?? this.shared.people.get(name) ?? name,
      meeting: (label) => this.shared.meetings.get(label) ?? label,
      step: (name) => this.steps.get(name),
    };
  }

  private async happened(): Promise<Happened[]> {
    const all: Happened[] = [];
    for (const [label, open] of this.cases) {
      for (const { seq, type, at, deadline } of await this.engine.eventsAfter(open.id, open.seen)) {
        open.seen = Math.max(open.seen, seq);
        if (SYSTEM_EVENTS.includes(type)) all.push({ type, at, deadline: deadline ?? '', case: label });
      }
    }
    return all;
  }

  private async deadlinesOf(step: Step): Promise<readonly DeadlineView[]> {
    const id = step.subject.kind === 'case' ? this.idOf(step) : undefined;
    return id === undefined ? [] : this.engine.deadlinesOf(id);
  }

  private async stage(step: Step): Promise<Stage | null> {
    const id = this.idOf(step);
    return id === undefined ? null : this.engine.stageOf(id);
  }
}
