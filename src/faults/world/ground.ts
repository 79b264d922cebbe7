import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine, type Engine } from '../../engine.module.js';
import type { Worker } from '../load/asking.js';
import { STAFF, type Who } from '../load/pathway.js';
import { DumpTools } from './dump-tools.js';
import { OwnPostgres } from './own-postgres.js';
import { OwnRedis, redisProgram } from './own-redis.js';
import { notePid, temporaryFolder } from './temporary-folder.js';

export const PLACE = 'sefton';
const TEMPLATE = 'faults_template';
/** Where every world's clock begins: a Monday at the start of a year that the calendar knows whole. */
const BEGINNING = '2026-01-05T09:00:00.000Z';

/** Longer than any clock is moved. */
const HOURS_OF_TOKEN = 24 * 365 * 20;

type Staff = Readonly<Record<Who, Worker>>;

async function enter({ directory, tokens, places }: Engine, who: Who): Promise<Worker> {
  const { parameters } = (await places.presentRules(PLACE)).protocol;
  const id = await directory.putPerson(PLACE, {
    name: `Test ${who}`,
    organisation: 'mlcsu',
    roles: [STAFF[who]],
    email: `${who}@faults.example`,
    competences: [parameters.assessorCompetence.value],
  });
  const hours = HOURS_OF_TOKEN;
  const { token } = await tokens.issue(PLACE, id, { label: 'faults', hours });
  return { id, token };
}

/** Makes the database to copy, with those who work in it and its clock where every world begins. */
async function staffIn(postgres: OwnPostgres): Promise<Staff> {
  await postgres.server.createDatabase(TEMPLATE);
  const engine = await createEngine(postgres.server.urlOf(TEMPLATE), { purpose: 'test' });
  try {
    await engine.clock.moveTo(BEGINNING);
    return {
      nurse: await enter(engine, 'nurse'),
      manager: await enter(engine, 'manager'),
      administrator: await enter(engine, 'administrator'),
    };
  } finally {
    await engine.close();
  }
}

/** What every world of a run stands on: a Postgres and a Redis of its own, and a database to copy. */
export class Ground {
  private made = 0;

  private constructor(
    readonly folder: string,
    readonly postgres: OwnPostgres,
    readonly redis: OwnRedis | null,
    readonly staff: Staff,
    /** How a database is dumped and restored; otherwise why it cannot be. */
    readonly dumps: DumpTools | string,
  ) {}

  /** Makes it in a temporary folder. Throws where the servers do not start. */
  static async prepare(): Promise<Ground> {
    const folder = temporaryFolder();
    const postgres = await OwnPostgres.start(join(folder, 'postgres'));
    try {
      const program = redisProgram();
      const note = (pid: number): void => notePid(folder, pid);
      const redis = program === undefined ? null : await OwnRedis.start(program, join(folder, 'redis'), note);
      const dumps = DumpTools.forServer(await postgres.version());
      return new Ground(folder, postgres, redis, await staffIn(postgres), dumps);
    } catch (error) {
      await postgres.discard();
      throw error;
    }
  }

  /** The address of a database that nobody else uses: migrated, with people and no case. */
  async database(): Promise<string> {
    const name = this.newName();
    await this.postgres.server.createDatabase(name, TEMPLATE);
    await this.postgres.settleCopy();
    return this.postgres.server.urlOf(name);
  }

  /** The address of a database with nothing in it, not even a schema. */
  async emptyDatabase(): Promise<string> {
    const name = this.newName();
    await this.postgres.server.createDatabase(name);
    return this.postgres.server.urlOf(name);
  }

  /** Removes the database of that address. */
  async drop(url: string): Promise<void> {
    await this.postgres.server.dropDatabase(decodeURIComponent(new URL(url).pathname.slice(1)));
  }

  get templateUrl(): string {
    return this.postgres.server.urlOf(TEMPLATE);
  }

  /** Stops the servers and removes everything they kept. */
  async clear(): Promise<void> {
    await this.redis?.discard();
    await this.postgres.discard();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private newName(): string {
    return `faults_${(this.made += 1)}`;
  }
}
