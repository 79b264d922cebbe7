import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hurry } from '../../src/process/pace.js';
import { eventually } from '../helpers/eventually.js';
import { Service } from '../helpers/service.js';
import { WorkerProcess } from '../helpers/worker-process.js';

/** Five minutes are five seconds. */
const PACE = 60;
const MINUTES = 180_000;

let service: Service;
let web: WorkerProcess;
let worker: WorkerProcess;
let webPort: string;
let workerPort: string;

const freePort = (): Promise<string> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(String(port)));
    });
  });

const textAt = async (port: string, path: string): Promise<string> => {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(5_000) });
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
  return answer.text();
};

interface SeenStatus {
  state: string;
  alarms: { code: string }[];
}

const statusOfWeb = async (): Promise<SeenStatus> =>
  JSON.parse(await textAt(webPort, '/status').catch(() => '{"state":"away","alarms":[]}')) as SeenStatus;

const alarmIn = async (port: string): Promise<string | undefined> =>
  /^ccc_alarm (\d)$/m.exec(await textAt(port, '/metrics').catch(() => ''))?.[1];

/** What it said of a web process that is missed. */
const saidBy = ({ err }: WorkerProcess): string[] =>
  err.split('\n').filter((line) => line.includes('A web process has not been seen'));

const allIsWell = async (): Promise<void> => {
  await eventually(statusOfWeb, ({ state }) => state === 'ok', 60_000);
  await eventually(
    () => alarmIn(workerPort),
    (alarm) => alarm === '0',
    60_000,
  );
};

beforeAll(async () => {
  service = await Service.start();
  [webPort, workerPort] = [await freePort(), await freePort()];
  const settings = { DATABASE_URL: service.database.url, PACE: String(PACE), DEMONSTRATION: 'no' };
  web = new WorkerProcess({ ...settings, PORT: webPort }, 'main');
  worker = new WorkerProcess({ ...settings, METRICS_PORT: workerPort });
  await allIsWell();
}, MINUTES);

afterAll(async () => {
  hurry(1);
  for (const each of [web, worker]) {
    each.signal('SIGCONT');
    await each.stop();
  }
  await service.stop();
});

describe('a process that stops without a word is missed within five minutes', () => {
  it(
    'a worker by the web process, in /status and /metrics, until it goes on',
    async () => {
      worker.signal('SIGSTOP');
      const status = await eventually(statusOfWeb, ({ state }) => state === 'alarm', 30_000);
      const metrics = await textAt(webPort, '/metrics');
      worker.signal('SIGCONT');
      await allIsWell();

      expect(status.alarms).toMatchObject([{ code: 'processSilent' }]);
      expect(metrics).toMatch(/^ccc_alarm 1$/m);
    },
    MINUTES,
  );

  it(
    'the web process, and its pass, by a worker, in its /metrics and its log',
    async () => {
      web.signal('SIGSTOP');
      await eventually(
        () => alarmIn(workerPort),
        (alarm) => alarm === '1',
        30_000,
      );
      await eventually(
        () => saidBy(worker).length,
        (lines) => lines > 0,
        30_000,
      );
      web.signal('SIGCONT');
      await allIsWell();

      expect(saidBy(worker)).toEqual([expect.stringContaining('"level":50')]);
    },
    MINUTES,
  );

  it(
    'all that pass over what is due, by whoever asks how the service does',
    async () => {
      hurry(PACE);
      for (const each of [web, worker]) each.signal('SIGSTOP');
      const codes = async (): Promise<string[]> =>
        (await service.parts.status.now()).alarms.map(({ code }) => code);
      const missed = await eventually(codes, (found) => found.length === 3, 30_000);
      for (const each of [web, worker]) each.signal('SIGCONT');
      await allIsWell();

      expect(missed).toEqual(['passStopped', 'processSilent', 'processSilent']);
    },
    MINUTES,
  );
});
