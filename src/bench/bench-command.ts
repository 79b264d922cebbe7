import { parseArgs, type ParseArgsConfig } from 'node:util';
import { config, type Config } from '../config/config.js';
import { openDatabaseServer, type DatabaseServer } from '../postgres/database-server.js';
import { giveBackOnSignals, holding } from '../process/holding.js';
import { runCommand } from '../protocols/command-line.js';

type Values = Readonly<Record<string, string | boolean | undefined>>;
type Say = (line: string) => void;

/** A command that measures something on databases of its own. */
export interface BenchCommand<Asked, Figures> {
  usage: string;
  /** What it takes beside --json and --help. */
  options: NonNullable<ParseArgsConfig['options']>;
  /** What is asked for. Throws UsageError where it makes no sense. */
  asked(values: Values): Asked;
  measure(server: DatabaseServer, asked: Asked, say: Say, settings: Config): Promise<Figures>;
  inWords(figures: Figures): string;
  /** Whether a target was missed, for --check. */
  missed?(figures: Figures): boolean;
}

const say: Say = (line) => void process.stderr.write(`${line}\n`);

/** Runs it; what it holds is given back also where it is broken off. */
export async function runBench<Asked, Figures>(bench: BenchCommand<Asked, Figures>): Promise<void> {
  await runCommand(async (args) => {
    const { values } = parseArgs({
      args,
      options: {
        ...bench.options,
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }) as { values: Values };
    if (values.help === true) return void process.stdout.write(bench.usage);
    const asked = bench.asked(values);
    const settings = config();
    giveBackOnSignals(say);
    const server = await openDatabaseServer(settings, say);
    const figures = await holding(
      () => server.stop(),
      () => bench.measure(server, asked, say, settings),
    );
    process.stdout.write(values.json === true ? `${JSON.stringify(figures)}\n` : bench.inWords(figures));
    if (values.check === true && bench.missed?.(figures) === true) process.exitCode = 1;
  });
}
