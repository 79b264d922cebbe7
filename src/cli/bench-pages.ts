import { parseArgs } from 'node:util';
import { benchPages } from '../bench/pages/bench-pages.js';
import { benchPagesInWords } from '../bench/pages/bench-pages-in-words.js';
import { wholeAsked } from '../bench/whole-asked.js';
import { config } from '../config/config.js';
import { openDatabaseServer } from '../postgres/database-server.js';
import { runCommand } from '../protocols/command-line.js';

const CASES = 400_000;
const FEWEST = 200;
const MOST = 1_000_000;
const ROUNDS = 100;

const USAGE = `How fast and how heavy are the pages on this machine, with twenty years of cases?

  npm run bench:pages              builds ${CASES} cases, starts the service on them, signs in and asks for every main page
  npm run bench:pages -- --json    the same for programs
  --cases N    so many cases (${CASES})
  --rounds N   how often each page is asked for (${ROUNDS})
  --keep       leave the cases where they are; the next run of as many uses them, bench:queues too
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
      keep: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(USAGE);
  const asked = {
    cases: wholeAsked('cases', values.cases, { usual: CASES, least: FEWEST, most: MOST }),
    rounds: wholeAsked('rounds', values.rounds, { usual: ROUNDS, least: 10, most: 10_000 }),
    keep: values.keep,
  };
  const server = await openDatabaseServer(config(), say);
  try {
    const figures = await benchPages(server, asked, say);
    process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : benchPagesInWords(figures));
    if (values.check && figures.judgements.some(({ met }) => !met)) process.exitCode = 1;
  } finally {
    await server.stop();
  }
});
