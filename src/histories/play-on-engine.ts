import { randomUUID } from 'node:crypto';
import type { Instant, Stage } from '../../workflows/protocol/index.js';
import type { Named } from '../cases/command.js';
import type { Engine } from '../engine.module.js';
import { statement, reading } from '../database/transaction.js';
import type { Discipline } from '../directory/person.js';
import { CaseDoors } from '../panel/case-doors.js';
import { PanelEntries } from '../panel/panel-entries.js';
import { CaseReading } from '../reading/case-reading.js';
import type { DeadlineView as ReadDeadline } from '../reading/views.js';
import type { CastMember } from './history.js';
import type {
  DeadlineView,
  PlayedCommand,
  PlayedDeclaration,
  PlayedOutcome,
  PlayEngine,
  SeenEvent,
} from './play-engine.js';

const STAGE = statement(
  'stage-of-subject',
  `SELECT stage AS id, stage_words AS words FROM cases WHERE place_id = $1 AND id = $2
   UNION ALL SELECT stage, stage_words FROM meetings WHERE place_id = $1 AND id = $2`,
);

const EVENTS_AFTER = statement(
  'events-after',
  `SELECT seq, type, at, content->>'deadline' AS deadline FROM events
   WHERE place_id = $1 AND subject_id = $2 AND seq > $3 ORDER BY seq`,
);

const asSeen = (deadline: ReadDeadline): DeadlineView => ({
  key: deadline.key,
  timescale: deadline.timescale,
  title: deadline.title,
  clauses: deadline.clauses,
  startedOn: deadline.startedOn,
  due: deadline.startedAt === null ? deadline.dueOn : deadline.dueAt,
  dueOn: deadline.dueOn,
  dueAt: deadline.dueAt,
  inHours: deadline.startedAt !== null,
  state: deadline.state,
  target: deadline.exception?.newTarget ?? null,
});

/** Something an engine that plays a written history never answers. */
class Unplayable extends Error {
  override readonly name = 'Unplayable';
}

/** Gives the people, cases and meetings of histories their ids and references. */
export interface GivenNames {
  id(): string;
  subject(place: string): Named;
}

/** The real engine as histories of one place are played on it. */
export class RealEngine implements PlayEngine {
  private readonly cases: CaseReading;
  private readonly doors: CaseDoors;
  private readonly entries: PanelEntries;
  private movedTo: Instant | null = null;

  constructor(
    private readonly engine: Engine,
    private readonly place: string,
    private readonly names: GivenNames | null = null,
  ) {
    this.cases = new CaseReading(engine.dataSource, engine.places);
    this.doors = new CaseDoors(engine.dataSource);
    this.entries = new PanelEntries(engine.dataSource);
  }

  async moveTo(at: Instant): Promise<void> {
    // Steps of one moment happen one after the other; the clock goes on by itself between them.
    if (at === this.movedTo) return;
    await this.engine.clock.moveTo(at);
    this.movedTo = at;
  }

  enter(place: string, member: CastMember): Promise<string> {
    return this.engine.directory.putPerson(place, {
      ...(this.names === null ? {} : { id: this.names.id() }),
      name: member.displayName,
      organisation: member.organisation,
      discipline: member.discipline as Discipline | null,
      clinician: member.clinician,
      commissioner: member.commissioner,
      team: member.team,
      delegatedLimitPence: member.delegatedLimitPence,
      competences: member.competences,
      roles: member.roles,
    });
  }

  enterOfCase(
    place: string,
    caseId: string,
    person: { name: string; relation: string | null },
  ): Promise<string> {
    return this.engine.casePeople.enter({ place, case: caseId }, person);
  }

  async record(command: PlayedCommand): Promise<PlayedOutcome> {
    const opens = this.names !== null && command.subject.id === null;
    const outcome = await this.engine.engine.execute({
      commandId: randomUUID(),
      ...command,
      ...(opens ? { opensAs: this.names.subject(command.place) } : {}),
    });
    switch (outcome.kind) {
      case 'accepted':
      case 'refused':
      case 'invalid':
      case 'notAllowed':
        return outcome;
      case 'unknown':
        throw new Unplayable(`The engine knows no such ${outcome.what}.`);
      case 'stale':
      case 'keyReused':
        throw new Unplayable(`The engine answered '${outcome.kind}'.`);
    }
  }

  async declareNone({ place, case: id, person, roles }: PlayedDeclaration): Promise<boolean> {
    const meeting = await this.doors.meetingOf(place, id);
    if (meeting === null) return false;
    const declared = await this.entries.declareNone({ place, meeting, case: id }, { person, roles });
    return declared.kind === 'kept';
  }

  async stageOf(subject: string): Promise<Stage> {
    const stage = await reading(this.engine.dataSource, (tx) => tx.row<Stage>(STAGE, [this.place, subject]));
    if (!stage) throw new Unplayable(`There is no case or meeting ${subject}.`);
    return stage;
  }

  async deadlinesOf(subject: string): Promise<readonly DeadlineView[]> {
    const found = await this.cases.deadlines(this.place, subject);
    return (found?.view ?? []).map(asSeen);
  }

  eventsAfter(subject: string, seq: number): Promise<readonly SeenEvent[]> {
    return reading(this.engine.dataSource, (tx) =>
      tx.rows<SeenEvent>(EVENTS_AFTER, [this.place, subject, seq]),
    );
  }
}
