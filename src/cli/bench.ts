import { bench } from '../bench/bench.js';
import { runBench } from '../bench/bench-command.js';
import { benchInWords } from '../bench/bench-in-words.js';
import { wholeAsked } from '../bench/whole-asked.js';

const COMMANDS = 600;
const ROUNDS = 3;
const MOST_COMMANDS = 20_000;

const USAGE = `How fast is it on this machine?

  npm run bench               the bare statements of a command, the engine, the API, and the pure step
  npm run bench -- --json     the same for programs
  --commands N    commands a layer (${COMMANDS})
`;

await runBench({
  usage: USAGE,
  options: { commands: { type: 'string' } },
  asked: ({ commands }) => ({
    commands: wholeAsked('commands', commands, { usual: COMMANDS, least: ROUNDS, most: MOST_COMMANDS }),
    rounds: ROUNDS,
  }),
  measure: bench,
  inWords: benchInWords,
});
