import { checkPurpose } from './clock/service-clock.js';
import { ownPlaces, type Config } from './config/config.js';
import { createEngine } from './engine.module.js';
import type { Log } from './log/service-log.js';
import { openDatabaseServer } from './postgres/database-server.js';
import { runProcess, type Started } from './process/main-process.js';
import { endFailed } from './process/signals.js';
import { alarmsOf } from './queue/alarms-of-engine.js';
import { serveMetrics } from './watching/metrics-server.js';
import { ServiceMetrics } from './watching/service-metrics.js';

/** How many alarms ring at once in a process that does nothing else, and how many connections it needs for that. */
const CONCURRENCY = 12;
const CONNECTIONS = 18;

/** Starts a process that only lets alarms ring; each line of its log is a sign that it lives. */
async function startWorker(settings: Config, log: Log): Promise<Started> {
  const say = (line: string): void => log.info({}, line);
  const server = await openDatabaseServer(settings, say, { log, giveUp: endFailed });
  const engine = await createEngine(server.url, {
    ...ownPlaces(settings),
    connections: CONNECTIONS,
    log,
  });
  await checkPurpose(engine.clock, settings.mode);
  await engine.digests.start();
  await engine.forecastAlarm.start();
  const alarms = await alarmsOf(engine, settings, {
    role: 'worker',
    databaseUrl: server.url,
    log,
    concurrency: CONCURRENCY,
  });
  const metrics = await serveMetrics(new ServiceMetrics(engine.status, engine.telemetry), settings);
  log.info({ queue: alarms.link.kind }, 'worker started');
  return {
    async stop() {
      await server.letEnd();
      await metrics?.stop();
      await alarms.stop();
      await engine.close();
      await server.stop();
      log.info({}, 'worker stopped');
    },
  };
}

await runProcess(startWorker);
