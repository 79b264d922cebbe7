import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { childEnvironment } from '../../src/config/child-environment.js';
import { projectFolder } from '../../src/config/project-folder.js';
import { createTestDatabase, type TestDatabase } from '../helpers/database.js';

const MINUTES = 60_000;

/** A process of the service, and what it has written so far. */
class Process {
  out = '';
  err = '';
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;

  constructor(script: string, args: string[], settings: Record<string, string>, input = '') {
    this.child = spawn(process.execPath, [join(projectFolder(), 'dist/src', script), ...args], {
      stdio: 'pipe',
      env: childEnvironment({
        NODE_ENV: 'development',
        NODE_OPTIONS: '',
        PORT: '0',
        HOST: '127.0.0.1',
        ...settings,
      }),
    });
    this.child.stdout?.on('data', (text: Buffer) => (this.out += text.toString()));
    this.child.stderr?.on('data', (text: Buffer) => (this.err += text.toString()));
    this.child.stdin?.end(input);
    this.ended = once(this.child, 'exit');
  }

  /** Waits until it has written that; throws with what it wrote where it ends before. */
  async says(what: RegExp): Promise<string> {
    for (;;) {
      const found = what.exec(this.out + this.err);
      if (found) return found[1] ?? found[0];
      if (this.child.exitCode !== null)
        throw new Error(`It ended with ${this.child.exitCode}: ${this.out}${this.err}`);
      await Promise.race([
        once(this.child.stdout as never, 'data'),
        once(this.child.stderr as never, 'data'),
        this.ended,
      ]);
    }
  }

  /** Asks it to stop, and answers the code it ends with. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);
    return this.end();
  }

  async end(): Promise<number | null> {
    await this.ended;
    return this.child.exitCode;
  }
}

let demonstration: TestDatabase;
let live: TestDatabase;

beforeAll(async () => {
  demonstration = await createTestDatabase();
  live = await createTestDatabase();
});
afterAll(async () => {
  await demonstration.drop();
  await live.drop();
});

const textAt = async (address: string): Promise<string> => (await fetch(address)).text();

describe('starting the service without a terminal', () => {
  it(
    'asks nothing: it loads made-up children, and prints its address and a token that works; stopped and started again, it has them still',
    async () => {
      const first = new Process('main.js', [], { DATABASE_URL: demonstration.url });
      const address = await first.says(/Front page\s+(\S+)\//);
      const token = await first.says(/Demonstration token\s+(\S+)/);

      const page = await textAt(`${address}/`);
      const answer = await fetch(`${address}/api/v1/cases?limit=100&total=true`, {
        headers: { authorization: `Bearer ${token}` },
      });
      const { items, total } = (await answer.json()) as {
        items: { child: { givenName: string } }[];
        total: number;
      };

      expect(page).toContain('Demonstration: no real children.');
      expect(page).toContain(`${total} children`);
      expect(total).toBeGreaterThan(50);
      expect(items.every(({ child }) => child.givenName.startsWith('Demo'))).toBe(true);
      expect(await first.stop('SIGINT')).toBe(0);

      for (const script of ['main.js', 'worker.js']) {
        const inProduction = new Process(script, [], {
          DATABASE_URL: demonstration.url,
          NODE_ENV: 'production',
        });
        expect([script, await inProduction.end()]).toEqual([script, 1]);
        expect(inProduction.err).toContain("This database is for 'demonstration'");
      }

      const second = new Process('main.js', [], { DATABASE_URL: demonstration.url });
      const again = await second.says(/Front page\s+(\S+)\//);
      expect(await textAt(`${again}/`)).toContain(`${total} children`);
      expect(await second.stop()).toBe(0);
    },
    2 * MINUTES,
  );

  it(
    'loads made-up children once, where two processes start at once',
    async () => {
      const shared = await createTestDatabase();
      const both = [1, 2].map(() => new Process('main.js', [], { DATABASE_URL: shared.url }));
      const children = await Promise.all(
        both.map(async (each) => {
          const address = await each.says(/Front page\s+(\S+)\//);
          return /(\d+) children/.exec(await textAt(`${address}/`))?.[1];
        }),
      );

      expect(Number(children[0])).toBeGreaterThan(50);
      expect(children[1]).toBe(children[0]);
      expect(await Promise.all(both.map((each) => each.stop()))).toEqual([0, 0]);
      await shared.drop();
    },
    2 * MINUTES,
  );

  it(
    'loads nothing where that is not wanted, and in production',
    async () => {
      const unwanted: Record<string, string>[] = [{ DEMONSTRATION: 'no' }, { NODE_ENV: 'production' }];
      for (const settings of unwanted) {
        const service = new Process('main.js', [], { DATABASE_URL: live.url, ...settings });
        const address = await service.says(/Front page\s+(\S+)\//);

        expect(await textAt(`${address}/`)).not.toContain('no real children');
        expect(service.out).not.toContain('token');
        expect(await service.stop()).toBe(0);
      }
    },
    MINUTES,
  );

  it(
    'loads nothing beside what somebody else keeps in the database',
    async () => {
      const shared = await createTestDatabase();
      const client = new Client({ connectionString: shared.url });
      await client.connect();
      await client.query('CREATE SCHEMA theirs; CREATE TABLE theirs.invoices (id int)');
      await client.end();
      const service = new Process('main.js', [], { DATABASE_URL: shared.url, DEMONSTRATION: 'yes' });
      const address = await service.says(/Front page\s+(\S+)\//);

      expect(await textAt(`${address}/`)).not.toContain('no real children');
      expect(service.out + service.err).toContain(
        'The database is not empty: no demonstration cases are loaded',
      );
      expect(await service.stop()).toBe(0);
      await shared.drop();
    },
    MINUTES,
  );

  it(
    'refuses a database that cannot hold every name',
    async () => {
      const home = process.env['TEST_DATABASE_HOME'] ?? '';
      const name = `ccc_test_latin_${process.pid}`;
      const client = new Client({ connectionString: home });
      await client.connect();
      await client.query(
        `CREATE DATABASE ${name} ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0`,
      );
      const address = new URL(home);
      address.pathname = name;
      const service = new Process('main.js', [], { DATABASE_URL: address.href });

      expect(await service.end()).toBe(1);
      expect(service.err).toContain('The database keeps text as LATIN1');
      await client.query(`DROP DATABASE ${name}`);
      await client.end();
    },
    MINUTES,
  );

  it(
    'says what is wrong, and ends, where it cannot start',
    async () => {
      const production = new Process('main.js', [], { NODE_ENV: 'production', DATABASE_URL: '' });
      const nowhere = new Process('main.js', [], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' });

      expect(await production.end()).toBe(2);
      expect(production.err).toContain('DATABASE_URL is needed');
      expect(await nowhere.end()).toBe(1);
      expect(nowhere.err).toContain('The service did not start');
      expect(nowhere.out).toBe('');
    },
    MINUTES,
  );
});

describe('the worker', () => {
  it(
    'gives signs of life, and stops when it is asked to',
    async () => {
      const worker = new Process('worker.js', [], { DATABASE_URL: live.url, LOG_LEVEL: 'info' });

      expect(await worker.says(/"rung":(\d+),"msg":"due pass"/)).toBe('0');
      expect(await worker.stop()).toBe(0);
      expect(worker.err).toContain('worker stopped');
    },
    MINUTES,
  );
});

describe('making the first administrator', () => {
  const asked = ['--name', 'Sam Field', '--email', 'sam@example.org', '--place', 'sefton'];
  const create = async (args: string[], password: string) => {
    const made = new Process('cli/admin-create.js', args, { DATABASE_URL: live.url }, password);
    return { code: await made.end(), out: made.out, err: made.err };
  };

  it(
    'refuses what is missing or wrong in a clear line, with 2, and makes nobody',
    async () => {
      const refused: [string[], string, string][] = [
        [asked.slice(0, 2), 'correct horse battery\n', 'Missing: --email, --place.'],
        [
          [...asked.slice(0, 3), 'sam', ...asked.slice(4)],
          'correct horse battery\n',
          'The email is not an email address.',
        ],
        [asked, 'short\n', 'A password has from 12'],
        [asked, '', 'A password is needed'],
        [[...asked.slice(0, 5), 'nowhere'], 'correct horse battery\n', 'There is no place "nowhere"'],
        [[...asked, '--king'], 'correct horse battery\n', '--king'],
      ];

      for (const [args, password, line] of refused) {
        const { code, out, err } = await create(args, password);
        expect([line, code, out]).toEqual([line, 2, '']);
        expect(err).toContain(line);
      }
    },
    MINUTES,
  );

  it(
    'prints a token once, which works, and makes no second one',
    async () => {
      const made = await create(asked, 'correct horse battery\n');
      const second = await create(asked, 'correct horse battery\n');
      const service = new Process('main.js', [], { DATABASE_URL: live.url });
      const address = await service.says(/Front page\s+(\S+)\//);
      const me = await fetch(`${address}/api/v1/me`, {
        headers: { authorization: `Bearer ${made.out.trim()}` },
      });

      expect([made.code, second.code]).toEqual([0, 2]);
      expect(await me.json()).toMatchObject({ name: 'Sam Field', roles: ['administrator'] });
      expect(second.err).toContain('has an administrator already');
      expect(await service.stop()).toBe(0);
    },
    MINUTES,
  );
});
