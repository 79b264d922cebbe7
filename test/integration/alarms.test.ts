import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { AlarmFailure } from '../../src/alarms/alarm-failure.js';
import { setAlarms, stopAlarms, type Alarm } from '../../src/alarms/alarms.js';
import { BEGIN } from '../../src/alarms/alarm-statements.js';
import { RETRY_LADDER } from '../../src/alarms/retry-ladder.js';
import { inTransaction } from '../../src/database/transaction.js';
import { londonToInstant, type Instant } from '../../workflows/protocol/index.js';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';

let service: Service;
const rung: string[] = [];
let behave: (alarm: Alarm) => Instant | null = () => null;

const AT = londonToInstant('2026-01-05T09:00');

const set = (about: string, ringsAt: Instant = AT): Promise<void> =>
  inTransaction(service.parts.dataSource, (tx) =>
    setAlarms(tx, [{ kind: 'test', place: 'sefton', about, ringsAt }]),
  );

const stop = (about: string): Promise<void> =>
  inTransaction(service.parts.dataSource, (tx) =>
    stopAlarms(tx, { kind: 'test', place: 'sefton', about: [about] }),
  );

type Row = Record<string, unknown> & { id: string };

const rowOf = async (about: string): Promise<Row | undefined> =>
  (await service.query<Row>('SELECT * FROM alarms WHERE about = $1', [about]))[0];

const idOf = async (about: string): Promise<string> => (await rowOf(about))?.id ?? '';

beforeAll(async () => {
  service = await Service.start();
  service.parts.alarmKinds.register({
    kind: 'test',
    ownerRole: 'manager',
    ring: (_tx, alarm) => {
      rung.push(alarm.about);
      return Promise.resolve(behave(alarm));
    },
  });
}, 60_000);

afterAll(() => service.stop());

/** Sets the clock, and lets nothing ring of it. */
const clockAt = (at: Instant): Promise<unknown> =>
  service.query(`UPDATE service_clock SET shift = $1::timestamptz - clock_timestamp()`, [at]);

describe('an alarm', () => {
  beforeEach(() => clockAt(AT));

  it('that is set to the same moment again is not written', async () => {
    await set('same');
    const before = await service.query('SELECT xmin, generation FROM alarms WHERE about = $1', ['same']);
    await set('same');

    expect(await service.query('SELECT xmin, generation FROM alarms WHERE about = $1', ['same'])).toEqual(
      before,
    );
  });

  it('that is set to another moment begins anew, and the queue is to hear of it', async () => {
    await set('moves');
    await service.query(
      `UPDATE alarms SET queued = true, attempts = 3, failure = 'x', state = 'exception' WHERE about = $1`,
      ['moves'],
    );
    await set('moves', londonToInstant('2026-01-06T09:00'));

    expect(await rowOf('moves')).toMatchObject({
      generation: 2,
      queued: false,
      attempts: 0,
      state: 'waiting',
      failure: null,
    });
  });

  it('rings when it is due, not before, and once', async () => {
    await set('once');
    const id = await idOf('once');
    await clockAt(londonToInstant('2026-01-05T08:59'));

    expect(await service.parts.alarmRing.ring(id)).toEqual({ kind: 'notDue', inMs: expect.any(Number) });
    await clockAt(AT);
    expect(await service.parts.alarmRing.ring(id)).toMatchObject({ kind: 'rung' });
    expect(await service.parts.alarmRing.ring(id)).toEqual({ kind: 'stale' });
    expect(rung.filter((about) => about === 'once')).toHaveLength(1);
  });

  it('rings once however many let it ring at the same moment', async () => {
    await set('crowd');
    const id = await idOf('crowd');
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => service.parts.alarmRing.ring(id)));

    expect(outcomes.filter(({ kind }) => kind === 'rung')).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'failed')).toEqual([]);
    expect(rung.filter((about) => about === 'crowd')).toHaveLength(1);
  });

  it('that was stopped, set anew, or never was, rings no more', async () => {
    await set('stopped');
    const id = await idOf('stopped');
    await stop('stopped');
    expect(await service.parts.alarmRing.ring(id)).toEqual({ kind: 'stale' });

    await set('anew');
    expect(await service.parts.alarmRing.ring(await idOf('anew'), { generation: 7 })).toEqual({
      kind: 'stale',
    });
    expect(await service.parts.alarmRing.ring('5f1c9a5e-0000-4000-8000-000000000000')).toEqual({
      kind: 'stale',
    });
  });

  it('rings again when its handling says, as a new generation', async () => {
    await set('again');
    const next = londonToInstant('2026-02-01T09:00');
    behave = ({ about }) => (about === 'again' ? next : null);
    await service.parts.alarmRing.ring(await idOf('again'));
    behave = () => null;

    expect(await rowOf('again')).toMatchObject({ generation: 2, queued: false, rings_at: next });
  });

  it('of a later version of the program is left to it', async () => {
    await set('later');
    await service.query(`UPDATE alarms SET version = 99 WHERE about = 'later'`);

    expect(await service.parts.alarmRing.ring(await idOf('later'))).toEqual({ kind: 'newer' });
    expect(await rowOf('later')).toMatchObject({ state: 'waiting', attempts: 0 });
  });

  it('about a case that is gone waits for a person at once, with the reason', async () => {
    const caseId = '5f1c9a5e-0000-4000-8000-000000000001';
    await inTransaction(service.parts.dataSource, (tx) =>
      setAlarms(tx, [{ kind: 'test', place: 'sefton', about: 'gone', caseId, ringsAt: AT }]),
    );

    expect(await service.parts.alarmRing.ring(await idOf('gone'))).toMatchObject({
      kind: 'failed',
      waitsForPerson: true,
    });
    expect(await rowOf('gone')).toMatchObject({
      state: 'exception',
      failure: 'caseGone: the case it is about is not there',
      owner_role: 'manager',
    });
  });

  it('that keeps failing climbs the ladder, undone each time, and then waits for a person', async () => {
    await set('poison');
    const id = await idOf('poison');
    behave = () => {
      throw new TypeError('the name of a child');
    };
    const states = [];
    for (let attempt = 0; attempt <= RETRY_LADDER.length; attempt += 1) {
      const outcome = await service.parts.alarmRing.ring(id);
      expect(outcome).toMatchObject({ kind: 'failed', failure: 'TypeError' });
      expect(await service.parts.alarmRing.ring(id)).toMatchObject({
        kind: attempt < RETRY_LADDER.length ? 'notDue' : 'waitsForPerson',
      });
      const row = await rowOf('poison');
      states.push(row?.['state']);
      await service.query(`UPDATE alarms SET retry_at = rings_at WHERE id = $1 AND retry_at IS NOT NULL`, [
        id,
      ]);
    }
    behave = () => null;

    expect(states).toEqual([...RETRY_LADDER.map(() => 'waiting'), 'exception']);
    expect(await rowOf('poison')).toMatchObject({ attempts: RETRY_LADDER.length + 1, failure: 'TypeError' });
  });

  it('that may not be tried again does not climb the ladder', async () => {
    await set('hopeless');
    behave = () => {
      throw new AlarmFailure('cannotBeRead', 'its record cannot be read', false);
    };
    await service.parts.alarmRing.ring(await idOf('hopeless'));
    behave = () => null;

    expect(await rowOf('hopeless')).toMatchObject({ state: 'exception', attempts: 1 });
  });

  it('whose handling was begun again and again and never ended waits for a person, and holds up nobody', async () => {
    await set('kills the process');
    await set('beside it');
    await service.query(
      `UPDATE alarms SET begun = CASE about WHEN 'kills the process' THEN 3 ELSE 1 END WHERE about IN ($1, $2)`,
      ['kills the process', 'beside it'],
    );
    const reported = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    await service.parts.duePass.run({ marking: true });
    reported.mockRestore();

    expect(rung).toContain('beside it');
    expect(rung).not.toContain('kills the process');
    expect(await rowOf('kills the process')).toMatchObject({
      state: 'exception',
      failure: 'neverEnded: its handling was begun and never ended',
    });
  });

  it('is begun by one of several passes that find it at the same time, and counted once', async () => {
    await set('found by all');
    const id = await idOf('found by all');
    const begun = await Promise.all(
      Array.from({ length: 6 }, () =>
        inTransaction(service.parts.dataSource, (tx) => tx.rows(BEGIN, [[id], [0]])),
      ),
    );

    expect(begun.flat()).toEqual([{ id }]);
    expect(await rowOf('found by all')).toMatchObject({ begun: 1 });
    expect(await service.parts.alarmRing.ring(id, { leaveBegun: true })).toEqual({ kind: 'elsewhere' });
    expect(await service.parts.alarmRing.ring(id)).toMatchObject({ kind: 'rung' });
  });

  it('that is due for less than the grace is left to the queue', async () => {
    await set('just due', await service.parts.clock.now());
    await service.parts.duePass.run({ graceMs: 60_000 });
    expect(rung).not.toContain('just due');

    await service.parts.duePass.run();
    expect(rung).toContain('just due');
  });
});

describe('a case', () => {
  let pathway: ServicePathway;

  beforeAll(() => {
    pathway = new ServicePathway(service);
  });

  const machinesOf = (id: string, machines: number): Promise<unknown> =>
    service.query(
      `UPDATE cases SET record = jsonb_set(record::jsonb, '{machines}', to_jsonb($2::int)) WHERE id = $1`,
      [id, machines],
    );

  const alarmOfCase = async (id: string): Promise<Row | undefined> =>
    (
      await service.query<Row>(
        `SELECT * FROM alarms WHERE case_id = $1 AND about LIKE '%checklist-decision%'`,
        [id],
      )
    )[0];

  it('that was recorded by a later version of the program is left to it, and not failed', async () => {
    const id = await pathway.received();
    await machinesOf(id, 99);
    await service.query(`UPDATE alarms SET rings_at = service_now() WHERE case_id = $1`, [id]);
    const alarm = await alarmOfCase(id);

    expect(await service.parts.alarmRing.ring(alarm?.id ?? '')).toEqual({ kind: 'newer' });
    expect(await alarmOfCase(id)).toMatchObject({ state: 'waiting', attempts: 0 });
  });

  it('in a state that no machine here has waits for a person at once', async () => {
    const caseId = await pathway.received();
    const [row] = await service.query<{ record: { processes: object } }>(
      'SELECT record FROM cases WHERE id = $1',
      [caseId],
    );
    const [process] = Object.keys(row?.record.processes ?? {});
    await service.query(
      `UPDATE cases SET record = jsonb_set(record::jsonb, ARRAY['processes', $2, 'value'], '"nowhere"')::json WHERE id = $1`,
      [caseId, process],
    );
    await inTransaction(service.parts.dataSource, (tx) =>
      setAlarms(tx, [{ kind: 'test', place: 'sefton', about: 'nowhere', caseId, ringsAt: AT }]),
    );

    expect(await service.parts.alarmRing.ring(await idOf('nowhere'))).toMatchObject({
      kind: 'failed',
      failure: 'UnknownState',
      waitsForPerson: true,
    });
  });

  it('that nobody can read any more waits for a person at once, loudly', async () => {
    const id = await pathway.received();
    await machinesOf(id, 0);
    await service.query(`UPDATE alarms SET rings_at = service_now() WHERE case_id = $1`, [id]);

    expect(await service.parts.alarmRing.ring((await alarmOfCase(id))?.id ?? '')).toMatchObject({
      kind: 'failed',
      waitsForPerson: true,
      failure: expect.stringMatching(/^unreadableCase:/),
    });
  });
});
