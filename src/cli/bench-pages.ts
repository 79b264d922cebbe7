import { runBench } from '../bench/bench-command.js';
import { benchPages } from '../bench/pages/bench-pages.js';
import { benchPagesInWords } from '../bench/pages/bench-pages-in-words.js';
import { wholeAsked } from '../bench/whole-asked.js';

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

await runBench({
  usage: USAGE,
  options: {
    cases: { type: 'string' },
    rounds: { type: 'string' },
    keep: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
  asked: ({ cases, rounds, keep }) => ({
    cases: wholeAsked('cases', cases, { usual: CASES, least: FEWEST, most: MOST }),
    rounds: wholeAsked('rounds', rounds, { usual: ROUNDS, least: 10, most: 10_000 }),
    keep: keep === true,
  }),
  measure: benchPages,
  inWords: benchPagesInWords,
  missed: ({ judgements }) => judgements.some(({ met }) => !met),
});
