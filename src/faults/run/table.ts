import type { Fault, Way } from '../trials/trial.js';
import { NO_REDIS, NOT_RUN } from './not-run.js';
import type { Here } from './plan.js';
import type { Progress } from './run.js';
import type { Tally } from './tally.js';

const TITLES = ['fault', 'seeds', 'lost', 'doubled', 'invariants broken', 'worst recovery s', 'each took s'];
const SECOND_MS = 1000;

const seconds = (ms: number): string => (ms / SECOND_MS).toFixed(1);
/** How long one of them took on average, those whose point was not reached among them. */
const eachTook = (tallies: readonly Tally[]): string => {
  const sum = (of: (tally: Tally) => number): number => tallies.reduce((all, one) => all + of(one), 0);
  return seconds(
    sum(({ spent }) => spent) /
      Math.max(
        1,
        sum(({ seeds, missed }) => seeds + missed),
      ),
  );
};
const nameOf = ({ fault, way, inProcess }: Tally): string =>
  `${fault} ${way}${inProcess ? ' (in the process)' : ''}`;

const cellsOf = (tally: Tally): string[] => [
  nameOf(tally),
  String(tally.seeds),
  String(tally.lost),
  String(tally.doubled),
  tally.broken.join(' ') || '-',
  seconds(tally.worst),
  eachTook([tally]),
];

function summed(title: string, tallies: readonly Tally[]): string[] {
  const sum = (of: (tally: Tally) => number): string =>
    String(tallies.reduce((all, one) => all + of(one), 0));
  const broken = [...new Set(tallies.flatMap((tally) => tally.broken))].sort();
  return [
    title,
    sum(({ seeds }) => seeds),
    sum(({ lost }) => lost),
    sum(({ doubled }) => doubled),
    broken.join(' ') || '-',
    seconds(Math.max(0, ...tallies.map(({ worst }) => worst))),
    eachTook(tallies),
  ];
}

/** The tallies in the order of the faults and their ways. */
function inOrder(faults: readonly Fault[], tallies: readonly Tally[]): Tally[] {
  const order = faults.flatMap(({ id, ways }) => ways.map(({ name }) => `${id} ${name}`));
  const placeOf = ({ fault, way }: Tally): number => order.indexOf(`${fault} ${way}`);
  return [...tallies].sort((a, b) => placeOf(a) - placeOf(b));
}

/** The rows of the table, its titles first, and at its end the sums: of faults of processes, and of those within one. */
export function tableOf(faults: readonly Fault[], { tallies }: Progress): string[][] {
  const within = tallies.filter(({ inProcess }) => inProcess);
  const real = tallies.filter(({ inProcess }) => !inProcess);
  return [
    TITLES,
    ...inOrder(faults, tallies).map(cellsOf),
    summed('processes, servers, clocks', real),
    ...(within.length > 0 ? [summed('within a process', within)] : []),
  ];
}

/** What was not run, each with the reason. */
export function notRun(faults: readonly Fault[], { hasRedis, noDump }: Here): string[] {
  const whyNot = ({ redis = false, dump = false }: Way): string | null =>
    redis && !hasRedis ? NO_REDIS : dump ? noDump : null;
  const away = faults.flatMap(({ id, ways }) =>
    ways.flatMap((way) => {
      const why = whyNot(way);
      return why === null ? [] : [`${id} ${way.name}: ${why}`];
    }),
  );
  return [...away, ...Object.entries(NOT_RUN).map(([id, why]) => `${id}: ${why}`)];
}

const padded = (rows: readonly string[][]): string[] => {
  const widths = TITLES.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)) + 2);
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('')
      .trimEnd(),
  );
};

const wrongIn = ({ tallies }: Progress): string[] =>
  tallies.flatMap((tally) => tally.wrong.map((words) => `${nameOf(tally)}, ${words}`));

/** What came of a run, as a person reads it. */
export function runInWords(faults: readonly Fault[], progress: Progress, here: Here): string {
  const wrong = wrongIn(progress);
  return [
    ...padded(tableOf(faults, progress)),
    '',
    `${progress.done} faults, seeds from ${progress.seed}, in ${Math.round(progress.spent / SECOND_MS)} s.`,
    ...(wrong.length > 0 ? ['', 'Wrong:', ...wrong.map((words) => `  ${words}`)] : []),
    '',
    'Not run:',
    ...notRun(faults, here).map((words) => `  ${words}`),
    '',
  ].join('\n');
}

const markdownRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** The table as it stands in the documentation, with the command that it came of. */
export function runInMarkdown(faults: readonly Fault[], progress: Progress, command: string): string {
  const [titles = [], ...rows] = tableOf(faults, progress);
  return [
    `\`${command}\`: ${progress.done} faults, seeds ${progress.seed} to ${progress.seed + progress.done - 1}, in ${Math.round(progress.spent / SECOND_MS)} s.`,
    '',
    markdownRow(titles),
    markdownRow(titles.map(() => '---')),
    ...rows.map(markdownRow),
  ].join('\n');
}
