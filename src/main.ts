import { createInterface } from 'node:readline/promises';
import type { Config } from './config/config.js';
import type { Log } from './log/service-log.js';
import { runProcess, type Started } from './process/main-process.js';
import { startWeb, type RunningWeb } from './web/start-web.js';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Asks on the terminal; where there is none, nobody is asked and the answer is yes. */
async function wantsDemonstration(): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return true;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return !/^\s*no?\s*$/i.test(await terminal.question('Load demonstration cases? [Y/n] '));
  } finally {
    terminal.close();
  }
}

function inWords({ address, demonstration }: RunningWeb): string {
  return [
    "Children's continuing care is running.",
    `  Front page           ${address}/`,
    `  API documentation    ${address}/docs`,
    ...(demonstration
      ? [
          `  Demonstration token  ${demonstration.token}`,
          `    which acts as ${demonstration.persona}; no child here is real.`,
        ]
      : []),
    'Stop it with Ctrl+C.',
    '',
  ].join('\n');
}

async function start(settings: Config, log: Log): Promise<Started> {
  const running = await startWeb(settings, { log, say, wantsDemonstration });
  process.stdout.write(inWords(running));
  return running;
}

await runProcess(start);
