import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { projectFolder } from '../config/project-folder.js';
import { writeTable } from '../faults/run/docs-table.js';
import { faultsInWords, invariantsInWords } from '../faults/run/in-words.js';
import { NOT_RUN } from '../faults/run/not-run.js';
import { planned, type Here, type Planned } from '../faults/run/plan.js';
import { Run, type Progress } from '../faults/run/run.js';
import { keepAt, leftAt, type Whose } from '../faults/run/state-file.js';
import { notRun, runInMarkdown, runInWords } from '../faults/run/table.js';
import { isClean } from '../faults/run/tally.js';
import { FAULTS } from '../faults/trials/index.js';
import type { Fault } from '../faults/trials/trial.js';
import { runCommand, UsageError } from '../protocols/command-line.js';

const COUNT = 200;
const SEED = 1;
const MOST = 1_000_000;
const STATE = join('.data', 'faults.json');

const USAGE = `What happens to the service when things go wrong?

  npm run faults                 brings about ${COUNT} faults on servers of its own, and checks after each what has to hold
  npm run faults -- --json       the same for programs
  --count N      so many faults in all (${COUNT})
  --minutes M    as many as it begins in so many minutes, and no more than --count where that is there too
  --only LIST    only these, such as F2,F4
  --seed S       where chance begins (${SEED})
  --resume       goes on where a run with the same seed and faults was left
  --state FILE   where that is kept (${STATE})
  --docs         writes the table into docs/faults.md
  --list         says what each fault does and what is checked, and brings about none

It ends with 1 where anything was lost or done twice, or an invariant does not hold.
`;

const MINUTE_MS = 60_000;
const INTERRUPTED = 130;
const say = (line: string): void => void process.stderr.write(`${line}\n`);

function whole(name: string, value: string | undefined, otherwise: number): number {
  const asked = value === undefined ? otherwise : Number(value);
  if (Number.isInteger(asked) && asked >= 1 && asked <= MOST) return asked;
  throw new UsageError(`--${name} takes a whole number from 1 to ${MOST}.`);
}

function faultsAsked(only: string | undefined): readonly Fault[] {
  if (only === undefined) return FAULTS;
  const ids = only.split(',').map((id) => id.trim().toUpperCase());
  const unknown = ids.filter((id) => !FAULTS.some((fault) => fault.id === id));
  if (unknown.length === 0) return FAULTS.filter(({ id }) => ids.includes(id));
  const reasons = unknown.flatMap((id) =>
    NOT_RUN[id] === undefined ? [] : [`${id} is not run: ${NOT_RUN[id]}.`],
  );
  const strange = unknown.filter((id) => NOT_RUN[id] === undefined);
  const none = strange.length > 0 ? [`There is no fault ${strange.join(', ')}.`] : [];
  throw new UsageError(
    [...none, ...reasons, `There are: ${FAULTS.map(({ id }) => id).join(', ')}.`].join(' '),
  );
}

/** Ends everything that was started where the run is asked to end, or breaks. */
function breakOffWhenAsked(preparing: Promise<Run>): void {
  let breakingOff = false;
  const breakOff = (words: string, code: number): void => {
    if (breakingOff) return;
    breakingOff = true;
    say(words);
    void preparing.then((run) => run.stop()).finally(() => process.exit(code));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => breakOff('Broken off; --resume goes on from here.', INTERRUPTED));
  process.on('uncaughtException', (error) => breakOff(`The run broke off: ${error.message}`, 1));
}

await runCommand(async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'boolean', default: false },
      count: { type: 'string' },
      minutes: { type: 'string' },
      only: { type: 'string' },
      seed: { type: 'string' },
      resume: { type: 'boolean', default: false },
      state: { type: 'string', default: join(projectFolder(), STATE) },
      docs: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(USAGE);
  const faults = faultsAsked(values.only);
  if (values.list) return void process.stdout.write(`${faultsInWords(faults)}\n\n${invariantsInWords()}\n`);
  const seed = whole('seed', values.seed, SEED);
  const { minutes } = values;
  const count = whole('count', values.count, minutes === undefined ? COUNT : MOST);
  const longest = minutes === undefined ? {} : { longest: whole('minutes', minutes, 1) * MINUTE_MS };
  const file = resolve(values.state);
  const keep = (progress: Progress): void => keepAt(file, whose, progress);
  const planOf = (number: number, here: Here): Planned => planned(faults, number, { seed, ...here });
  const preparing = Run.prepare({ count, planOf, ...longest }, { say, keep });
  breakOffWhenAsked(preparing);
  const run = await preparing;
  const { hasRedis, noDump } = run.here;
  const whose: Whose = {
    seed,
    faults: JSON.stringify([faults.map(({ id }) => id), hasRedis, noDump === null]),
  };
  try {
    const left = values.resume ? leftAt(file, whose) : null;
    if (left) say(`Going on after ${left.done} of them.`);
    else if (values.resume) say('No run with this seed and these faults was left; this one begins anew.');
    const progress = await run.go(left ?? { seed, done: 0, tallies: [], spent: 0 });
    if (run.isStopped) return;
    const not = notRun(faults, run.here);
    process.stdout.write(
      values.json
        ? `${JSON.stringify({ ...progress, notRun: not })}\n`
        : runInWords(faults, progress, run.here),
    );
    if (values.docs) {
      const command = ['npm run faults --', ...args].join(' ');
      writeTable(join(projectFolder(), 'docs', 'faults.md'), runInMarkdown(faults, progress, command));
    }
    if (!progress.tallies.every(isClean)) process.exitCode = 1;
  } finally {
    await run.stop();
  }
});
