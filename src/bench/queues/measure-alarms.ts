import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { addMilliseconds, millisecondsOf, type Instant } from '../../../workflows/protocol/index.js';
import { columnTypes } from '../../database/column-types.js';
import { createEngine } from '../../engine.module.js';
import { runCommandProcess, startWorkerProcess, type WorkerProcess } from '../../process/worker-process.js';
import { percentilesOf, type Percentiles } from '../percentiles.js';
import type { Corpus } from './corpus.js';

/** What can keep the queue. */
export type BackEnd = 'redis' | 'postgres';

/** How alarms rang with one worker process, on one back end. */
export interface AlarmFigures {
  backEnd: BackEnd;
  /** Building the queue anew from the rows. */
  rebuild: { jobs: number; seconds: number };
  /** Deadlines that passed at one midnight: seconds until the last was recorded, and how late they were, in milliseconds. */
  burst: { deadlines: number; seconds: number; lateness: Percentiles };
  /** Deadlines that passed ten a second, in milliseconds. */
  steady: { deadlines: number; lateness: Percentiles };
  /** Passings that were not recorded, or more than once. */
  lost: number;
  doubled: number;
}

const PER_SECOND = 10;
const A_SECOND = 1000;
const LOOK_EVERY_MS = 500;
/** After so many milliseconds without an end the measurement is broken off. */
const PATIENCE_MS = 30 * 60 * A_SECOND;

/** What is left before midnight when the queue begins to be built, and at least when the worker is started. */
const leadMs = (cases: number): number => (15 + cases / 8000) * A_SECOND;
const START_MS = 12 * A_SECOND;
/** Between the burst and the steady load. */
const calmMs = (cases: number): number => (15 + cases / 4000) * A_SECOND;

const NEARER = `
  UPDATE alarms SET rings_at = $1::timestamptz + interval '2 days' + interval '1 day' * (698 * random())
  WHERE rings_at > $1::timestamptz + interval '700 days'`;

/** A deadline by whose row its passing is found at a moment of the steady load. */
const STEADY = `
  WITH chosen AS (
    SELECT place_id, case_id, key, $2::timestamptz + interval '1 millisecond' * $3 * row_number() OVER (ORDER BY key, case_id) AS at
    FROM (SELECT * FROM deadlines WHERE awaits_passing AND due_at >= $4 AND due_at < $5
          ORDER BY md5(case_id::text || key) LIMIT $1) tonight
  ), moved AS (
    UPDATE deadlines d SET due_at = c.at - interval '1 second' FROM chosen c
    WHERE d.place_id = c.place_id AND d.case_id = c.case_id AND d.key = c.key
  )
  UPDATE alarms a SET rings_at = c.at FROM chosen c
  WHERE a.kind = 'deadline' AND a.place_id = c.place_id AND a.about = c.case_id || ' ' || c.key
  RETURNING a.about, a.rings_at AS at`;

const WAITING = `SELECT count(*)::int AS left FROM deadlines WHERE awaits_passing AND due_at < $1`;

const PASSED = `
  SELECT subject_id || ' ' || (content ->> 'deadline') AS about, at FROM events
  WHERE type = 'DEADLINE_PASSED' AND at >= $1`;

/** The database of one back end's leg: a copy of the corpus, moved to shortly before its midnight. */
class Leg {
  private constructor(
    private readonly client: Client,
    private readonly corpus: Corpus,
    private readonly url: string,
  ) {}

  static async on(url: string, corpus: Corpus): Promise<Leg> {
    const client = new Client({ connectionString: url, types: columnTypes });
    await client.connect();
    return new Leg(client, corpus, url);
  }

  /** Every alarm within what a queue is told of, so that all of them are in it. */
  async bringNearer(): Promise<void> {
    await this.client.query(NEARER, [this.corpus.midnight]);
  }

  /**
   * The protocol counts in days, so that everything due on a day passes at one midnight. For the steady load the rows by which
   * some of it is found say later moments, ten of them in every second.
   */
  async spread(count: number, from: Instant): Promise<Map<string, Instant>> {
    const { at, midnight } = this.corpus;
    const { rows } = await this.client.query<{ about: string; at: Instant }>(STEADY, [
      count,
      from,
      A_SECOND / PER_SECOND,
      at,
      midnight,
    ]);
    return new Map(rows.map((row) => [row.about, row.at]));
  }

  /** Moves the clock back where it is beyond that moment: jobs of the queue then come early, and are put back. */
  async notAfter(moment: Instant): Promise<void> {
    if ((await this.now()) > moment) await this.moveClock(moment);
  }

  async moveClock(to: Instant): Promise<void> {
    const engine = await createEngine(this.url, { migrate: false });
    try {
      await engine.clock.moveTo(to);
    } finally {
      await engine.close();
    }
  }

  /** Waits until everything due before that moment is recorded. Throws what the worker complained of after half an hour. */
  async recorded(before: Instant, { errors }: Pick<WorkerProcess, 'errors'>): Promise<void> {
    for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
      const { rows } = await this.client.query<{ left: number }>(WAITING, [before]);
      const now = await this.now();
      if (now >= before && rows[0]?.left === 0) return;
      await pause(LOOK_EVERY_MS);
    }
    throw new Error(['Deadlines that passed were not recorded.', ...errors].join(' '));
  }

  async passings(): Promise<{ about: string; at: Instant }[]> {
    return (await this.client.query<{ about: string; at: Instant }>(PASSED, [this.corpus.midnight])).rows;
  }

  close(): Promise<void> {
    return this.client.end();
  }

  private async now(): Promise<Instant> {
    return (await this.client.query<{ at: Instant }>('SELECT service_now() AS at')).rows[0]?.at ?? '';
  }
}

const late = (at: Instant, due: Instant): number => millisecondsOf(at) - millisecondsOf(due);

function figuresOf(
  passings: readonly { about: string; at: Instant }[],
  steady: ReadonlyMap<string, Instant>,
  { midnight, tonight }: Corpus,
) {
  const burst = passings.filter(({ about }) => !steady.has(about)).map(({ at }) => late(at, midnight));
  const spread = passings.flatMap(({ about, at }) => {
    const due = steady.get(about);
    return due === undefined ? [] : [late(at, due)];
  });
  const once = new Set(passings.map(({ about }) => about));
  return {
    burst: {
      deadlines: burst.length,
      seconds: Math.max(0, ...burst) / A_SECOND,
      lateness: percentilesOf(burst),
    },
    steady: { deadlines: spread.length, lateness: percentilesOf(spread) },
    lost: tonight - once.size,
    doubled: passings.length - once.size,
  };
}

/**
 * Measures the alarms of a copy of the corpus: builds the queue, starts one worker in a process of its own, and lets midnight
 * come. The queue is Redis where an address is given, otherwise the database itself.
 */
export async function measureAlarms(
  url: string,
  corpus: Corpus,
  steadyCount: number,
  redisUrl: string | null,
): Promise<AlarmFigures> {
  const settings = { DATABASE_URL: url, REDIS_URL: redisUrl ?? '', DATA_DIR: '', METRICS_PORT: '' };
  const leg = await Leg.on(url, corpus);
  try {
    await leg.bringNearer();
    const steadyFrom = addMilliseconds(corpus.midnight, calmMs(corpus.cases));
    const steady = await leg.spread(steadyCount, steadyFrom);
    await leg.moveClock(addMilliseconds(corpus.midnight, -leadMs(corpus.cases)));
    const rebuilt = await runCommandProcess('queues-rebuild', ['--json'], settings);
    const { jobs, seconds } = JSON.parse(rebuilt) as AlarmFigures['rebuild'];
    await leg.notAfter(addMilliseconds(corpus.midnight, -START_MS));
    const worker = await startWorkerProcess(settings);
    try {
      await leg.recorded(corpus.midnight, worker);
      await leg.recorded(addMilliseconds(steadyFrom, (A_SECOND / PER_SECOND) * (steadyCount + 1)), worker);
    } finally {
      await worker.stop();
    }
    const figures = figuresOf(await leg.passings(), steady, corpus);
    return { backEnd: redisUrl === null ? 'postgres' : 'redis', rebuild: { jobs, seconds }, ...figures };
  } finally {
    await leg.close();
  }
}
