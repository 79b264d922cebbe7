import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Queue } from 'bullmq';
import { setAlarms, stopAlarms, type Alarm } from '../../src/alarms/alarms.js';
import { inTransaction } from '../../src/database/transaction.js';
import { Agreement } from '../../src/queue/agreement.js';
import { AlarmQueue, jobIdOf, type Queueable } from '../../src/queue/alarm-queue.js';
import { AlarmWorker } from '../../src/queue/alarm-worker.js';
import type { BackEnd } from '../../src/queue/back-end.js';
import { Drainer } from '../../src/queue/drainer.js';
import { backEndOf } from '../../src/queue/queue-link.js';
import { londonToInstant, type Instant } from '../../workflows/protocol/index.js';
import { eventually } from '../helpers/eventually.js';
import { redisServer, TestRedis } from '../helpers/redis.js';
import { Service } from '../helpers/service.js';

const server = redisServer();
const BACK_ENDS = server === undefined ? ['postgres'] : ['postgres', 'redis'];
const START = '2026-01-05T08:00';
const quiet = { info: () => undefined, error: () => undefined };

describe.each(BACK_ENDS)('the queue in %s', (kind) => {
  let service: Service;
  let redis: TestRedis | undefined;
  let backEnd: BackEnd;
  let queue: AlarmQueue;
  let drainer: Drainer;
  let agreement: Agreement;
  let worker: AlarmWorker | undefined;
  const rung: string[] = [];
  let behave: (alarm: Alarm) => Promise<Instant | null> = () => Promise.resolve(null);

  const raw = (): Queue => (queue as unknown as { queue: Queue }).queue;

  const set = (about: string, ringsAt: Instant): Promise<void> =>
    inTransaction(service.parts.dataSource, (tx) =>
      setAlarms(tx, [{ kind: 'test', place: 'sefton', about, ringsAt }]),
    );

  const inMs = async (ms: number): Promise<Instant> =>
    new Date(Date.parse(await service.parts.clock.now()) + ms).toISOString();

  const rowOf = async (about: string) =>
    (
      await service.query<{
        id: string;
        generation: number;
        queued: boolean;
        state: string;
        failure: string;
      }>('SELECT * FROM alarms WHERE about = $1', [about])
    )[0];

  const jobOf = async (about: string): Promise<string> => {
    const row = await rowOf(about);
    return `${row?.id}.${row?.generation}`;
  };

  const work = async (): Promise<void> => {
    const { dataSource, alarmRing: alarms } = service.parts;
    worker = await AlarmWorker.start({ backEnd, dataSource, alarms, log: quiet, concurrency: 4 });
  };

  const rest = async (): Promise<void> => {
    await worker?.stop();
    worker = undefined;
  };

  beforeAll(async () => {
    service = await Service.start({ at: START });
    if (kind === 'redis') redis = await TestRedis.start(server ?? '');
    const { dataSource } = service.parts;
    const redisUrl = redis === undefined ? {} : { redisUrl: redis.url };
    backEnd = await backEndOf({ dataSource, databaseUrl: service.database.url, ...redisUrl });
    queue = await AlarmQueue.open(backEnd);
    drainer = new Drainer(dataSource, queue);
    agreement = new Agreement(dataSource, queue, drainer);
    service.parts.alarmKinds.register({
      kind: 'test',
      ownerRole: 'manager',
      ring: (_tx, alarm) => {
        rung.push(alarm.about);
        return behave(alarm);
      },
    });
  }, 60_000);

  afterAll(async () => {
    await rest();
    await queue.close();
    await backEnd.close();
    await redis?.stop();
    await service.stop();
  });

  it('is the one that was asked for', () => {
    expect(backEnd.kind).toBe(kind);
  });

  it('is told of an alarm once, with nothing but an id', async () => {
    await set('told', londonToInstant('2026-02-01T09:00'));

    expect(await drainer.run()).toBe(1);
    expect(await drainer.run()).toBe(0);
    const job = await raw().getJob(await jobOf('told'));
    expect(job?.data).toEqual({ alarm: (await rowOf('told'))?.id });
    expect(await rowOf('told')).toMatchObject({ queued: true });
  });

  it('is told anew of an alarm that moves, and forgets the job that has no use any more', async () => {
    await set('moves', londonToInstant('2026-02-01T09:00'));
    await drainer.run();
    const before = await jobOf('moves');
    await set('moves', londonToInstant('2026-01-20T09:00'));
    await drainer.run();
    const after = await jobOf('moves');

    expect(await agreement.compare()).toEqual({ missing: 0, extra: 1 });
    const held = await queue.ids();
    expect([held.has(before), held.has(after)]).toEqual([false, true]);
  });

  it('takes the same job again without a word, and it stays one', async () => {
    await set('again', londonToInstant('2026-02-01T09:00'));
    await drainer.run();
    const count = await queue.count();
    await service.query(`UPDATE alarms SET queued = false WHERE about = 'again'`);
    await drainer.run();

    expect(await queue.count()).toBe(count);
  });

  it('lets an alarm ring at its moment, and again at the next', async () => {
    behave = async ({ about }) =>
      about === 'rings' && rung.filter((each) => each === 'rings').length < 2 ? inMs(300) : null;
    await work();
    await set('rings', await inMs(400));
    await eventually(
      async () => {
        await drainer.run();
        return rung.filter((each) => each === 'rings').length;
      },
      (times) => times === 2,
    );
    await rest();

    expect(await rowOf('rings')).toBeUndefined();
  });

  it('brings an alarm too early, when its clock was moved, and it waits for its moment', async () => {
    await set('early', await inMs(600));
    await service.query(`UPDATE alarms SET rings_at = rings_at + interval '2 seconds' WHERE about = 'early'`);
    const row = await rowOf('early');
    await queue.add([{ id: row?.id ?? '', generation: row?.generation ?? 0, delay: 0 }]);
    await service.query(`UPDATE alarms SET queued = true WHERE about = 'early'`);
    const due = Date.now() + 2000;
    await work();
    await eventually(
      () => rung,
      (all) => all.includes('early'),
    );
    await rest();

    expect(Date.now()).toBeGreaterThanOrEqual(due);
    expect(rung.filter((about) => about === 'early')).toHaveLength(1);
  });

  it('holds jobs of alarms that are gone, of an old setting, and of no alarm at all: none does harm', async () => {
    await set('gone', await inMs(-1));
    await set('old', await inMs(-1));
    const [gone, old] = [await rowOf('gone'), await rowOf('old')];
    await drainer.run();
    await inTransaction(service.parts.dataSource, (tx) =>
      stopAlarms(tx, { kind: 'test', place: 'sefton', about: ['gone'] }),
    );
    await set('old', londonToInstant('2026-03-01T09:00'));
    await queue.add([{ id: randomUUID(), generation: 1, delay: 0 }]);
    await raw().add('alarm', { alarm: 'a child called Test' }, { removeOnFail: true });
    await raw().add('letter', { to: 'someone' }, { removeOnFail: true });
    await set('behind them', await inMs(-1));
    await drainer.run();
    await work();
    await eventually(
      () => rung,
      (all) => all.includes('behind them'),
    );
    const unreadable = await eventually(
      () => service.query(`SELECT state, failure, place_id, about FROM alarms WHERE kind = 'job'`),
      (rows) => rows.length === 2,
    );
    await rest();

    expect([gone?.id, old?.id]).not.toContain(undefined);
    expect(rung).not.toContain('gone');
    expect(rung).not.toContain('old');
    expect(unreadable.map(({ failure }) => failure).sort()).toEqual([
      'unreadableJob: a job of another name than any that is put in',
      'unreadableJob: a job that names no alarm',
    ]);
    expect(JSON.stringify(unreadable)).not.toContain('Test');
  });

  it('holds up nobody for one that keeps failing, which comes back by the ladder', async () => {
    behave = ({ about }) =>
      about === 'poison' ? Promise.reject(new TypeError('a secret')) : Promise.resolve(null);
    await set('poison', await inMs(-1));
    await set('well', await inMs(-1));
    await drainer.run();
    await work();
    await eventually(
      () => rung,
      (all) => all.includes('well') && all.includes('poison'),
    );
    const failed = await eventually(
      () => rowOf('poison'),
      (row) => row?.failure !== null,
    );
    await drainer.run();
    await rest();
    behave = () => Promise.resolve(null);

    expect(failed).toMatchObject({ state: 'waiting', failure: 'TypeError', generation: 2 });
    expect((await queue.ids()).has(await jobOf('poison'))).toBe(true);
  });

  it('leaves an alarm whose handling never ended to the pass, which counts how often it is begun', async () => {
    behave = () => Promise.resolve(null);
    for (const about of ['took its process down', 'after it']) await set(about, await inMs(200));
    await service.query(`UPDATE alarms SET begun = 1 WHERE about = 'took its process down'`);
    await drainer.run();
    await work();
    await eventually(
      () => Promise.resolve(rung),
      (names) => names.includes('after it'),
    );
    const job = await jobOf('took its process down');
    await eventually(
      () => queue.ids(),
      (ids) => !ids.has(job),
    );
    await rest();
    expect(rung).toContain('after it');
    expect(rung).not.toContain('took its process down');

    await service.parts.duePass.run({ marking: true });
    expect(rung).toContain('took its process down');
    expect(await rowOf('took its process down')).toBeUndefined();
  });

  it('is told though somebody has one of the alarms in hand, which is marked as told later', async () => {
    const { dataSource } = service.parts;
    for (const about of ['in hand', 'free']) await set(about, londonToInstant('2026-04-01T09:00'));
    const holder = dataSource.createQueryRunner();
    await holder.startTransaction();
    const takenMeanwhile = {
      add: async (batch: Queueable[]) => {
        await holder.query(`SELECT 1 FROM alarms WHERE about = 'in hand' FOR UPDATE`);
        await queue.add(batch);
      },
    } as unknown as AlarmQueue;

    expect(await new Drainer(dataSource, takenMeanwhile).run()).toBe(2);
    expect([await rowOf('in hand'), await rowOf('free')]).toMatchObject([
      { queued: false },
      { queued: true },
    ]);
    await holder.rollbackTransaction();
    await holder.release();
    await service.query(`UPDATE alarms SET offered_until = '2020-01-01' WHERE about = 'in hand'`);
    expect(await drainer.run()).toBe(1);
    expect(await rowOf('in hand')).toMatchObject({ queued: true });
  });

  it('is told of the same by two processes at once, whatever order each has it in', async () => {
    const many = Array.from({ length: 1000 }, () => ({ id: randomUUID(), generation: 1, delay: 3_600_000 }));
    const count = await queue.count();
    const backwards = [...many].reverse();
    const told = await Promise.allSettled([queue.add(many), queue.add(backwards), queue.add(many)]);

    expect(told.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(await queue.count()).toBe(count + many.length);
  });

  it('is told once of what it was never told, where it is looked after for the first time', async () => {
    await queue.empty();
    await service.query(`UPDATE alarms SET queued = false WHERE state = 'waiting' AND rings_at < 'infinity'`);
    await service.query(`UPDATE queue_marks SET epoch = gen_random_uuid(), checked_at = NULL`);
    const told = jest.spyOn(queue, 'add');
    await agreement.check();
    const jobs = told.mock.calls.flatMap(([batch]) => batch.map(jobIdOf));
    told.mockRestore();

    expect(jobs.length).toBeGreaterThan(0);
    expect(jobs.sort()).toEqual([...(await queue.ids())].sort());
  });

  it('can be thrown away and rebuilt: it holds exactly what the rows say', async () => {
    for (let each = 0; each < 50; each += 1)
      await set(`one of many ${each}`, londonToInstant('2026-04-01T09:00'));
    await queue.add([{ id: randomUUID(), generation: 1, delay: 60_000 }]);
    const jobs = await agreement.rebuild();
    const wanted = await service.query<{ job: string }>(
      `SELECT id || '.' || generation AS job FROM alarms WHERE state = 'waiting' AND rings_at < 'infinity'`,
    );

    expect(jobs).toBe(wanted.length);
    expect([...(await queue.ids())].sort()).toEqual(wanted.map(({ job }) => job).sort());
  });

  it('can be rebuilt by several processes at once, while others look after it', async () => {
    await agreement.rebuild();
    const held = [...(await queue.ids())].sort();
    const { dataSource } = service.parts;
    const redisUrl = redis === undefined ? {} : { redisUrl: redis.url };
    const others: { end: BackEnd; queue: AlarmQueue }[] = [];
    for (let each = 0; each < 3; each += 1) {
      const end = await backEndOf({ dataSource, databaseUrl: service.database.url, ...redisUrl });
      others.push({ end, queue: await AlarmQueue.open(end) });
    }
    const agreements = others.map(
      (other) => new Agreement(dataSource, other.queue, new Drainer(dataSource, other.queue)),
    );
    let building = true;
    // Fewer times than a rebuild begins anew, wherever they fall.
    const letRun = async (): Promise<void> => {
      for (let times = 0; building && times < 3;) {
        if (!(await raw().isPaused())) continue;
        await raw().resume();
        times += 1;
      }
    };
    const looking = letRun();
    const built = await Promise.allSettled(
      [agreement, ...agreements].flatMap((each) => [each.rebuild(), each.rebuild()]),
    );
    building = false;
    await looking;
    for (const other of others) {
      await other.queue.close();
      await other.end.close();
    }

    expect(built.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect([...(await queue.ids())].sort()).toEqual(held);
    expect(await raw().isPaused()).toBe(false);
  });

  it('is found to be emptied, and told of everything again', async () => {
    const held = [...(await queue.ids())].sort();
    if (redis) await redis.ask((client) => client.flushall());
    else await service.query('DELETE FROM bullmq.job');
    await service.query(`UPDATE queue_marks SET checked_at = '2020-01-01'`);

    expect((await queue.ids()).size).toBe(0);
    expect(await agreement.check()).toEqual({ missing: held.length, extra: 0 });
    expect([...(await queue.ids())].sort()).toEqual(held);
    expect(await agreement.check()).toBeNull();
  });

  it('is found to have forgotten some, by its numbers', async () => {
    const [first] = await queue.ids();
    await queue.remove([first ?? '']);
    await service.query(`UPDATE queue_marks SET checked_at = '2020-01-01'`);

    expect(await agreement.check()).toEqual({ missing: 1, extra: 0 });
    expect((await queue.ids()).has(first ?? '')).toBe(true);
  });
});

describe('a queue in Postgres that is not there yet', () => {
  let service: Service;

  beforeAll(async () => {
    service = await Service.start({ at: START });
  }, 60_000);

  afterAll(() => service.stop());

  const backEndHere = (): Promise<BackEnd> =>
    backEndOf({ dataSource: service.parts.dataSource, databaseUrl: service.database.url });

  it('is made by whoever opens it first', async () => {
    const backEnd = await backEndHere();
    const queue = await AlarmQueue.open(backEnd);
    const count = await queue.count();
    await queue.close();
    await backEnd.close();

    expect(count).toBe(0);
  });

  it('is not taken for one that answers when it went away meanwhile, and can be opened again', async () => {
    const backEnd = await backEndHere();
    const goesAway = { ...backEnd, check: () => service.query('DROP SCHEMA bullmq CASCADE') as never };
    const failed = await AlarmQueue.open(goesAway).catch((error: unknown) => error);
    const { dataSource, alarmRing: alarms } = service.parts;
    const working = { backEnd, dataSource, alarms, log: quiet, concurrency: 1 };
    const notStarted = await AlarmWorker.start(working).catch((error: unknown) => error);
    const queue = await AlarmQueue.open(backEnd);
    const worker = await AlarmWorker.start(working);
    const count = await queue.count();
    await worker.stop();
    await queue.close();
    await backEnd.close();

    expect([failed, notStarted]).toEqual([expect.any(Error), expect.any(Error)]);
    expect(count).toBe(0);
  });
});
