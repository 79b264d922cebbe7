import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AlarmMoment } from '../../workflows/protocol/index.js';
import type { Reached } from '../../src/deadlines/deadline-alarm-kind.js';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';

const DECISION = 'checklist-decision/referral-1.1';

let service: Service;
let pathway: ServicePathway;
let statements: string[] = [];
const heard: { about: string; moments: string[] }[] = [];

interface Row {
  id: string;
  rings_at: string | null;
  handled_until: string | null;
  generation: number;
  queued: boolean;
  state: string;
  attempts: number;
}

const alarmOf = async (id: string, key = DECISION): Promise<Row | undefined> =>
  (await service.query<Row>('SELECT * FROM alarms WHERE about = $1', [`${id} ${key}`]))[0];

const heardOf = (id: string, key = DECISION): string[] =>
  heard.filter(({ about }) => about === `${id} ${key}`).flatMap(({ moments }) => moments);

const inWords = ({ kind, to }: AlarmMoment): string => `${kind} to ${to}`;

/** Moves the clock as time does where nothing runs: no pass looks on the way. */
const sleepUntil = (at: string): Promise<unknown> =>
  service.query(`UPDATE service_clock SET shift = $1::timestamptz - clock_timestamp()`, [`${at}Z`]);

const proceeded = { decidedOn: '2026-01-06', rationale: 'needs assessment' };

const proceed = async (id: string): Promise<void> => {
  const complete = { complete: true, gaps: [] };
  await service.tell({ kind: 'case', id }, 'CHECKLIST_QUALITY_ASSURED', complete, { at: '2026-01-06' });
  await service.tell({ kind: 'case', id }, 'CHECKLIST_PROCEEDED', proceeded);
};

beforeAll(async () => {
  service = await Service.start({ listener: ({ name }) => statements.push(name) });
  pathway = new ServicePathway(service);
  service.parts.deadlineAlarms.tellBy((_tx, { subject, deadline, moments }: Reached) => {
    heard.push({ about: `${subject.id} ${deadline.key}`, moments: moments.map(inWords) });
    return Promise.resolve();
  });
}, 60_000);

afterAll(() => service.stop());

describe('the alarm of an open deadline', () => {
  it('[ROL-4] [ROL-5] rings at each of its moments in turn, and then rests', async () => {
    const id = await pathway.received();
    const first = await alarmOf(id);

    await service.moveTo('2026-03-02T09:00');

    expect(first).toMatchObject({ generation: 1, queued: false, rings_at: '2026-01-08T00:00:00.000Z' });
    expect(heardOf(id)).toEqual([
      'dueSoon to owner',
      'breached to owner',
      'escalated to manager',
      'escalated to commissioning lead',
      'critical to owner',
      'critical to manager',
      'critical to commissioning lead',
    ]);
    expect(await alarmOf(id)).toMatchObject({ rings_at: null, state: 'waiting', queued: true });
  });

  it('[ROL-4] of which several moments are over at once speaks of the gravest, once', async () => {
    const id = await pathway.received();
    await sleepUntil('2026-01-14T09:00:00');
    await service.parts.duePass.run();
    await service.parts.duePass.run();

    expect(heardOf(id)).toEqual(['breached to owner', 'escalated to manager']);
  });

  it('[CHK-6] is gone once the deadline is met', async () => {
    const id = await pathway.received();
    await proceed(id);

    expect(await alarmOf(id)).toBeUndefined();
    await service.moveTo('2026-02-20T09:00');
    expect(heardOf(id)).toEqual([]);
  });

  it('is gone once the child has died, and whatever the queue still holds of it is harmless', async () => {
    const id = await pathway.received();
    const alarm = await alarmOf(id);
    await service.tell({ kind: 'case', id }, 'CHILD_DIED', { diedOn: '2026-01-05', toldBy: 'the hospital' });

    expect(await service.query('SELECT 1 FROM alarms WHERE case_id = $1', [id])).toEqual([]);
    expect(await service.parts.alarmRing.ring(alarm?.id ?? '')).toEqual({ kind: 'stale' });
  });

  it('[CHK-9] follows a deadline that a correction moves, and says at once how it stands now', async () => {
    const id = await pathway.received();
    await service.moveTo('2026-01-13T09:00');
    const before = await alarmOf(id);
    const late = { event: 3, field: 'receivedOn', to: '2026-01-08', reason: 'the stamp was misread' };
    await service.tell({ kind: 'case', id }, 'FACT_CORRECTED', late);
    const after = await alarmOf(id);
    await service.parts.duePass.run();
    await service.moveTo('2026-01-16T00:00');

    expect(before?.rings_at).toBe('2026-01-14T00:00:00.000Z');
    // Due on Thursday 15 January, it is due soon: whoever heard that it was over is to hear that.
    expect(after?.rings_at?.slice(0, 16)).toBe('2026-01-13T09:00');
    expect(after?.handled_until).toBeNull();
    expect(after?.generation).toBeGreaterThan(before?.generation ?? 0);
    expect(heardOf(id)).toEqual([
      'dueSoon to owner',
      'breached to owner',
      'dueSoon to owner',
      'breached to owner',
    ]);
    expect(await service.parts.proof.differences('sefton', 'case', id)).toEqual([]);
  });

  it('costs a command that moves no deadline no statement, and any other at most one', async () => {
    const id = await pathway.received();
    statements = [];
    await service.tell({ kind: 'case', id }, 'CASE_NOTE_ADDED', { note: 'rang the family' });
    const without = statements.filter((name) => name.includes('alarm'));
    statements = [];
    await proceed(id);

    expect(without).toEqual([]);
    expect(statements.filter((name) => name.includes('alarm'))).toEqual(['reconcile-alarms']);
  });

  it('that is lost, or was set too late by hand, is found by the pass: the rows of the deadlines count', async () => {
    const [lost, late] = [await pathway.received(), await pathway.received()];
    await service.query('DELETE FROM alarms WHERE case_id = $1', [lost]);
    await service.query(`UPDATE alarms SET rings_at = '2027-01-01' WHERE case_id = $1`, [late]);
    await sleepUntil('2026-01-13T09:00:00');
    await service.parts.duePass.run();

    for (const id of [lost, late]) expect(heardOf(id)).toContain('breached to owner');
  });

  it.each([
    ['waits for a person', `state = 'exception', attempts = 6`],
    [
      'was set aside by one',
      `state = 'setAside', attempts = 6, set_aside_at = service_now(), set_aside_why = 'by hand'`,
    ],
    ['is still on the ladder', `attempts = 5, retry_at = '2026-01-13T02:00:00Z'`],
  ])('that failed at an earlier moment and %s lets the breach be recorded all the same', async (_, as) => {
    await sleepUntil('2026-01-05T10:00:00');
    const id = await pathway.received();
    await service.query(
      `UPDATE alarms SET ${as}, failure = 'TypeError', failed_first_at = service_now(), failed_last_at = service_now(),
         owner_role = 'manager' WHERE about = $1`,
      [`${id} ${DECISION}`],
    );
    await sleepUntil('2026-01-12T23:00:00');
    await service.parts.duePass.run();
    const early = heardOf(id);
    await sleepUntil('2026-01-13T00:01:00');
    await service.parts.duePass.run();
    await service.parts.duePass.run();

    expect(early).toEqual([]);
    expect(heardOf(id)).toEqual(['breached to owner']);
    const passed = await service.query(
      `SELECT 1 FROM events WHERE subject_id = $1 AND type = 'DEADLINE_PASSED' AND content ->> 'deadline' = $2`,
      [id, DECISION],
    );
    expect(passed).toHaveLength(1);
  });

  it('whose breach itself cannot be recorded waits for a person, and begins not anew with each pass', async () => {
    const id = await pathway.received();
    await service.query(
      `UPDATE cases SET record = jsonb_set(record::jsonb, '{machines}', to_jsonb(0)) WHERE id = $1`,
      [id],
    );
    await sleepUntil('2026-01-13T00:01:00');
    await service.parts.duePass.run();
    const first = await alarmOf(id);
    await service.parts.duePass.run();

    expect(first).toMatchObject({ state: 'exception', attempts: 1 });
    expect(await alarmOf(id)).toEqual(first);
  });

  it('is given to a deadline that has none, however far off it is', async () => {
    const id = await pathway.received();
    await service.query('DELETE FROM alarms WHERE case_id = $1', [id]);

    expect(await service.parts.duePass.adoptAll()).toBeGreaterThan(0);
    await service.parts.duePass.run();
    expect(await alarmOf(id)).toMatchObject({ rings_at: '2026-01-08T00:00:00.000Z' });
    expect(heardOf(id)).toEqual([]);
  });

  it('there is exactly one for each open deadline, and none for any other', async () => {
    const apart = await service.query(
      `SELECT d.key, a.about FROM (SELECT * FROM deadlines WHERE is_open) d
       FULL JOIN alarms a ON a.kind = 'deadline' AND a.about = d.case_id || ' ' || d.key
       WHERE d.key IS NULL OR a.id IS NULL`,
    );

    expect(apart).toEqual([]);
  });
});
