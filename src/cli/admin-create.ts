import { parseArgs } from 'node:util';
import { config, ConfigError, ownPlaces } from '../config/config.js';
import { isDuplicate } from '../database/database-failure.js';
import { WrongPerson } from '../directory/directory.js';
import { createEngine, type Engine } from '../engine.module.js';
import { openDatabaseServer } from '../postgres/database-server.js';
import { runCommand, UsageError } from '../protocols/command-line.js';
import { readNewPassword } from '../process/read-password.js';

const USAGE = `Make the first administrator of a place.

  npm run admin:create -- --name "Sam Field" --email sam@example.org --place sefton

The password, of at least 12 characters, is asked for on the terminal, or read from the first line of the standard
input. A token for the API is printed once.
`;

interface Asked {
  name: string;
  email: string;
  place: string;
}

/** What the command line asks. Throws a UsageError for one that makes no sense. */
function asked(args: string[]): Asked | 'help' {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: { name: text, email: text, place: text, help: { type: 'boolean', default: false } },
  });
  if (values.help) return 'help';
  const { name = '', email = '', place = '' } = values;
  const missing = Object.entries({ name, email, place }).filter(([, value]) => value.trim() === '');
  if (missing.length > 0) {
    throw new UsageError(`Missing: ${missing.map(([option]) => `--${option}`).join(', ')}.\n\n${USAGE}`);
  }
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new UsageError('The email is not an email address.');
  return { name, email, place };
}

const clearLine = (error: unknown): unknown => {
  if (error instanceof WrongPerson || error instanceof ConfigError) return new UsageError(error.message);
  return isDuplicate(error, 'pk_accounts')
    ? new UsageError('Someone has an account with that email already.')
    : error;
};

/** Makes the administrator and returns their first token. Throws a UsageError where that cannot be. */
async function create(
  { accounts, tokens, places }: Engine,
  { name, email, place }: Asked,
  password: string,
): Promise<string> {
  if (!places.find(place)) {
    const known = places.all().map(({ id }) => id);
    throw new UsageError(`There is no place "${place}". There are: ${known.join(', ')}.`);
  }
  if (!(await accounts.createFirstAdministrator(place, { name, username: email, email, password }))) {
    throw new UsageError(`${place} has an administrator already; an administrator adds others over the API.`);
  }
  const signedIn = await accounts.signIn(email, password);
  if (!signedIn) throw new Error('The account was made, but cannot be used.');
  return (await tokens.issue(place, signedIn.person.id, { label: 'first administrator' })).token;
}

async function run(args: string[]): Promise<void> {
  const what = asked(args);
  if (what === 'help') return void process.stdout.write(USAGE);
  const password = await readNewPassword();
  try {
    const server = await openDatabaseServer(config(), (line) => process.stderr.write(`${line}\n`));
    try {
      const engine = await createEngine(server.url, ownPlaces(config()));
      try {
        const token = await create(engine, what, password);
        process.stderr.write('The administrator is made. This token is shown only now:\n');
        process.stdout.write(`${token}\n`);
      } finally {
        await engine.close();
      }
    } finally {
      await server.stop();
    }
  } catch (error) {
    throw clearLine(error);
  }
}

await runCommand(run);
