import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createEngine, type Engine } from '../../src/engine.module.js';
import type { KillPoint } from '../../src/faults/kill-points.js';
import { alarmsOf } from '../../src/queue/alarms-of-engine.js';
import { UnfitQueue } from '../../src/queue/back-end.js';
import { QueueLink } from '../../src/queue/queue-link.js';
import { eventually } from '../helpers/eventually.js';
import { redisServer, TestRedis } from '../helpers/redis.js';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';
import { WorkerProcess } from '../helpers/worker-process.js';

const server = redisServer();
const quiet = { info: () => undefined, error: () => undefined };
const MINUTES = 180_000;

let service: Service;
let pathway: ServicePathway;
let redis: TestRedis | undefined;
const started: WorkerProcess[] = [];

/** Time passes while nothing runs: everything is due at once, and no pass has looked yet. */
const sleepUntil = (at: string): Promise<unknown> =>
  service.query(`UPDATE service_clock SET shift = $1::timestamptz - clock_timestamp()`, [`${at}Z`]);

const awake = async (): Promise<void> => {
  await service.query(
    `UPDATE service_clock SET shift = '2026-01-05T08:00:00Z'::timestamptz - clock_timestamp()`,
  );
};

const settings = (): Record<string, string> => ({
  DATABASE_URL: service.database.url,
  ...(redis === undefined ? {} : { REDIS_URL: redis.url }),
});

const passings = async (): Promise<{ deadline: string; times: number }[]> =>
  service.query(
    `SELECT subject_id || ' ' || (content ->> 'deadline') AS deadline, count(*)::int AS times FROM events
     WHERE type = 'DEADLINE_PASSED' GROUP BY 1`,
  );

const unrecorded = async (): Promise<number> => {
  const [row] = await service.query<{ left: number }>(
    `SELECT count(*)::int AS left FROM deadlines
     WHERE awaits_passing AND due_at < service_now() - interval '1 second'`,
  );
  return row?.left ?? -1;
};

const start = (): WorkerProcess => {
  const worker = new WorkerProcess(settings());
  started.push(worker);
  return worker;
};

beforeAll(async () => {
  service = await Service.start();
  pathway = new ServicePathway(service);
  if (server !== undefined) redis = await TestRedis.start(server);
}, 60_000);

afterEach(() => {
  for (const worker of started.splice(0)) worker.kill();
});

afterAll(async () => {
  await redis?.stop();
  await service.stop();
});

describe('a worker process', () => {
  it.each<KillPoint>(['alarm-handled', 'alarm-rung'])(
    'killed at %s loses nothing and does nothing twice: another goes on',
    async (point) => {
      await awake();
      await Promise.all([pathway.received(), pathway.received(), pathway.received()]);
      await sleepUntil('2026-01-13T09:00:00');
      const dying = start();
      dying.diesAt(point);
      expect(await dying.end()).toBe('SIGKILL');

      const living = start();
      await eventually(unrecorded, (left) => left === 0, 60_000);
      expect(await living.stop()).toBe(0);

      expect((await passings()).filter(({ times }) => times !== 1)).toEqual([]);
    },
    MINUTES,
  );

  it(
    'killed while it tells the queue leaves that to another',
    async () => {
      await awake();
      const id = await pathway.received();
      await service.query(`UPDATE alarms SET queued = false`);
      const dying = start();
      dying.diesAt('queue-added');
      expect(await dying.end()).toBe('SIGKILL');
      await service.query(`UPDATE alarms SET offered_until = NULL`);

      const living = start();
      await eventually(
        () => service.query('SELECT queued FROM alarms WHERE case_id = $1', [id]),
        (rows) => rows.length > 0 && rows.every(({ queued }) => queued === true),
        60_000,
      );
      expect(await living.stop()).toBe(0);
    },
    MINUTES,
  );
});

describe('eight that let alarms ring at once', () => {
  it(
    'record every breach once',
    async () => {
      await awake();
      for (let each = 0; each < 8; each += 1) await pathway.received();
      await sleepUntil('2026-01-13T09:00:00');
      const engines: Engine[] = [];
      for (let each = 0; each < 8; each += 1) {
        engines.push(await createEngine(service.database.url, { connections: 4, migrate: false }));
      }
      const running = await Promise.all(
        engines.map((engine) =>
          alarmsOf(engine, redis === undefined ? {} : { redisUrl: redis.url }, {
            role: 'worker',
            databaseUrl: service.database.url,
            log: quiet,
            concurrency: 2,
          }),
        ),
      );
      await eventually(unrecorded, (left) => left === 0, 60_000);
      await Promise.all(running.map((each) => each.stop()));
      await Promise.all(engines.map((engine) => engine.close()));

      expect((await passings()).filter(({ times }) => times !== 1)).toEqual([]);
    },
    MINUTES,
  );
});

const withRedis = server === undefined ? [] : [server];

describe.each(withRedis)('Redis', (binary) => {
  const open = (url: string): Promise<QueueLink> => {
    const { dataSource, alarmRing: alarms } = service.parts;
    return QueueLink.open({
      dataSource,
      databaseUrl: service.database.url,
      redisUrl: url,
      alarms,
      log: quiet,
      concurrency: 2,
    });
  };

  it('that drops keys when its memory is full is refused, with what to do', async () => {
    const evicting = await TestRedis.start(binary, [
      '--maxmemory',
      '8mb',
      '--maxmemory-policy',
      'allkeys-lru',
    ]);
    const refused = await open(evicting.url).catch((error: unknown) => error);
    await evicting.stop();

    expect(refused).toBeInstanceOf(UnfitQueue);
    expect((refused as Error).message).toContain('Set maxmemory-policy to noeviction');
  });

  it(
    'that begins to drop keys is done without for as long as it does, and used again afterwards',
    async () => {
      const own = await TestRedis.start(binary);
      const link = await open(own.url);
      await link.tend();
      const tended = async (): Promise<string | null> => {
        await link.tend();
        return link.degraded;
      };
      await own.ask((client) => client.config('SET', 'maxmemory-policy', 'allkeys-lru'));
      const noticed = await link.check().catch((error: unknown) => error);
      const since = Date.now();
      const meanwhile = new Set<string | null>();
      await eventually(
        async () => meanwhile.add(await tended()),
        () => Date.now() - since > 6_000,
      );
      await own.ask((client) => client.config('SET', 'maxmemory-policy', 'noeviction'));
      await eventually(tended, (why) => why === null);
      await link.close();
      await own.stop();

      expect(noticed).toBeInstanceOf(UnfitQueue);
      expect([...meanwhile]).toEqual([expect.stringContaining('Set maxmemory-policy to noeviction')]);
    },
    MINUTES,
  );

  it(
    'that hangs holds up no command, no pass and no shutdown, and is told of everything once it answers',
    async () => {
      await awake();
      const own = await TestRedis.start(binary);
      const link = await open(own.url);
      await link.tend();
      own.signal('SIGSTOP');
      const id = await pathway.received();
      await link.tend();
      const hung = link.degraded;
      const began = performance.now();
      await service.moveTo('2026-01-13T09:00');
      const passed = await service.query(
        `SELECT 1 FROM events WHERE subject_id = $1 AND type = 'DEADLINE_PASSED'`,
        [id],
      );
      const took = performance.now() - began;
      own.signal('SIGCONT');
      await eventually(
        async () => {
          await link.tend();
          return link.degraded;
        },
        (why) => why === null,
      );
      const queued = await service.query(
        `SELECT 1 FROM alarms WHERE NOT queued AND rings_at < service_now() + interval '1 year'`,
      );
      own.signal('SIGSTOP');
      const stopping = performance.now();
      await link.close();
      const stopped = performance.now() - stopping;
      await own.stop();

      expect(hung).toBe('It does not answer in time.');
      expect(passed).toHaveLength(1);
      expect(took).toBeLessThan(10_000);
      expect(queued).toEqual([]);
      expect(stopped).toBeLessThan(15_000);
    },
    MINUTES,
  );

  it(
    'that hangs is noticed by a process that has nothing to tell it',
    async () => {
      const own = await TestRedis.start(binary);
      const link = await open(own.url);
      const tended = () => link.tend().then(() => link.degraded);
      await link.tend();
      try {
        expect(await tended()).toBeNull();
        own.signal('SIGSTOP');
        expect(await eventually(tended, (why) => why !== null)).toBe('It does not answer in time.');
      } finally {
        own.signal('SIGCONT');
        await link.close();
        await own.stop();
      }
    },
    MINUTES,
  );

  it(
    'that hangs is said of the process as soon as that is noticed, and so is that it is back',
    async () => {
      await awake();
      const own = await TestRedis.start(binary);
      const running = await alarmsOf(
        service.parts,
        { redisUrl: own.url },
        {
          role: 'worker',
          databaseUrl: service.database.url,
          log: quiet,
          concurrency: 2,
        },
      );
      const noticed = (hangs: boolean) =>
        eventually(
          () => running.link.degraded,
          (why) => (why !== null) === hangs,
          30_000,
        );
      const said = async (hangs: boolean): Promise<number> => {
        const since = performance.now();
        await eventually(
          async () => (await service.parts.heartbeats.all()).find(({ queue }) => queue === 'redis')?.degraded,
          (why) => (typeof why === 'string') === hangs,
        );
        return performance.now() - since;
      };
      await said(false);
      own.signal('SIGSTOP');
      await noticed(true);
      const hung = await said(true);
      own.signal('SIGCONT');
      await noticed(false);
      const back = await said(false);
      await running.stop();
      await own.stop();

      expect([hung < 5_000, back < 5_000]).toEqual([true, true]);
    },
    MINUTES,
  );

  it(
    'that is down at the start, comes back empty, and is emptied, costs nothing but time',
    async () => {
      await awake();
      const own = await TestRedis.start(binary);
      await own.kill();
      const link = await open(own.url);
      const down = link.degraded;
      await pathway.received();
      await own.begin();
      await eventually(
        async () => {
          await link.tend();
          return link.degraded;
        },
        (why) => why === null,
        30_000,
      );
      await service.query(`UPDATE queue_marks SET checked_at = '2020-01-01'`);
      await link.check();
      const held = await own.ask((client) => client.dbsize());
      await own.ask((client) => client.flushall());
      await service.query(`UPDATE queue_marks SET checked_at = '2020-01-01'`);
      const found = await link.check();
      await link.close();
      await own.stop();

      expect(down).not.toBeNull();
      expect(held).toBeGreaterThan(0);
      expect(found?.missing).toBeGreaterThan(0);
    },
    MINUTES,
  );
});
