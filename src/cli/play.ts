import { parseArgs } from 'node:util';
import { isLocalDate, londonDateOf, type LocalDate } from '../../workflows/protocol/index.js';
import { config } from '../config/config.js';
import { filesOf, playAlone, readFiles, type FilesReading } from '../histories/play-files.js';
import type { PlayedHistory } from '../histories/played.js';
import { inOneLine, inWords } from '../histories/played-in-words.js';
import { openPlayground } from '../histories/playground.js';
import { runCommand, UsageError } from '../protocols/command-line.js';

const USAGE = `Play written case histories through the engine, each on a fresh database.

  npm run play -- FILE.yaml …     step by step what happens; a folder stands for the histories in it
  npm run play -- --json FILE …   the same as one JSON document

  --brief          one line for each history, and what does not hold
  --today DATE     the day from which relative days count (today)
  --place ID       another place than the one the histories name
  --places DIR     a folder with further places, calendars, protocols and teams

Ends with 1 where something expected does not hold, and with 2 where a file cannot be used.
docs/histories.md tells how histories are written.
`;

const FAILED = 1;
const UNUSABLE = 2;
const INTERRUPTED = 130;

interface Asked {
  files: string[];
  json: boolean;
  brief: boolean;
  reading: FilesReading;
}

function dayAsked(today: string | undefined): LocalDate {
  if (today === undefined) return londonDateOf(new Date().toISOString());
  if (isLocalDate(today)) return today;
  throw new UsageError(`--today ${today} is not a day; write it as 2026-01-05.`);
}

/** What the command line asks. Throws a UsageError for one that makes no sense. */
function asked(args: string[]): Asked | 'help' {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      brief: { type: 'boolean', default: false },
      today: { type: 'string' },
      place: { type: 'string' },
      places: { type: 'string' },
      'places-dir': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  if (positionals.length === 0) throw new UsageError(`Which history? Name at least one file.\n\n${USAGE}`);
  const placesDir = values.places ?? values['places-dir'];
  return {
    files: filesOf(positionals),
    json: values.json,
    brief: values.brief,
    reading: {
      today: dayAsked(values.today),
      folders: placesDir === undefined ? {} : { placesDir },
      place: values.place,
    },
  };
}

const write = (text: string) => process.stdout.write(text);

/** Whether the player was told to stop: it does so after the history under way, so that its database is dropped. */
function stopping(): () => boolean {
  let told = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      told = true;
      process.exitCode = INTERRUPTED;
    });
  }
  return () => told;
}

async function run(args: string[]): Promise<void> {
  const what = asked(args);
  if (what === 'help') return void write(USAGE);
  const { files, json, brief, reading } = what;
  const { histories, unusable } = readFiles(files, reading);
  if (unusable.length > 0) {
    process.exitCode = UNUSABLE;
    for (const { file, problems } of unusable)
      process.stderr.write(`${file} cannot be used:\n${problems.map((each) => `  ${each}\n`).join('')}`);
    if (json) write(`${JSON.stringify({ histories: [], unusable, failed: 0 })}\n`);
    return;
  }
  const playground = await openPlayground(config(), reading.folders, (line) =>
    process.stderr.write(`${line}\n`),
  );
  const stopped = stopping();
  const played: PlayedHistory[] = [];
  try {
    for (const history of histories) {
      if (stopped()) return;
      const result = await playAlone(history, playground);
      played.push(result);
      if (!json)
        write(
          brief
            ? `${[inOneLine(result), ...result.failures.map((each) => `    ${each}`)].join('\n')}\n`
            : `${inWords(result)}\n`,
        );
    }
  } finally {
    await playground.close();
  }
  const failed = played.filter(({ failures }) => failures.length > 0).length;
  if (json) write(`${JSON.stringify({ histories: played, unusable, failed })}\n`);
  else
    write(
      `${played.length} ${played.length === 1 ? 'history' : 'histories'} played, ${failed} of them with something that does not hold.\n`,
    );
  if (failed > 0) process.exitCode = FAILED;
}

await runCommand(run);
