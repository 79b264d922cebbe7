import { parseArgs } from 'node:util';
import { config, ownPlaces } from '../config/config.js';
import { createEngine } from '../engine.module.js';
import { openDatabaseServer } from '../postgres/database-server.js';
import { runCommand } from '../protocols/command-line.js';
import { holdDeliveries } from '../staff-notices/mail-home.js';

const USAGE = `Hold back every e-mail that waits to be sent, so that a person decides on each.

  npm run mail:hold

After files of a database were put back by hand: a restored dump, and a server that was put back to an earlier moment, are
noticed by the service itself. Run it before the service is started.
`;

async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { help: { type: 'boolean', default: false } } });
  if (values.help) return void process.stdout.write(USAGE);
  const server = await openDatabaseServer(config(), (line) => process.stderr.write(`${line}\n`));
  try {
    const engine = await createEngine(server.url, ownPlaces(config()));
    try {
      for (const { id, name } of engine.places.all()) {
        const held = await holdDeliveries(engine.dataSource, id);
        process.stdout.write(`${name}: ${held} ${held === 1 ? 'e-mail is' : 'e-mails are'} held back.\n`);
      }
    } finally {
      await engine.close();
    }
  } finally {
    await server.stop();
  }
}

await runCommand(run);
