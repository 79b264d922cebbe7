import { parseArgs } from 'node:util';
import { benchQueues } from '../bench/queues/bench-queues.js';
import { benchQueuesInWords } from '../bench/queues/bench-queues-in-words.js';
import { wholeAsked } from '../bench/whole-asked.js';
import { config } from '../config/config.js';
import { openDatabaseServer } from '../postgres/database-server.js';
import { runCommand } from '../protocols/command-line.js';

const CASES = 400_000;
const FEWEST = 200;
const MOST = 1_000_000;
const ROUNDS = 200;
const GROWS_BY = 10;

const USAGE = `How fast are queues and alarms on this machine, with twenty years of cases?

  npm run bench:queues              builds ${CASES} cases with ${CASES / 4} open deadlines, and measures on them
  npm run bench:queues -- --json    the same for programs
  --cases N    so many cases, a quarter as many open deadlines (${CASES})
  --rounds N   how often each queue is asked (${ROUNDS})
  --growth     a hundredth and a tenth of the cases too, to show how everything grows
  --keep       leave the cases where they are; the next run of as many uses them
  --check      end with 1 where a target is missed
`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

await runCommand(async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'boolean', default: false },
      cases: { type: 'string' },
      rounds: { type: 'string' },
      growth: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(USAGE);
  const least = values.growth ? FEWEST * GROWS_BY ** 2 : FEWEST;
  const cases = wholeAsked('cases', values.cases, { usual: CASES, least, most: MOST });
  const sizes = values.growth ? [GROWS_BY ** 2, GROWS_BY, 1].map((by) => Math.floor(cases / by)) : [cases];
  const rounds = wholeAsked('rounds', values.rounds, { usual: ROUNDS, least: 10, most: 10_000 });
  const settings = config();
  const { redisUrl } = settings;
  const server = await openDatabaseServer(settings, say);
  try {
    const bench = { sizes, rounds, keep: values.keep, ...(redisUrl === undefined ? {} : { redisUrl }) };
    const figures = await benchQueues(server, bench, say);
    process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : benchQueuesInWords(figures));
    if (values.check && figures.judgements.some(({ met }) => !met)) process.exitCode = 1;
  } finally {
    await server.stop();
  }
});
