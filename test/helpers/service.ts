import { randomUUID } from 'node:crypto';
import type { Command, CommandOutcome } from '../../src/cases/command.js';
import { createEngine, type Engine, type EngineOptions } from '../../src/engine.module.js';
import { changeLeaves } from '../../src/cases/content/walk.js';
import { eventOf, londonToInstant } from '../../workflows/protocol/index.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { PEOPLE, type Who } from './story.js';

export type { Who } from './story.js';

const NAMES = Object.keys(PEOPLE) as Who[];

type Accepted = Extract<CommandOutcome, { kind: 'accepted' }>;

/** How a step is sent: by whom, when by London time, and what else the command says. */
export interface Sent {
  by?: Who;
  at?: string;
  process?: string;
  version?: number | null;
  commandId?: string;
}

/** An engine on a database of its own, with everyone of the stories in its directory. */
export class Service {
  /** The mother of the child, by case: a parent belongs to one child. */
  private readonly mothers = new Map<string, string>();

  private constructor(
    readonly database: TestDatabase,
    readonly parts: Engine,
    /** Directory ids by the name a story has for someone. */
    readonly ids: Record<Who, string>,
  ) {}

  /** A fresh database for tests, its people in the directory and its clock where the stories begin. */
  static async start({
    at = '2026-01-05T08:00',
    ...options
  }: EngineOptions & { at?: string } = {}): Promise<Service> {
    const database = await createTestDatabase();
    const parts = await createEngine(database.url, { purpose: 'test', connections: 12, ...options });
    const ids = Object.fromEntries(NAMES.map((name) => [name, randomUUID()])) as Record<Who, string>;
    for (const name of NAMES) {
      await parts.directory.putPerson('sefton', {
        ...PEOPLE[name],
        id: ids[name],
        name: `Test ${name}`,
      } as never);
    }
    const service = new Service(database, parts, ids);
    await parts.clock.moveTo(londonToInstant(at));
    return service;
  }

  async stop(): Promise<void> {
    await this.parts.close();
    await this.database.drop();
  }

  /** Rows of a query on the service's database. */
  async query<Row = Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.parts.dataSource.query(sql, values);
  }

  /** Moves the service's clock to a London date and time. */
  moveTo(at: string): Promise<void> {
    return this.parts.clock.moveTo(londonToInstant(at.includes('T') ? at : `${at}T10:00`));
  }

  /** Carries out every change that is under way, as the worker does: each batch, and each case that failed in one. */
  async carryOut(): Promise<void> {
    for (;;) {
      const due = await this.query<{ id: string }>(
        `SELECT id FROM alarms WHERE kind IN ('batch', 'batchCase') AND state = 'waiting'
           AND coalesce(retry_at, rings_at) <= service_now()`,
      );
      if (due.length === 0) return;
      for (const { id } of due) await this.parts.alarms.ring(id);
    }
  }

  /** The mother of the child of that case, who is among its people from the first time on. */
  async motherOf(caseId: string): Promise<string> {
    const known = this.mothers.get(caseId);
    if (known !== undefined) return known;
    const at = { place: 'sefton', case: caseId };
    const id = await this.parts.casePeople.enter(at, { name: 'Test mother', relation: 'mother' });
    this.mothers.set(caseId, id);
    return id;
  }

  /** Content with the ids of the people that its fields name. */
  named(type: string, content: Record<string, unknown>, subject: string | null = null) {
    const fields = eventOf(type)?.definition.fields ?? {};
    const mother = this.mothers.get(subject ?? '');
    return changeLeaves(fields, content, ({ field, value }) =>
      field.kind !== 'person'
        ? value
        : value === 'mother' && mother !== undefined
          ? mother
          : (this.ids[value as Who] ?? value),
    );
  }

  /** A command as it would be sent. */
  command(
    subject: Command['subject'],
    type: string,
    content: Record<string, unknown>,
    { by = 'nurse', process, version, commandId = randomUUID() }: Sent = {},
  ): Command {
    return {
      commandId,
      subject,
      place: 'sefton',
      type,
      content: this.named(type, content, subject.id),
      by: this.ids[by],
      ...(process === undefined ? {} : { process }),
      ...(version === undefined ? {} : { expectedVersion: version }),
    };
  }

  /** Sends it, after moving the clock where a moment is given. */
  async send(
    subject: Command['subject'],
    type: string,
    content: Record<string, unknown>,
    sent: Sent = {},
  ): Promise<CommandOutcome> {
    if (sent.at !== undefined) await this.moveTo(sent.at);
    const { kind, id } = subject;
    if (kind === 'case' && id !== null && JSON.stringify(content).includes('"mother"'))
      await this.motherOf(id);
    return this.parts.engine.execute(this.command(subject, type, content, sent));
  }

  /** Sends what must be accepted; throws with every reason where it is not. */
  async tell(
    subject: Command['subject'],
    type: string,
    content: Record<string, unknown>,
    sent: Sent = {},
  ): Promise<Accepted> {
    const outcome = await this.send(subject, type, content, sent);
    if (outcome.kind !== 'accepted') throw new Error(`${type}: ${JSON.stringify(outcome)}`);
    return outcome;
  }
}
