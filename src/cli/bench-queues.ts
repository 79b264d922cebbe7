import { runBench } from '../bench/bench-command.js';
import { benchQueues } from '../bench/queues/bench-queues.js';
import { benchQueuesInWords } from '../bench/queues/bench-queues-in-words.js';
import { wholeAsked } from '../bench/whole-asked.js';

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

await runBench({
  usage: USAGE,
  options: {
    cases: { type: 'string' },
    rounds: { type: 'string' },
    growth: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
  asked({ cases: asked, rounds, growth, keep }) {
    const least = growth === true ? FEWEST * GROWS_BY ** 2 : FEWEST;
    const cases = wholeAsked('cases', asked, { usual: CASES, least, most: MOST });
    return {
      sizes: growth === true ? [GROWS_BY ** 2, GROWS_BY, 1].map((by) => Math.floor(cases / by)) : [cases],
      rounds: wholeAsked('rounds', rounds, { usual: ROUNDS, least: 10, most: 10_000 }),
      keep: keep === true,
    };
  },
  measure: (server, asked, say, { redisUrl }) =>
    benchQueues(server, { ...asked, ...(redisUrl === undefined ? {} : { redisUrl }) }, say),
  inWords: benchQueuesInWords,
  missed: ({ judgements }) => judgements.some(({ met }) => !met),
});
