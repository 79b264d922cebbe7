import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEngine } from '../../src/engine.module.js';
import { INVARIANTS, type Finding, type Seen } from '../../src/faults/invariants/index.js';
import { Ledger } from '../../src/faults/load/ledger.js';
import { serverOf } from '../../src/postgres/database-server.js';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';

interface Stored {
  subject: string;
  command: string;
  seq: number;
  type: string;
}

const STORED = `
  SELECT subject_id AS subject, command_id AS command, min(seq) AS seq, (array_agg(type ORDER BY seq))[1] AS type
  FROM events WHERE subject_kind = 'case' AND command_id IS NOT NULL GROUP BY subject_id, command_id ORDER BY min(seq)`;

let service: Service;
let stored: Stored[];
let overdue: string;
const copies: string[] = [];

/** What whoever sent those commands knows of them. */
function ledgerOf(commands: readonly Stored[]): Ledger {
  const ledger = new Ledger();
  for (const { subject, command, seq, type } of commands)
    ledger.acknowledge(ledger.enter(command, type), { case: subject, seq, version: seq });
  return ledger;
}

/** What is shown to the checks beside the database. */
interface Shown {
  ledger?: Ledger;
  taken?: number;
  queue?: NonNullable<Seen['queue']>;
}

/** Everything that does not hold after that was done to a copy of the database. */
async function findingsAfter(
  doctoring: readonly string[],
  { ledger = ledgerOf(stored), taken = 0, queue }: Shown = {},
): Promise<Finding[]> {
  const server = serverOf(service.database.url);
  const name = `${decodeURIComponent(new URL(service.database.url).pathname.slice(1))}_${copies.length}`;
  await server.createDatabase(name, decodeURIComponent(new URL(service.database.url).pathname.slice(1)));
  copies.push(name);
  const engine = await createEngine(server.urlOf(name), { migrate: false, connections: 2 });
  try {
    for (const sql of doctoring) await engine.dataSource.query(sql);
    const [clock] = await engine.dataSource.query<{ now: string }[]>('SELECT service_now() AS now');
    const dueBy = clock?.now ?? '';
    const mail = { timesTaken: () => taken };
    const proven = new Map<string, number>();
    const fixed = { engine, place: 'sefton', ledger, dueBy, proven, mail, rebuild: true, queuePatience: 500 };
    const seen: Seen = { ...fixed, ...(queue ? { queue } : {}) };
    const found: Finding[] = [];
    for (const invariant of INVARIANTS) found.push(...(await invariant.check(seen)));
    return found;
  } finally {
    await engine.close();
  }
}

const shortly = (found: readonly Finding[]): string[] => [
  ...new Set(found.map(({ invariant, kind }) => `${invariant} ${kind}`)),
];

/** The tables guard themselves; whoever doctors them puts the guards away first. */
const unguarded = (table: string, ...sql: string[]): string[] => [
  `ALTER TABLE ${table} DISABLE TRIGGER USER`,
  ...sql,
];

const DELIVERY = `
  INSERT INTO deliveries (id, place_id, person_id, digest_on, channel, state, about_at, created_at, try_at, attempts,
    began_at, settled_at, address, subject, body, message_id)
  SELECT gen_random_uuid(), 'sefton', id, date '2026-01-02', 'email', 'STATE', service_now(), service_now(), service_now(),
    1, service_now(), service_now(), 'nurse@faults.example', 'Today', 'Nothing', '<one@faults.example>'
  FROM people LIMIT 1`;
const delivery = (state: string): string => DELIVERY.replace('STATE', state);

beforeAll(async () => {
  service = await Service.start();
  const pathway = new ServicePathway(service);
  overdue = await pathway.received();
  await pathway.assessing();
  await service.moveTo('2026-01-20T10:00');
  await pathway.received();
  stored = await service.query<Stored>(STORED);
  await service.parts.close();
}, 120_000);

afterAll(async () => {
  const server = serverOf(service.database.url);
  for (const copy of copies) await server.dropDatabase(copy);
  await service.database.drop();
});

describe('what has to hold whatever happens', () => {
  it('does, where nothing happened', async () => {
    expect(await findingsAfter([])).toEqual([]);
  });

  const PASSING = `type = 'DEADLINE_PASSED' AND content ->> 'deadline' LIKE 'checklist-decision%'`;

  it.each([
    [
      'an event that is gone',
      () =>
        unguarded(
          'events',
          `ALTER TABLE texts DROP CONSTRAINT fk_texts_event`,
          `DELETE FROM events WHERE seq = 2 AND subject_id = '${overdue}'`,
        ),
      'I1 broken',
    ],
    [
      'a record that is not what its events say',
      () => [
        `UPDATE cases SET record = jsonb_set(record::jsonb, '{facts,assessor}', 'null') WHERE assessor IS NOT NULL`,
      ],
      'I1 broken',
    ],
    [
      'a record that is behind',
      () => [`UPDATE cases SET seq = seq - 1 WHERE id = '${overdue}'`],
      'I1 broken',
    ],
    [
      'a deadline that is not the one derived',
      () => [`UPDATE deadlines SET due_at = due_at + interval '1 day' WHERE case_id = '${overdue}'`],
      'I1 broken',
    ],
    ['a deadline without an alarm', () => [`DELETE FROM alarms WHERE case_id = '${overdue}'`], 'I2 lost'],
    [
      'an alarm without a deadline',
      () => [`UPDATE alarms SET about = about || 'x' WHERE case_id = '${overdue}'`],
      'I2 broken',
    ],
    [
      'an alarm that rings too late',
      () => [
        `UPDATE alarms a SET rings_at = d.due_at + interval '1 hour' FROM deadlines d
         WHERE d.awaits_passing AND a.about = d.case_id || ' ' || d.key`,
      ],
      'I2 lost',
    ],
    [
      'a deadline that no queue shows',
      () => [`DELETE FROM open_deadlines WHERE case_id = '${overdue}'`],
      'I2 broken',
    ],
    [
      'a deadline that is over and not recorded',
      () => [`UPDATE service_clock SET shift = shift + interval '400 days'`],
      'I3 lost',
    ],
    [
      'an alarm that is due and does not ring',
      () => [`UPDATE alarms SET rings_at = service_now() - interval '1 hour' WHERE case_id = '${overdue}'`],
      'I3 lost',
    ],
    [
      'a passing that is recorded twice',
      () => [
        'DROP INDEX events_deadline_passes_once',
        `INSERT INTO events
         SELECT (jsonb_populate_record(e, jsonb_build_object('seq', 90, 'event_id', gen_random_uuid()))).*
         FROM events e WHERE ${PASSING}`,
      ],
      'I3 doubled',
    ],
    [
      'a passing that comes again while the first stands',
      () =>
        unguarded(
          'events',
          `UPDATE events SET content = jsonb_set(content, '{occurrence}', '2') WHERE ${PASSING}`,
        ),
      'I3 doubled',
    ],
    [
      'a passing that came too early',
      () => unguarded('events', `UPDATE events SET at = at - interval '30 days' WHERE ${PASSING}`),
      'I3 broken',
    ],
    [
      'a case in no list',
      () => [
        ...unguarded('children', 'ALTER TABLE cases DROP CONSTRAINT fk_cases_child'),
        `DELETE FROM children WHERE id = (SELECT child_id FROM cases WHERE id = '${overdue}')`,
      ],
      'I9 lost',
    ],
    [
      'an alarm that waits for nobody',
      () => [
        `UPDATE alarms SET state = 'exception', failure = 'broken', failed_first_at = service_now() WHERE case_id = '${overdue}'`,
      ],
      'I9 lost',
    ],
  ])('%s is noticed', async (_, doctoring, expected) => {
    expect(shortly(await findingsAfter(doctoring()))).toContain(expected);
  });

  it.each([
    ['taken twice', 'sent', 2, 'I4 doubled'],
    ['never taken, and written down as sent', 'sent', 0, 'I4 lost'],
    ['taken, and still waiting', 'waiting', 1, 'I4 broken'],
  ])('an e-mail that was %s is noticed', async (_, state, taken, expected) => {
    expect(shortly(await findingsAfter([delivery(state)], { taken }))).toContain(expected);
  });

  it('an e-mail that nothing rings for, or that is long due, is noticed', async () => {
    const late = `UPDATE deliveries SET try_at = service_now() - interval '1 hour'`;

    expect(shortly(await findingsAfter([delivery('waiting')]))).toEqual(['I4 lost']);
    expect(await findingsAfter([delivery('waiting'), late])).toHaveLength(2);
  });

  it('an e-mail is not lost whose alarm looks again soon, and is where that is far off', async () => {
    const late = `UPDATE deliveries SET try_at = service_now() - interval '4 minutes'`;
    const alarm = (inMinutes: number): string => `
      INSERT INTO alarms (id, kind, place_id, about, rings_at)
      SELECT gen_random_uuid(), 'delivery', place_id, id::text, service_now() + interval '${inMinutes} minutes'
      FROM deliveries`;

    expect(await findingsAfter([delivery('waiting'), late, alarm(1)])).toEqual([]);
    expect(shortly(await findingsAfter([delivery('waiting'), late, alarm(60)]))).toEqual(['I4 lost']);
  });

  it.each([
    ['lacks a job', ['one.1'], ['one.1', 'two.1'], 'I8 lost'],
    ['comes to hold another job when it is built anew', ['one.1', 'two.1'], ['one.1', 'two.1'], 'I8 broken'],
  ])('a queue that %s is noticed', async (_, held, wanted, expected) => {
    const jobs = new Set(held);
    const queue = {
      held: () => Promise.resolve(new Set(jobs)),
      wanted: () => Promise.resolve(new Set(wanted)),
      rebuild: () => Promise.resolve(void jobs.delete('one.1')),
    };

    expect(shortly(await findingsAfter([], { queue }))).toContain(expected);
  });

  /** A queue that is told of each of those a moment after its alarm is set, one look after the other. */
  const toldLate = (looks: readonly [held: string[], wanted: string[]][]) => {
    let at = 0;
    const look = () => looks[Math.min(at, looks.length - 1)] ?? [[], []];
    return {
      held: () => Promise.resolve(new Set(look()[0])),
      wanted: () => {
        const wanted = new Set(look()[1]);
        at += 1;
        return Promise.resolve(wanted);
      },
      rebuild: () => Promise.resolve(),
    };
  };

  it('a queue that is told of an alarm a moment after it is set lacks nothing', async () => {
    const queue = toldLate([
      [['one.1'], ['one.1', 'two.1']],
      [
        ['one.1', 'two.1'],
        ['one.1', 'two.1'],
      ],
      [
        ['one.1', 'two.1'],
        ['one.1', 'two.1', 'three.1'],
      ],
      [
        ['one.1', 'two.1', 'three.1'],
        ['two.1', 'three.1'],
      ],
    ]);

    expect(await findingsAfter([], { queue })).toEqual([]);
  });

  it('a command that was acknowledged and is not there, and one that is there and nobody sent, is noticed', async () => {
    const [first, ...others] = stored;
    const never = { subject: overdue, command: 'never', seq: 99, type: 'CASE_NOTE_ADDED' };

    expect(shortly(await findingsAfter([], { ledger: ledgerOf([...stored, never]) }))).toEqual(['I5 lost']);
    expect(shortly(await findingsAfter([], { ledger: ledgerOf(others) }))).toEqual(['I5 doubled']);
    expect(first?.type).toBe('CASE_OPENED');
  });

  it('a command that was answered in two ways, or with what it should not be, is noticed', async () => {
    const ledger = ledgerOf(stored);
    const entry = ledger.on(overdue)[0];
    if (!entry) throw new Error('There is no command.');
    ledger.acknowledge(entry, { case: overdue, seq: 2, version: 2 });

    expect(shortly(await findingsAfter([], { ledger }))).toEqual(['I5 broken']);
  });
});
