import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { dataSourceFor } from '../../src/database/data-source.js';
import { AlarmRing } from '../../src/alarms/ring.js';
import { DuePass } from '../../src/deadlines/due-pass.js';
import { Telemetry } from '../../src/watching/telemetry.js';
import { londonToInstant } from '../../workflows/protocol/index.js';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';

let service: Service;
let pathway: ServicePathway;

interface Passed {
  deadline: string;
  occurrence: number;
  at: string;
}

const DECISION = 'checklist-decision/referral-1.1';

const passings = (id: string): Promise<Passed[]> =>
  service.query(
    `SELECT content ->> 'deadline' AS deadline, (content ->> 'occurrence')::int AS occurrence, at FROM events
     WHERE subject_id = $1 AND type = 'DEADLINE_PASSED' ORDER BY seq`,
    [id],
  );

const rowOf = async (id: string, key: string): Promise<Record<string, unknown> | undefined> =>
  (await service.query('SELECT * FROM deadlines WHERE case_id = $1 AND key = $2', [id, key]))[0];

beforeAll(async () => {
  service = await Service.start();
  pathway = new ServicePathway(service);
}, 60_000);

afterAll(() => service.stop());

describe('a deadline whose last moment is over', () => {
  it('[CHK-6] is recorded as passed at that moment, when the clock is moved far beyond it', async () => {
    const id = await pathway.received();

    await service.moveTo('2026-01-20T10:00');

    expect(await passings(id)).toEqual([
      { deadline: DECISION, occurrence: 1, at: expect.stringMatching(/^2026-01-13T00:00:00/) },
    ]);
    expect(await rowOf(id, DECISION)).toMatchObject({
      passed_occurrence: 1,
      is_open: true,
      awaits_passing: false,
    });
    expect(await service.parts.proof.differences('sefton', 'case', id)).toEqual([]);
  });

  it('is in time until the last second of its day', async () => {
    const id = await pathway.received();

    await service.moveTo('2026-01-12T23:59:58');
    expect(await passings(id)).toEqual([]);

    await service.moveTo('2026-01-13T00:00:00');
    expect(await passings(id)).toHaveLength(1);
  });

  it('is recorded exactly once, however many passes run at once on as many connections', async () => {
    const ids = [await pathway.received(), await pathway.received(), await pathway.received()];
    const sources: DataSource[] = await Promise.all(
      Array.from({ length: 8 }, () => dataSourceFor(service.database.url, { connections: 2 }).initialize()),
    );
    await service.query(`UPDATE service_clock SET shift = $1::timestamptz - clock_timestamp()`, [
      londonToInstant('2026-01-13T09:00'),
    ]);

    const recorded = await Promise.all(
      sources.map((source) =>
        new DuePass(
          source,
          new AlarmRing(source, service.parts.alarmKinds, new Telemetry(), service.parts.staffNotices),
        ).run(),
      ),
    );

    await Promise.all(sources.map((source) => source.destroy()));
    expect(recorded.reduce((sum, one) => sum + one, 0)).toBeGreaterThanOrEqual(ids.length);
    for (const id of ids) expect(await passings(id)).toHaveLength(1);
  });

  it('does not spoil the form that someone has open', async () => {
    const id = await pathway.received();
    await service.moveTo('2026-01-14T09:00');

    const outcome = await service.send(
      { kind: 'case', id },
      'CASE_NOTE_ADDED',
      { note: 'meanwhile' },
      { version: 3 },
    );

    expect(outcome).toMatchObject({ kind: 'accepted', seq: 5, version: 5 });
  });

  it('is found again by the next pass where the first could not record it, and keeps no other waiting', async () => {
    const [stuck, free] = [await pathway.received(), await pathway.received()];
    await service.query(`CREATE FUNCTION stuck() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.subject_id = '${stuck}' THEN RAISE EXCEPTION 'stuck'; END IF;
        RETURN NEW;
      END $$`);
    await service.query('CREATE TRIGGER stuck BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION stuck()');
    const reported = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    await service.moveTo('2026-01-13T00:00');
    const words = String(reported.mock.calls[0]?.[0]);
    reported.mockRestore();
    const meanwhile = [await passings(stuck), await passings(free)];
    await service.query('DROP FUNCTION stuck() CASCADE');

    expect(words).toMatch(
      /^Alarm [\da-f-]{36} could not be handled \(DatabaseFailure P0001\); it will be tried again$/,
    );
    expect(meanwhile.map((each) => each.length)).toEqual([0, 1]);
    await service.moveTo('2026-01-13T00:01');
    expect(await passings(stuck)).toHaveLength(1);
  });

  it('[CHK-5] that is guidance never passes', async () => {
    const id = await pathway.opened();
    await service.tell(
      { kind: 'case', id },
      'CHECKLIST_BEGUN',
      { begunOn: '2026-01-05' },
      { by: 'referrer' },
    );

    await service.moveTo('2026-02-20T09:00');

    const guidance = await service.query(
      'SELECT key, awaits_passing FROM deadlines WHERE case_id = $1 AND guidance',
      [id],
    );
    expect(guidance).toHaveLength(1);
    expect(guidance[0]).toMatchObject({ awaits_passing: false });
    expect(await passings(id)).toEqual([]);
  });
});

describe('a deadline that is met', () => {
  it('[CHK-6] after its day was met late, and stays so when the case goes on', async () => {
    const id = await pathway.received();
    await service.tell(
      { kind: 'case', id },
      'CHECKLIST_QUALITY_ASSURED',
      { complete: true, gaps: [] },
      { at: '2026-01-14' },
    );
    await service.tell({ kind: 'case', id }, 'CHECKLIST_PROCEEDED', {
      decidedOn: '2026-01-14',
      rationale: 'need',
    });
    await service.tell(
      { kind: 'case', id },
      'ASSESSOR_NAMED',
      { assessor: 'secondNurse' },
      { by: 'manager' },
    );

    expect(await rowOf(id, DECISION)).toMatchObject({
      settled: { as: 'met', on: '2026-01-14', late: true, by: 6 },
      passed_occurrence: 1,
      withdrawn_by: null,
      is_open: false,
    });
    expect(await service.parts.proof.differences('sefton', 'case', id)).toEqual([]);
  });

  it('[PAN-10] by telling the family stays met while what is written is still owed', async () => {
    const { id } = await pathway.decided({
      outcome: 'notEligible',
      againstGuide: 'the severe level is well controlled',
    });
    const told = {
      recipient: 'family',
      how: 'telephone',
      toldOn: '2026-02-05',
      said: 'the decision',
      rationaleGiven: true,
    };
    await service.tell({ kind: 'case', id }, 'NOTICE_GIVEN', told, { at: '2026-02-05' });
    await service.moveTo('2026-02-27T09:00');
    await service.tell({ kind: 'case', id }, 'CASE_NOTE_ADDED', { note: 'letter overdue' });

    const rows = await service.query(
      `SELECT timescale, settled ->> 'as' AS settled, passed_occurrence FROM deadlines
       WHERE case_id = $1 AND key LIKE '%/panelItem-1' ORDER BY timescale`,
      [id],
    );
    expect(rows).toContainEqual({
      timescale: 'not-eligible-verbal',
      settled: 'met',
      passed_occurrence: null,
    });
    expect(rows).toContainEqual({ timescale: 'not-eligible-written', settled: null, passed_occurrence: 1 });
    expect(await service.parts.proof.differences('sefton', 'case', id)).toEqual([]);
  }, 60_000);
});

describe('the clock', () => {
  it('goes back where it is moved back, and undoes nothing', async () => {
    const id = await pathway.received();
    await service.moveTo('2026-01-20T10:00');
    await service.moveTo('2026-01-05T10:00');

    expect((await service.parts.clock.now()).slice(0, 16)).toBe('2026-01-05T10:00');
    expect(await passings(id)).toHaveLength(1);

    await service.moveTo('2026-01-20T10:00');
    expect(await passings(id)).toHaveLength(1);
  });

  it('shows London’s day: a step at half past eleven at night in summer is of that day', async () => {
    await service.moveTo('2026-06-10T23:30');

    expect(await service.parts.clock.today()).toBe('2026-06-10');
  });

  it('shows the true time again when it is asked to', async () => {
    await service.parts.clock.showTrueTime();

    const [row] = await service.query<{ apart: number }>(
      'SELECT abs(extract(epoch FROM service_now() - clock_timestamp()))::float8 AS apart FROM service_clock',
    );
    expect(row?.apart).toBeLessThan(0.1);
  });
});
