import { checkPurpose } from './clock/service-clock.js';
import { ownPlaces, type Config } from './config/config.js';
import { DUE_EVERY_MS, repeatDuePass } from './deadlines/due-loop.js';
import { createEngine } from './engine.module.js';
import type { Log } from './log/service-log.js';
import { openDatabaseServer } from './postgres/database-server.js';
import { runProcess, type Started } from './process/main-process.js';

const CONNECTIONS = 4;

/** Starts the process that only looks for deadlines that have passed; each line of its log is a sign that it lives. */
async function startWorker(settings: Config, log: Log): Promise<Started> {
  const server = await openDatabaseServer(settings, (line) => log.info({}, line));
  const engine = await createEngine(server.url, {
    ...ownPlaces(settings),
    migrate: false,
    connections: CONNECTIONS,
  });
  await checkPurpose(engine.clock, settings.mode);
  await engine.digests.start();
  const pass = repeatDuePass(() => engine.duePass.run(), { log, heartbeat: true });
  log.info({ everyMs: DUE_EVERY_MS }, 'worker started');
  return {
    async stop() {
      await pass.stop();
      await engine.close();
      await server.stop();
      log.info({}, 'worker stopped');
    },
  };
}

await runProcess(startWorker);
