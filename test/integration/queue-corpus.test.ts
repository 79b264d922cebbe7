import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { measurePages } from '../../src/bench/pages/bench-pages.js';
import { PAGE_TARGETS } from '../../src/bench/pages/page-targets.js';
import { CorpusBuilder, latenessOf, sizeOf, type Corpus } from '../../src/bench/queues/corpus.js';
import { measureAlarms } from '../../src/bench/queues/measure-alarms.js';
import { measureQueues } from '../../src/bench/queues/measure-queues.js';
import { createEngine, type Engine } from '../../src/engine.module.js';
import { createTestDatabase, type TestDatabase } from '../helpers/database.js';

const CASES = 240;

describe('A corpus of cases for measuring queues', () => {
  let database: TestDatabase;
  let engine: Engine;
  let corpus: Corpus;

  beforeAll(async () => {
    database = await createTestDatabase();
    engine = await createEngine(database.url, { purpose: 'test' });
    corpus = await CorpusBuilder.build(engine, database.url, sizeOf(CASES), () => undefined);
  }, 300_000);

  afterAll(async () => {
    await engine.close();
    await database.drop();
  });

  const count = async (sql: string): Promise<number> => {
    const [row] = await engine.dataSource.query<{ count: number }[]>(`SELECT count(*)::int AS count ${sql}`);
    return row?.count ?? Number.NaN;
  };

  it('has as many cases, open deadlines and deadlines of tonight as were asked for', async () => {
    expect(await count('FROM cases')).toBe(CASES);
    expect(await count('FROM deadlines WHERE is_open')).toBe(corpus.openDeadlines);
    expect(await count('FROM open_deadlines')).toBe(corpus.openDeadlines);
    expect(
      await count(
        `FROM deadlines WHERE awaits_passing AND due_at >= '${corpus.at}' AND due_at < '${corpus.midnight}'`,
      ),
    ).toBe(corpus.tonight);
  });

  it('tells every history by itself, each unlike every other', async () => {
    const { histories } = corpus.sample;
    const told = await engine.dataSource.query<{ told: string }[]>(
      `SELECT string_agg(concat(type, ' ', on_day - first, ' ', content ->> 'outcome', content ->> 'recipient',
         content ->> 'level', content ->> 'area'), '; ' ORDER BY seq) AS told
       FROM (SELECT *, min(on_day) OVER (PARTITION BY subject_id) AS first FROM events) e
       WHERE NOT by_system AND subject_id = ANY($1) GROUP BY subject_id`,
      [histories],
    );

    expect(histories).toHaveLength(corpus.histories);
    expect(new Set(told.map((each) => each.told)).size).toBe(corpus.histories);
  });

  it('holds what its events come to, in every history and in copies of them', async () => {
    const wrong: string[] = [];
    for (const id of [...corpus.sample.histories, ...corpus.sample.copies]) {
      const differences = await engine.proof.differences(corpus.place, 'case', id);
      wrong.push(...differences.map((difference) => `${id}: ${difference}`));
    }

    expect(wrong).toEqual([]);
  });

  it('has an alarm for every open deadline, none of them ringing before its evening', async () => {
    expect(await count('FROM alarms')).toBe(corpus.openDeadlines);
    expect(await count(`FROM alarms WHERE rings_at <= '${corpus.at}'`)).toBe(0);
    expect(await engine.duePass.adoptAll()).toBe(0);
  });

  it('has nothing due that had to be recorded before its evening', async () => {
    expect(await engine.duePass.run()).toBe(0);
  });

  it('gives every child a test NHS number of their own, or none', async () => {
    expect(await count(`FROM children WHERE nhs_number !~ '^999'`)).toBe(0);
    expect(await count('FROM children WHERE nhs_number IS NULL')).toBeGreaterThan(0);
    expect(await count('FROM children WHERE nhs_number IS NOT NULL')).toBeGreaterThan(0);
  });

  it('counts the deadlines of cases that are over by the real calendar', async () => {
    const calendar = (await engine.places.presentRules(corpus.place)).calendar;
    const rows = await engine.dataSource.query<{ started_on: string; due_on: string }[]>(
      `SELECT started_on::text, due_on::text FROM deadlines WHERE timescale = 'checklist-decision'`,
    );
    const wrong = rows.filter(
      ({ started_on, due_on }) => String(calendar.addWorkingDays(started_on as never, 5)) !== due_on,
    );

    expect(rows.length).toBeGreaterThan(CASES / 2);
    expect(wrong).toEqual([]);
  });

  it('is asked every queue and filter, by the service and by hand, with the same answer', async () => {
    const figures = await measureQueues(engine, database.url, corpus.place, 3);

    expect(figures.map(({ name }) => name)).toEqual(expect.arrayContaining(['overdue', 'dueNext timescale']));
    for (const { service, raw } of figures) {
      expect([service.p95, raw.p95].every((figure) => figure > 0)).toBe(true);
    }
  });

  it('has each deadline of tonight recorded once by a worker, and holds what its events come to afterwards', async () => {
    const figures = await measureAlarms(database.url, corpus, latenessOf(CASES), null);

    expect(figures.rebuild.jobs).toBe(corpus.openDeadlines);
    expect(figures.burst.deadlines + figures.steady.deadlines).toBe(corpus.tonight);
    expect([figures.lost, figures.doubled]).toEqual([0, 0]);
    for (const id of corpus.sample.copies) {
      expect(await engine.proof.differences(corpus.place, 'case', id)).toEqual([]);
    }
  }, 180_000);

  it('has pages for each who works in it, none of them heavy', async () => {
    const { first, pages } = await measurePages(database.url, corpus.place, 1, () => undefined);

    expect(pages.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['my work', 'case', 'meeting', 'queue overdue', 'access log']),
    );
    expect(pages.filter(({ bytes }) => bytes > PAGE_TARGETS.bytes).map(({ name }) => name)).toEqual([]);
    expect(first.assets.map(({ address }) => address)).toContain('/assets/nhsuk.css');
  }, 180_000);
});
