import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { config, ConfigError, ownPlaces, type Config } from '../config/config.js';
import { createEngine } from '../engine.module.js';
import { bundledFolders } from '../postgres/bundled-postgres.js';
import { openDatabaseServer } from '../postgres/database-server.js';
import { runCommand, UsageError } from '../protocols/command-line.js';
import { Agreement } from '../queue/agreement.js';
import { AlarmQueue } from '../queue/alarm-queue.js';
import { UnfitQueue } from '../queue/back-end.js';
import { Drainer } from '../queue/drainer.js';
import { backEndOf } from '../queue/queue-link.js';

const USAGE = `Throw the queue away and build it anew from the alarms in Postgres. Nothing is lost by it, also while the
service runs.

  npm run queues:rebuild             says how many jobs it holds then
  npm run queues:rebuild -- --json   as JSON: { database, backEnd, jobs, seconds }

It works on the database that DATABASE_URL or DATA_DIR names, as the service does; set them as they are set for it.
`;

interface Rebuilt {
  /** Which database it is of, in words. */
  database: string;
  backEnd: string;
  jobs: number;
  seconds: number;
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * Where the database is that is worked on, in words. Throws UsageError where the settings lead to no database: making an
 * empty one would seem to have worked.
 */
function databaseOf({ databaseUrl, dataDir }: Pick<Config, 'databaseUrl' | 'dataDir'>): string {
  if (databaseUrl !== undefined) {
    const { host, pathname } = new URL(databaseUrl);
    return `the database ${decodeURIComponent(pathname.slice(1))} on ${host} (DATABASE_URL)`;
  }
  const folders = bundledFolders(dataDir);
  const folder = folders.find((each) => existsSync(join(each, 'data', 'PG_VERSION')));
  if (folder === undefined)
    throw new UsageError(
      `There is no database in ${folders[0] ?? ''}. Set DATA_DIR or DATABASE_URL as they are set for the service whose queue it is.`,
    );
  return `the database in ${folder}${dataDir === undefined ? '' : ' (DATA_DIR)'}`;
}

async function rebuild(): Promise<Rebuilt> {
  const settings = config();
  const database = databaseOf(settings);
  const server = await openDatabaseServer(settings, say);
  const engine = await createEngine(server.url, ownPlaces(settings));
  const { dataSource } = engine;
  const backEnd = await backEndOf({ dataSource, databaseUrl: server.url, ...settings });
  try {
    const began = performance.now();
    const queue = await AlarmQueue.open(backEnd);
    try {
      const jobs = await new Agreement(dataSource, queue, new Drainer(dataSource, queue)).rebuild();
      return { database, backEnd: backEnd.kind, jobs, seconds: Math.round(performance.now() - began) / 1000 };
    } finally {
      await queue.close();
    }
  } finally {
    await backEnd.close();
    await engine.close();
    await server.stop();
  }
}

await runCommand(async (args) => {
  const { values } = parseArgs({
    args,
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) return void process.stdout.write(USAGE);
  try {
    const rebuilt = await rebuild();
    process.stdout.write(
      values.json
        ? `${JSON.stringify(rebuilt)}\n`
        : `The queue in ${rebuilt.backEnd} holds ${rebuilt.jobs} jobs, built in ${rebuilt.seconds} s from ${rebuilt.database}.\n`,
    );
  } catch (error) {
    if (error instanceof ConfigError || error instanceof UnfitQueue) throw new UsageError(error.message);
    throw error;
  }
});
