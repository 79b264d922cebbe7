import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../app.module.js';
import { checkPurpose, settlePurpose } from '../clock/service-clock.js';
import { ownPlaces, type Config } from '../config/config.js';
import { listeningPort } from '../config/listening-port.js';
import { alone } from '../database/alone.js';
import { demonstrationOnlookers, demonstrationToken } from '../demonstration/demonstration-token.js';
import { loadDemonstration, NoDemonstration } from '../demonstration/load-demonstration.js';
import { engineOf, type Engine } from '../engine.module.js';
import type { Log } from '../log/service-log.js';
import { openDatabaseServer, serverOf, type DatabaseServer } from '../postgres/database-server.js';
import { endFailed } from '../process/signals.js';
import { alarmsOf } from '../queue/alarms-of-engine.js';
import type { RunningAlarms } from '../queue/run-alarms.js';
import { ProtocolChanged } from '../places/places.js';
import { Emptiness } from '../reading/emptiness.js';
import { createWebApp } from './http/web-app.js';
import { Demonstration, type Shown } from './pages/demonstration.js';
import { keepReportsReady } from './reports-ready.js';

/** The service as it runs. */
export interface RunningWeb {
  /** Where its front page is. */
  address: string;
  /** Null where the service is live. */
  demonstration: Shown | null;
  stop: () => Promise<void>;
}

/** Whom the service speaks with while it starts. */
export interface Starter {
  log: Log;
  /** Told, in a sentence, what takes time. */
  say: (line: string) => void;
  /** Whether demonstration cases are to be loaded into the empty database. */
  wantsDemonstration: () => Promise<boolean>;
}

interface Opened {
  app: NestFastifyApplication;
  engine: Engine;
  shown: Shown | null;
}

/** How many alarms ring at once beside requests. */
const CONCURRENCY = 4;

const EVERYWHERE = ['0.0.0.0', '::'];

function addressOf(host: string, port: number): string {
  const reached = EVERYWHERE.includes(host) ? '127.0.0.1' : host;
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`;
}

/** The demonstration in the database, loaded where the database is empty and it is wanted; null where there is none. */
async function demonstrationIn(
  app: NestFastifyApplication,
  engine: Engine,
  { mode, demonstration }: Config,
  { say, wantsDemonstration }: Starter,
): Promise<Shown | null> {
  await checkPurpose(engine.clock, mode);
  const empty = await app.get(Emptiness, { strict: false }).isEmpty();
  if (empty && demonstration && (await wantsDemonstration()))
    await settlePurpose(engine.dataSource, 'demonstration');
  if ((await engine.clock.purpose()) !== 'demonstration') {
    if (!empty && demonstration) say('The database is not empty: no demonstration cases are loaded');
    return null;
  }
  if (empty) say('Loading demonstration cases; this takes a moment');
  const { place } = await loadDemonstration(engine, { mode });
  await demonstrationOnlookers(engine, place);
  return demonstrationToken(engine, place);
}

async function open(url: string, settings: Config, starter: Starter): Promise<Opened> {
  const demonstration = new Demonstration();
  const app = await createWebApp(AppModule.on(url, ownPlaces(settings), demonstration, settings.web), {
    level: settings.logLevel,
    proxies: settings.web.proxies,
  });
  try {
    await app.init();
    const engine = engineOf(app);
    demonstration.shown = await alone(engine.dataSource, 'loadingDemonstration', () =>
      demonstrationIn(app, engine, settings, starter),
    );
    return { app, engine, shown: demonstration.shown };
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** Begins again with an empty database on the bundled server, where loading a demonstration was broken off. */
async function emptied(server: DatabaseServer): Promise<void> {
  const database = decodeURIComponent(new URL(server.url).pathname.slice(1));
  const beside = serverOf(server.urlOf('postgres'));
  await beside.dropDatabase(database);
  await beside.createDatabase(database);
}

/** The same failure; on the bundled server, which is for trying things out, with how to begin again. */
export const withWayOut = (error: unknown, bundled: boolean): unknown =>
  error instanceof ProtocolChanged && bundled
    ? new ProtocolChanged(
        `${error.message} To begin again without these cases, remove the folder of the bundled server (.data/postgres, or what DATA_DIR names).`,
      )
    : error;

async function openOn(server: DatabaseServer, settings: Config, starter: Starter): Promise<Opened> {
  try {
    return await open(server.url, settings, starter);
  } catch (error) {
    if (!(error instanceof NoDemonstration && server.bundled)) throw withWayOut(error, server.bundled);
    starter.say('A demonstration was loaded only in part; beginning again');
    await emptied(server);
    return open(server.url, settings, starter);
  }
}

/** Lets alarms ring beside the doors; the application is closed where that cannot be. */
async function alarmsIn(
  app: NestFastifyApplication,
  engine: Engine,
  settings: Config,
  databaseUrl: string,
  { log }: Starter,
): Promise<RunningAlarms> {
  try {
    return await alarmsOf(engine, settings, { role: 'web', databaseUrl, log, concurrency: CONCURRENCY });
  } catch (error) {
    await app.close();
    throw error;
  }
}

/**
 * Starts everything the service needs and lets it listen: the database server where none is given, the schema, the
 * demonstration where it is wanted, the queue and the pass over what is due. Throws where any of that cannot be had.
 */
export async function startWeb(settings: Config, starter: Starter): Promise<RunningWeb> {
  const { log, say } = starter;
  const server = await openDatabaseServer(settings, say, { log, giveUp: endFailed });
  try {
    const { app, engine, shown } = await openOn(server, settings, starter);
    await engine.digests.start();
    await engine.forecastAlarm.start();
    const alarms = await alarmsIn(app, engine, settings, server.url, starter);
    const port = await listeningPort(settings);
    await app.listen(port, settings.host);
    const reports = keepReportsReady(app, log);
    return {
      address: addressOf(settings.host, port),
      demonstration: shown,
      async stop() {
        await server.letEnd();
        await reports.stop();
        await alarms.stop();
        await app.close();
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
