import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROLES, type Role } from '../../src/access/roles.js';
import { loadDemonstration, NoDemonstration } from '../../src/demonstration/load-demonstration.js';
import { InventedNames } from '../../src/demonstration/invented-names.js';
import { demonstrationToken, demonstrationTokens } from '../../src/demonstration/demonstration-token.js';
import type { Named } from '../../src/cases/command.js';
import { createEngine, type Engine } from '../../src/engine.module.js';
import { createTestDatabase, type TestDatabase } from '../helpers/database.js';

const PATIENCE = 120_000;
/** More than a demonstration has people, meetings and cases together. */
const DRAWN = 300;

interface Loaded {
  engine: Engine;
  database: TestDatabase;
  result: Awaited<ReturnType<typeof loadDemonstration>>;
}

async function fresh(purpose: 'demonstration' | 'live' | 'test'): Promise<Omit<Loaded, 'result'>> {
  const database = await createTestDatabase();
  return { database, engine: await createEngine(database.url, { purpose, connections: 4 }) };
}

async function discard({ engine, database }: Omit<Loaded, 'result'>): Promise<void> {
  await engine.close();
  await database.drop();
}

const rows = <Row>({ engine }: Pick<Loaded, 'engine'>, sql: string): Promise<Row[]> =>
  engine.dataSource.query(sql);

const DAYS = {
  'a Saturday in spring': '2026-05-23T14:00:00Z',
  'Christmas Day': '2026-12-25T11:00:00Z',
  'the morning after Easter, in a leap year': '2028-04-18T07:30:00Z',
};

describe.each(Object.entries(DAYS))('the demonstration loaded on %s', (_name, now) => {
  let loaded: Loaded;

  beforeAll(async () => {
    const at = await fresh('demonstration');
    loaded = { ...at, result: await loadDemonstration(at.engine, { mode: 'test', now }) };
  }, PATIENCE);

  afterAll(() => discard(loaded));

  it('has about sixty children, each marked as invented', async () => {
    const children = await rows<{ given_name: string; nhs_number: string }>(
      loaded,
      'SELECT given_name, nhs_number FROM children',
    );

    expect(loaded.result).toMatchObject({ place: 'sefton', children: children.length, loaded: true });
    expect(children.length).toBeGreaterThanOrEqual(55);
    expect(children.filter(({ given_name }) => !given_name.startsWith('Demo '))).toEqual([]);
    expect(children.filter(({ nhs_number }) => !nhs_number.startsWith('999'))).toEqual([]);
  });

  it('has the same addresses and references each time it is loaded', async () => {
    const names = new InventedNames();
    const drawn = Array.from({ length: DRAWN }, () => names.subject(loaded.result.place));
    const found = await rows<Named>(loaded, 'SELECT id, reference FROM cases ORDER BY id');

    expect(found).toEqual(
      drawn.filter(({ id }) => found.some((one) => one.id === id)).sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
  });

  it('shows every stretch of the pathway', async () => {
    const found = await rows<{ kind: string }>(
      loaded,
      `SELECT DISTINCT split_part(stage, '.', 1) AS kind FROM cases`,
    );
    const kinds = found.map(({ kind }) => kind).sort();

    expect(kinds).toEqual(['assessment', 'case', 'package', 'panelItem', 'provision', 'referral']);
  });

  it('has some deadlines that are overdue, and none that passed without being recorded', async () => {
    const overdue = await rows<{ key: string; passed_by: number | null }>(
      loaded,
      `SELECT key, passed_by FROM deadlines WHERE settled IS NULL AND NOT guidance AND due_at < service_now() - interval '1 second'`,
    );

    expect(overdue.length).toBeGreaterThanOrEqual(5);
    expect(overdue.filter(({ passed_by }) => passed_by === null)).toEqual([]);
  });

  it('[PAN-3] has every item declared on by those who decided or deferred it', async () => {
    const items = await rows<{ item: string; undeclared: number }>(
      loaded,
      `SELECT i.case_id || ' ' || i.process AS item,
         (SELECT count(*)::int FROM unnest(m.present) AS who (id)
          WHERE NOT EXISTS (SELECT 1 FROM panel_entries e WHERE e.meeting_id = i.meeting_id AND e.case_id = i.case_id
            AND e.process = i.process AND e.person_id = who.id AND e.kind = 'noInterest' AND e.at < (SELECT min(v.at) FROM events v WHERE v.subject_id = i.case_id AND v.process = i.process
                        AND v.type IN ('PANEL_DECIDED', 'ITEM_DEFERRED')))) AS undeclared
       FROM agenda_items i JOIN meetings m ON m.id = i.meeting_id WHERE i.status IN ('decided', 'deferred')`,
    );

    expect(items.length).toBeGreaterThanOrEqual(10);
    expect(items.filter(({ undeclared }) => undeclared > 0)).toEqual([]);
  });

  it('shares its cases among several assessors', async () => {
    const found = await rows<{ assessor: string | null }>(
      loaded,
      `SELECT DISTINCT record->'facts'->>'assessor' AS assessor FROM cases`,
    );

    expect(found.filter(({ assessor }) => assessor !== null).length).toBeGreaterThanOrEqual(4);
  });

  it('shares its children among several referrers', async () => {
    const found = await rows<{ name: string; children: number }>(
      loaded,
      `SELECT p.name, count(DISTINCT a.case_id)::int AS children FROM participations a
       JOIN people p ON p.id = a.person_id JOIN person_roles r ON r.person_id = p.id AND r.role = 'referrer'
       WHERE a.part = 'checklist' GROUP BY p.name`,
    );

    expect(found.length).toBeGreaterThanOrEqual(4);
    expect(found.every(({ children }) => children >= 5)).toBe(true);
  });

  it('has figures of more than one responsible commissioner, and cases without one [FUN-10]', async () => {
    const found = await rows<{ commissioner: string | null }>(
      loaded,
      'SELECT DISTINCT commissioner FROM cases ORDER BY 1',
    );

    expect(found.map(({ commissioner }) => commissioner)).toEqual([
      'cheshire-and-merseyside-icb',
      'sefton-council',
      null,
    ]);
  });

  it('recorded nothing that is still to come', async () => {
    const later = await rows(loaded, 'SELECT type, at FROM events WHERE at > service_now()');

    expect(later).toEqual([]);
  });
});

describe('a demonstration of this moment', () => {
  let at: Omit<Loaded, 'result'>;

  beforeAll(async () => {
    at = await fresh('demonstration');
  }, PATIENCE);

  afterAll(() => discard(at));

  it(
    'leaves the clock at the true time, is loaded once, and gives visitors a token for every role',
    async () => {
      const first = await loadDemonstration(at.engine, { mode: 'development' });
      const again = await loadDemonstration(at.engine, { mode: 'development' });
      const [clock] = await rows<{ shift: string }>(at, 'SELECT shift::text FROM service_clock');
      const tokens = await demonstrationTokens(at.engine, first.place);

      expect(first).toMatchObject({ loaded: true });
      expect(again).toMatchObject({ loaded: false, children: first.children });
      expect(clock).toEqual({ shift: '00:00:00' });
      for (const role of Object.keys(ROLES) as Role[]) {
        expect((await at.engine.tokens.ownerOf(tokens[role].token))?.person.roles).toContain(role);
      }
    },
    PATIENCE,
  );
});

describe('no demonstration', () => {
  it(
    'is loaded in production',
    async () => {
      const at = await fresh('demonstration');
      await expect(loadDemonstration(at.engine, { mode: 'production' })).rejects.toThrow(
        /no demonstration while NODE_ENV is production/,
      );
      await discard(at);
    },
    PATIENCE,
  );

  it.each(['live', 'test'] as const)(
    'is loaded into a database that is %s, and no token is given away there',
    async (purpose) => {
      const at = await fresh(purpose);
      await expect(loadDemonstration(at.engine, { mode: 'development' })).rejects.toThrow(NoDemonstration);
      await expect(demonstrationToken(at.engine, 'sefton')).rejects.toThrow(NoDemonstration);
      await discard(at);
    },
    PATIENCE,
  );

  it(
    'is loaded beside anything else',
    async () => {
      const at = await fresh('demonstration');
      const nurse = await at.engine.directory.putPerson('sefton', {
        name: 'Test nurse',
        roles: ['nurseAssessor'],
      });
      await at.engine.engine.execute({
        commandId: '7f6b1d1e-0000-4000-8000-000000000001',
        subject: { kind: 'case', id: null },
        place: 'sefton',
        type: 'CASE_OPENED',
        content: {
          givenName: 'Test',
          familyName: 'Other',
          dateOfBirth: '2020-01-01',
          nhsNumber: '9990001006',
          parentalResponsibility: [],
        },
        by: nurse,
      });
      await expect(loadDemonstration(at.engine, { mode: 'development' })).rejects.toThrow(
        /holds 1 cases, but not a whole demonstration/,
      );
      await discard(at);
    },
    PATIENCE,
  );
});
