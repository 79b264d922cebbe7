import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../invariants/index.js';
import { ownerRole } from '../../postgres/owner-role.js';
import type { Random } from '../random.js';
import { settle } from '../run/settle.js';
import type { DumpTools } from '../world/dump-tools.js';
import type { World } from '../world/world.js';
import { Watch } from './measured.js';
import type { Brought, Fault } from './trial.js';

const broken = (words: string): Finding => ({ invariant: 'F18', kind: 'broken', words });
const doubled = (words: string): Finding => ({ invariant: 'F18', kind: 'doubled', words });
const DAY_H = 24;

/** E-mails that were sent after the restore about what had happened before it, which nobody decided. */
const SENT_AGAIN = `
  SELECT d.id FROM deliveries d JOIN mail_homes h USING (place_id)
  WHERE h.generation > 1 AND d.state = 'sent' AND d.settled_at >= h.since AND d.about_at <= h.since
    AND d.decided_as IS DISTINCT FROM 'sendAgain'`;
const NOTED = `SELECT count(*)::int AS count FROM audit_entries WHERE action = 'deliveriesHeld'`;
const HOMES = `SELECT count(*)::int AS count FROM mail_homes`;

/** While nobody is connected to the database. */
async function alone(world: World, work: (admin: (sql: string) => Promise<unknown>) => Promise<void>) {
  const admin = (sql: string): Promise<unknown> => world.ground.postgres.asAdmin(sql);
  await admin(`ALTER DATABASE ${world.database} ALLOW_CONNECTIONS false`);
  try {
    await admin(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${world.database}'`);
    await work(admin);
  } finally {
    await admin(`ALTER DATABASE ${world.database} ALLOW_CONNECTIONS true`);
  }
}

/** How the database is backed up while the service runs, and put back once it does not. */
interface Backup {
  take(world: World): Promise<void>;
  putBack(world: World): Promise<void>;
}

const copyOf = ({ database }: World): string => `${database}_copy`;

const COPY: Backup = {
  async take(world) {
    const { database } = world;
    await alone(
      world,
      async (admin) =>
        void (await admin(`CREATE DATABASE ${copyOf(world)} TEMPLATE ${database} OWNER ${ownerRole}`)),
    );
    await world.ground.postgres.settleCopy();
    await world.reachable();
  },
  putBack: (world) =>
    alone(world, async (admin) => {
      await admin(`DROP DATABASE ${world.database}`);
      await admin(`ALTER DATABASE ${copyOf(world)} RENAME TO ${world.database}`);
    }),
};

const dumpOf = ({ database, ground }: World): string => join(ground.folder, `${database}.dump`);

function toolsOf({ ground: { dumps } }: World): DumpTools {
  if (typeof dumps === 'string') throw new Error(dumps);
  return dumps;
}

const DUMP: Backup = {
  take: (world) => toolsOf(world).dump(world.url, dumpOf(world)),
  async putBack(world) {
    await alone(world, async (admin) => {
      await admin(`DROP DATABASE ${world.database}`);
      await admin(`CREATE DATABASE ${world.database} OWNER ${ownerRole} TEMPLATE template0`);
    });
    await toolsOf(world).restore(world.url, dumpOf(world));
    rmSync(dumpOf(world));
  },
};

/** A backup of the database is taken; the service goes on for days; then it is put back, and the queue stays. */
const restoredFrom =
  (backup: Backup) =>
  async (world: World, random: Random): Promise<Brought> => {
    await world.whole();
    const count = async (sql: string): Promise<number> =>
      (await world.query<{ count: number }>(sql))[0]?.count ?? 0;
    await world.ripen(random);
    await world.clock.jump(random.between(1, 4) * DAY_H);
    await settle(world);
    await backup.take(world);
    const mark = world.load.mark();
    const [homes, noted] = [await count(HOMES), await count(NOTED)];

    await world.load.calm(random, 6);
    await world.clock.jump(random.between(1, 4) * DAY_H);
    await settle(world);
    await world.load.calm(random, 4);
    const now = await world.clock.now();

    const watch = new Watch();
    await Promise.all(world.all.map((service) => service.kill()));
    await backup.putBack(world);
    world.load.goBackTo(mark);
    await world.reachable();
    await world.clock.jumpTo(now);
    await world.whole();
    await settle(world);
    const again = await world.query<{ id: string }>(SENT_AGAIN);
    const found = again.map(({ id }) =>
      doubled(`e-mail ${id} was sent after the restore without anyone's word`),
    );
    if (homes > 0 && (await count(NOTED)) <= noted)
      found.push(broken('the audit does not say that e-mails were held back'));
    await world.load.calm(random, 4);
    return { recoveredIn: watch.passed, rebuild: true, found };
  };

export const databaseRestored: Fault = {
  id: 'F18',
  title: 'The database is restored from a backup while jobs wait',
  holds:
    'Stale jobs do no harm, what fell in the gap passes once, and no e-mail goes out again without anyone’s word.',
  ways: [
    {
      name: 'from a copy',
      how: 'The database is put back to a copy of some days before, with Redis as it was last.',
      redis: true,
      weight: 0.05,
      bring: restoredFrom(COPY),
    },
    {
      name: 'from a dump',
      how: 'The same by a dump that pg_dump took while the service ran, which pg_restore puts into an empty database.',
      redis: true,
      dump: true,
      weight: 0.05,
      bring: restoredFrom(DUMP),
    },
  ],
};
