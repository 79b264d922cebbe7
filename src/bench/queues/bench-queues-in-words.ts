import { shown } from '../percentiles.js';
import { table } from '../table.js';
import type { QueueBenchFigures, SizeFigures } from './bench-queues.js';
import type { AlarmFigures } from './measure-alarms.js';

const GIB = 1024 ** 3;

const corpusLines = ({ cases, corpus, buildSeconds, bytes }: SizeFigures): string[] => [
  `${cases} cases, ${corpus.openCases} of them open with ${corpus.openDeadlines} deadlines; ${corpus.rows['deadlines']} deadlines in all, ${corpus.rows['events']} events.`,
  `${corpus.histories} different histories were told event by event, and ${corpus.openStates} beginnings of them told anew for the weeks before the last day.`,
  'Every other case is a copy: open ones with all their events, those that are over with their record and deadlines alone.',
  `${(bytes / GIB).toFixed(2)} GiB${buildSeconds === null ? ', built before.' : `, built in ${shown(buildSeconds)} s.`}`,
];

const queueTable = ({ queues }: SizeFigures): string[] =>
  table([
    ['queue', 'found', 'p50 ms', 'p95 ms', 'raw p50', 'raw p95', 'of raw'],
    ...queues.map(({ name, found, service, raw }) => [
      name,
      String(found),
      shown(service.p50),
      shown(service.p95),
      shown(raw.p50),
      shown(raw.p95),
      shown(service.p95 / raw.p95),
    ]),
  ]);

const alarmTable = (alarms: readonly AlarmFigures[]): string[] =>
  table([
    [
      'queue in',
      'jobs',
      'rebuild s',
      'at midnight',
      'burst s',
      'burst p50 ms',
      'burst p99 ms',
      'ten a second',
      'p50 ms',
      'p99 ms',
      'lost',
      'twice',
    ],
    ...alarms.map(({ backEnd, rebuild, burst, steady, lost, doubled }) => [
      backEnd,
      String(rebuild.jobs),
      shown(rebuild.seconds),
      String(burst.deadlines),
      shown(burst.seconds),
      shown(burst.lateness.p50),
      shown(burst.lateness.p99),
      String(steady.deadlines),
      shown(steady.lateness.p50),
      shown(steady.lateness.p99),
      String(lost),
      String(doubled),
    ]),
  ]);

const growthTable = ({ growth }: QueueBenchFigures): string[] =>
  growth.length === 0
    ? []
    : [
        '',
        'Growth: what is needed more, as part of what there is more; 1 is linear, less is better.',
        ...table([
          ['', 'cases', '', 'cases', '', 'part'],
          ...growth.map(({ what, from, to, part }) => [
            what,
            String(from.cases),
            shown(from.value),
            String(to.cases),
            shown(to.value),
            shown(part),
          ]),
        ]),
      ];

/** The figures as a person reads them. */
export const benchQueuesInWords = (figures: QueueBenchFigures): string =>
  [
    `${figures.at.slice(0, 10)}, ${figures.cores} cores, Node ${figures.node}.`,
    ...figures.sizes.flatMap((size) => [
      '',
      ...corpusLines(size),
      '',
      ...queueTable(size),
      '',
      ...alarmTable(size.alarms),
    ]),
    ...(figures.noRedis === null ? [] : [figures.noRedis]),
    ...growthTable(figures),
    '',
    ...figures.judgements.map(
      ({ target, figure, met }) => `${met ? 'met   ' : 'MISSED'}  ${target}: ${figure}`,
    ),
    '',
  ].join('\n');
