import { parseArgs } from 'node:util';
import { bench } from '../bench/bench.js';
import { benchInWords } from '../bench/bench-in-words.js';
import { config } from '../config/config.js';
import { openDatabaseServer } from '../postgres/database-server.js';
import { runCommand, UsageError } from '../protocols/command-line.js';

const COMMANDS = 600;
const ROUNDS = 3;
const MOST_COMMANDS = 20_000;

const USAGE = `How fast is it on this machine?

  npm run bench               the bare statements of a command, the engine, the API, and the pure step
  npm run bench -- --json     the same for programs
  --commands N    commands a layer (${COMMANDS})
`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

function sizeAsked(commands: string | undefined): number {
  const asked = commands === undefined ? COMMANDS : Number(commands);
  if (Number.isInteger(asked) && asked >= ROUNDS && asked <= MOST_COMMANDS) return asked;
  throw new UsageError(`--commands takes a whole number from ${ROUNDS} to ${MOST_COMMANDS}.`);
}

await runCommand(async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'boolean', default: false },
      commands: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(USAGE);
  const size = { commands: sizeAsked(values.commands), rounds: ROUNDS };
  const server = await openDatabaseServer(config(), say);
  try {
    const figures = await bench(server, size, say);
    process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : benchInWords(figures));
  } finally {
    await server.stop();
  }
});
