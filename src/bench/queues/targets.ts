import type { AlarmFigures, BackEnd } from './measure-alarms.js';
import type { QueueFigures } from './measure-queues.js';

/** What was asked of the service at the full size of a corpus, and what came of it. */
export interface Judgement {
  target: string;
  figure: string;
  met: boolean;
}

/** What the service is to do with 400,000 cases and 100,000 open deadlines. */
export const TARGETS = {
  queueMs: 100,
  queueTimesRaw: 2,
  burstSeconds: { redis: 30, postgres: 60 } satisfies Record<BackEnd, number>,
  rebuildSeconds: 60,
  steadyMs: 2000,
};

const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
const seconds = (value: number): string => `${value.toFixed(1)} s`;

const slowest = (queues: readonly QueueFigures[]): QueueFigures | undefined =>
  [...queues].sort((a, b) => b.service.p95 - a.service.p95)[0];

const ofRaw = ({ service, raw }: QueueFigures): number => service.p95 / raw.p95;
const farthest = (queues: readonly QueueFigures[]): QueueFigures | undefined =>
  [...queues].sort((a, b) => ofRaw(b) - ofRaw(a))[0];

function judgeQueues(queues: readonly QueueFigures[]): Judgement[] {
  const slow = slowest(queues);
  const far = farthest(queues);
  if (!slow || !far) return [];
  return [
    {
      target: `every queue and filter under ${TARGETS.queueMs} ms at p95`,
      figure: `${ms(slow.service.p95)} (${slow.name})`,
      met: slow.service.p95 < TARGETS.queueMs,
    },
    {
      target: `every queue and filter at most ${TARGETS.queueTimesRaw} times its raw SQL at p95`,
      figure: `${ofRaw(far).toFixed(2)} times (${far.name})`,
      met: ofRaw(far) <= TARGETS.queueTimesRaw,
    },
  ];
}

function judgeAlarms({ backEnd, rebuild, burst, steady, lost, doubled }: AlarmFigures): Judgement[] {
  const name = backEnd === 'redis' ? 'Redis' : 'Postgres';
  return [
    {
      target: `${name}: ${rebuild.jobs} alarms rebuilt within ${TARGETS.rebuildSeconds} s`,
      figure: seconds(rebuild.seconds),
      met: rebuild.seconds <= TARGETS.rebuildSeconds,
    },
    {
      target: `${name}: ${burst.deadlines} deadlines due at midnight recorded within ${TARGETS.burstSeconds[backEnd]} s`,
      figure: seconds(burst.seconds),
      met: burst.seconds <= TARGETS.burstSeconds[backEnd],
    },
    {
      target: `${name}: late by at most ${TARGETS.steadyMs} ms at p99 at ten deadlines a second`,
      figure: ms(steady.lateness.p99),
      met: steady.lateness.p99 <= TARGETS.steadyMs,
    },
    {
      target: `${name}: no passing lost, none recorded twice`,
      figure: `${lost} lost, ${doubled} twice`,
      met: lost === 0 && doubled === 0,
    },
  ];
}

/** Each target with what was measured. */
export const judged = (queues: readonly QueueFigures[], alarms: readonly AlarmFigures[]): Judgement[] => [
  ...judgeQueues(queues),
  ...alarms.flatMap(judgeAlarms),
];

/** How something grew from one size to the next, in its own unit. */
export interface Grown {
  what: string;
  from: { cases: number; value: number };
  to: { cases: number; value: number };
  /** How much more it takes, as part of how much more there is; at most 1 is no worse than linear. */
  part: number;
}

/** What one size of a corpus came to, as far as growth is looked at. */
export interface Sized {
  cases: number;
  queues: readonly QueueFigures[];
  alarms: readonly AlarmFigures[];
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

function valuesOf({ queues, alarms }: Sized): Map<string, number> {
  const values = new Map<string, number>();
  if (queues.length > 0) {
    values.set('slowest queue, p95 in ms', Math.max(...queues.map(({ service }) => service.p95)));
    values.set('middling queue, p50 in ms', median(queues.map(({ service }) => service.p50)));
  }
  for (const { backEnd, rebuild, burst } of alarms) {
    values.set(`${backEnd}: rebuild in s`, rebuild.seconds);
    values.set(`${backEnd}: burst in s`, burst.seconds);
  }
  return values;
}

/** How everything grew, from each size to the next larger one. */
export function growthOf(sizes: readonly Sized[]): Grown[] {
  return sizes.slice(1).flatMap((to, at) => {
    const from = sizes[at];
    if (!from) return [];
    const before = valuesOf(from);
    return [...valuesOf(to)].flatMap(([what, value]) => {
      const was = before.get(what);
      if (was === undefined) return [];
      const part = value / was / (to.cases / from.cases);
      return [{ what, from: { cases: from.cases, value: was }, to: { cases: to.cases, value }, part }];
    });
  });
}
