import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { answerDue, dueOfQuestion, questionOf } from '../protocols/answer-due.js';
import { runCommand, UsageError } from '../protocols/command-line.js';
import { dueInWords } from '../protocols/due-in-words.js';
import { loadPlace, type LoadedPlace } from '../protocols/load-place.js';

const USAGE = `When would it be due?

  npm run due -- TIMESCALE START     the due date and how it was counted
  npm run due -- --json              the same for lines TIMESCALE START of the standard input, a JSON line each

START is a date (2026-03-29) or a London date and time (2026-03-29T10:00).
  --place ID          the place whose calendar and timescales count (sefton)
  --places-dir DIR    a folder with further places, calendars and protocols
`;

interface Asked {
  json: boolean;
  place: string;
  placesDir: string | undefined;
  question: string;
}

/** What the command line asks. Throws a UsageError for one that makes no sense. */
function asked(args: string[]): Asked | 'help' {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      place: { type: 'string', default: 'sefton' },
      'places-dir': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  if (values.json && positionals.length > 0)
    throw new UsageError('With --json the questions come on the standard input.');
  if (!values.json && positionals.length < 2) throw new UsageError('A timescale and its start are needed.');
  if (positionals.length > 3) throw new UsageError('Only a timescale and its start are taken.');
  return {
    json: values.json,
    place: values.place,
    placesDir: values['places-dir'],
    question: positionals.join(' '),
  };
}

/** Answers every line; what a line says wrong is in its answer, and the rest go on. */
async function answerLines(rules: LoadedPlace): Promise<void> {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    const written = process.stdout.write(`${JSON.stringify(answerDue(questionOf(line), rules))}\n`);
    if (!written) await once(process.stdout, 'drain');
  }
}

function answerInWords(question: string, rules: LoadedPlace): string {
  try {
    const { timescale, due } = dueOfQuestion(questionOf(question), rules);
    return dueInWords(timescale, due, rules);
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message) : error;
  }
}

async function run(args: string[]): Promise<void> {
  const what = asked(args);
  if (what === 'help') return void process.stdout.write(USAGE);
  const rules = loadPlace(what.place, what.placesDir === undefined ? {} : { placesDir: what.placesDir });
  if (what.json) return answerLines(rules);
  process.stdout.write(answerInWords(what.question, rules));
}

await runCommand(run);
