import { randomUUID } from 'node:crypto';
import { createEngine, type Engine } from '../engine.module.js';
import { loadPlace } from '../protocols/load-place.js';
import type { DatabaseServer } from '../postgres/database-server.js';
import { holding } from '../process/holding.js';
import { checklist, openCases, receiveByEngine, type Bench, type BenchCase } from './bench-cases.js';
import { Floor, type Recording } from './floor.js';
import { measurePureStep, type StepFigures } from './pure-step.js';
import { ratesOf, timed, type RateFigures, type Timed } from './rates.js';
import { WebProcess } from './web-process.js';

/** What is measured: the bare statements, the engine, the API in front of it. */
export const LAYERS = ['floor', 'engine', 'api'] as const;
export type Layer = (typeof LAYERS)[number];

/** Everything one run measured. */
export interface BenchFigures {
  command: string;
  statements: number;
  rates: Record<Layer, RateFigures[]>;
  /** Commands per second as part of the floor's, by layer, at each number at a time. */
  ofFloor: Record<'engine' | 'api', { concurrent: number; part: number }[]>;
  pureStep: StepFigures[];
  /** Bytes of the web process after its load; null where the system does not tell. */
  webMemory: number | null;
}

/** How much is measured. */
export interface BenchSize {
  commands: number;
  rounds: number;
}

const PLACE = 'sefton';
const CONCURRENT = [1, 16];
const MOST_AT_ONCE = 16;
const HISTORIES = [20, 200, 2000];
const WARM_UP = 40;

/** Records the statements of one command, while every other command is as usual. */
class Recorder {
  private sent: { statement: Recording[number]['statement']; values: readonly unknown[] }[] | null = null;

  readonly listener = (statement: Recording[number]['statement'], values: readonly unknown[]): void => {
    this.sent?.push({ statement, values });
  };

  async of(work: () => Promise<void>): Promise<Recording> {
    this.sent = [];
    await work();
    const sent = this.sent;
    this.sent = null;
    return sent;
  }
}

async function people({ directory }: Engine): Promise<Bench> {
  const nurse = await directory.putPerson(PLACE, {
    name: 'Bench Nurse',
    organisation: 'mlcsu',
    roles: ['nurseAssessor'],
  });
  return { place: PLACE, nurse };
}

type Work = Record<Layer, (one: BenchCase) => Promise<void>>;

async function measured(
  work: Work,
  cases: BenchCase[],
  { commands, rounds }: BenchSize,
): Promise<BenchFigures['rates']> {
  const rates: BenchFigures['rates'] = { floor: [], engine: [], api: [] };
  for (const layer of LAYERS) await timed(cases.splice(0, WARM_UP), MOST_AT_ONCE, work[layer]);
  for (const concurrent of CONCURRENT) {
    const timings: Record<Layer, Timed[]> = { floor: [], engine: [], api: [] };
    for (let round = 0; round < rounds; round += 1) {
      for (const layer of LAYERS) {
        timings[layer].push(
          await timed(cases.splice(0, Math.ceil(commands / rounds)), concurrent, work[layer]),
        );
      }
    }
    for (const layer of LAYERS) rates[layer].push(ratesOf(concurrent, timings[layer]));
  }
  return rates;
}

const partOfFloor = (rates: BenchFigures['rates'], layer: 'engine' | 'api') =>
  rates[layer].map(({ concurrent, perSecond }, at) => ({
    concurrent,
    part: perSecond / (rates.floor[at]?.perSecond ?? Number.NaN),
  }));

async function onDatabase(url: string, size: BenchSize, say: (line: string) => void) {
  const recorder = new Recorder();
  const engine = await createEngine(url, {
    purpose: 'test',
    connections: MOST_AT_ONCE,
    listener: recorder.listener,
  });
  try {
    const bench = await people(engine);
    const { token } = await engine.tokens.issue(PLACE, bench.nurse, { label: 'bench' });
    const today = await engine.clock.today();
    const needed =
      1 +
      LAYERS.length * (WARM_UP + CONCURRENT.length * Math.ceil(size.commands / size.rounds) * size.rounds);
    say(`Opening ${needed} cases.`);
    const cases = await openCases(engine, bench, needed);
    const [first] = cases.splice(0, 1);
    if (!first) throw new Error('There is no case to measure.');
    const recording = await recorder.of(() => receiveByEngine(engine, bench, first, today));
    const floor = new Floor(url, MOST_AT_ONCE, recording, { recordedOf: first.id, ids: [bench.nurse] });
    const web = await WebProcess.start(url, token, MOST_AT_ONCE);
    return await holding(
      () => Promise.all([web.stop(), floor.close()]),
      async () => {
        say(`Measuring ${size.commands} commands a layer, at ${CONCURRENT.join(' and ')} at a time.`);
        const rates = await measured(
          {
            floor: (one) => floor.send(one),
            engine: (one) => receiveByEngine(engine, bench, one, today),
            api: (one) => web.post(one, 'CHECKLIST_RECEIVED', checklist(bench.nurse, today)),
          },
          cases,
          size,
        );
        return { rates, statements: recording.length, webMemory: web.memory() };
      },
    );
  } finally {
    await engine.close();
  }
}

/** Measures everything in one run on a database of its own, which is dropped afterwards. */
export async function bench(
  server: DatabaseServer,
  size: BenchSize,
  say: (line: string) => void,
): Promise<BenchFigures> {
  say('Measuring the pure step.');
  const place = loadPlace(PLACE);
  const pureStep = HISTORIES.map((events) => measurePureStep(events, place));
  const database = `bench_${randomUUID().replaceAll('-', '')}`;
  await server.createDatabase(database);
  return holding(
    () => server.dropDatabase(database),
    async () => {
      const { rates, statements, webMemory } = await onDatabase(server.urlOf(database), size, say);
      const ofFloor = { engine: partOfFloor(rates, 'engine'), api: partOfFloor(rates, 'api') };
      return { command: 'CHECKLIST_RECEIVED', statements, rates, ofFloor, pureStep, webMemory };
    },
  );
}
