import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Exceptions } from '../../src/alarms/exceptions.js';
import { RETRY_LADDER } from '../../src/alarms/retry-ladder.js';
import { projectFolder } from '../../src/config/project-folder.js';
import { CASES_IN_A_BATCH } from '../../src/changes/change-batches.js';
import { layTrap } from '../../src/faults/kill-points.js';
import {
  dayNumber,
  fromDayNumber,
  localDate,
  type HolidayChange,
  type LocalDate,
} from '../../workflows/protocol/index.js';
import { CHECKLIST, CONSENT } from '../helpers/pathway.js';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';

let folder: string;
let service: Service;
let pathway: ServicePathway;

const DECISION = 'checklist-decision/referral-1.1';
const EVERYTHING = { limit: 100, after: null, total: true };

const proclaimed = (date: string, kind: 'proclaimed' | 'cancelled' = 'proclaimed'): HolidayChange => ({
  kind,
  date: date as LocalDate,
  name: 'Local holiday',
});
const add = (change: HolidayChange) =>
  service.parts.proclaimedDays.add('sefton', change, service.ids.manager);
const change = (id: string) => service.parts.changes.find('sefton', id);
const casesOf = async (id: string) =>
  (await service.parts.changes.cases('sefton', id, { state: null, limit: 100, after: null })).items;
const dueOn = async (id: string, key = DECISION) =>
  (
    await service.query<{ due_on: string }>('SELECT due_on FROM deadlines WHERE case_id = $1 AND key = $2', [
      id,
      key,
    ])
  )[0]?.due_on;
const eventsOf = async (id: string, type: string) =>
  service.query<{ seq: number; content: Record<string, unknown>; protocol: string }>(
    'SELECT seq, content, protocol FROM events WHERE subject_id = $1 AND type = $2 ORDER BY seq',
    [id, type],
  );
const differences = (id: string) => service.parts.proof.differences('sefton', 'case', id);
const request = () => ({
  commandId: randomUUID(),
  place: 'sefton',
  by: service.ids.manager,
  type: 'decideMove',
  said: randomUUID(),
});
const batchAlarm = async (id: string) =>
  (await service.query<{ id: string }>(`SELECT id FROM alarms WHERE kind = 'batch' AND about = $1`, [id]))[0]
    ?.id ?? '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ccc-changes-'));
  const own = join(projectFolder(), 'workflows');
  mkdirSync(join(folder, 'places'));
  cpSync(join(own, 'places', 'sefton.yaml'), join(folder, 'places', 'sefton.yaml'));
  const v14 = join(folder, 'protocols', 'sefton-v14');
  cpSync(join(own, 'protocols', 'sefton-v13'), v14, { recursive: true });
  const rewrite = (file: string, from: string, to: string) =>
    writeFileSync(join(v14, file), readFileSync(join(v14, file), 'utf8').replace(from, to));
  rewrite('protocol.yaml', 'sefton-v13', 'sefton-v14');
  rewrite(
    'timescales.yaml',
    'length: { amount: 5, unit: workingDays }',
    'length: { amount: 7, unit: workingDays }',
  );
  service = await Service.start({ placesDir: folder });
  pathway = new ServicePathway(service);
}, 60_000);

afterEach(() => layTrap());
afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true });
});

describe('a bank holiday that is proclaimed at Easter', () => {
  it('moves what is counted in working days over it, and neither six calendar weeks nor hours', async () => {
    const id = await pathway.opened();
    await service.tell(
      { kind: 'case', id },
      'CONSENT_GIVEN',
      { ...CONSENT, signedOn: '2026-03-28' },
      { at: '2026-03-30T09:00' },
    );
    await service.tell(
      { kind: 'case', id },
      'CHECKLIST_RECEIVED',
      { ...CHECKLIST, receivedOn: '2026-03-30' },
      {
        by: 'referrer',
      },
    );
    const sixWeeks = await dueOn(id, 'decision-national/referral-1');
    const before = await dueOn(id);

    const { change: added } = await add(proclaimed('2026-04-07'));
    await service.carryOut();

    // Received on Monday 30 March: Good Friday, the weekend, Easter Monday and now Tuesday 7 April are passed over.
    expect([before, await dueOn(id)]).toEqual(['2026-04-08', '2026-04-09']);
    expect(await dueOn(id, 'decision-national/referral-1')).toBe(sixWeeks);
    expect((await eventsOf(id, 'DEADLINES_RECOUNTED'))[0]?.content).toMatchObject({
      days: [{ kind: 'nowHoliday', date: '2026-04-07', name: 'Local holiday' }],
      deadlines: [{ deadline: DECISION, from: '2026-04-08', to: '2026-04-09' }],
    });
    expect(await change(added)).toMatchObject({
      state: 'done',
      reason: 'Local holiday',
      decidedBy: service.ids.manager,
    });
    expect(await differences(id)).toEqual([]);
  });

  it('shows before it is done the breach that would no longer hold, and withdraws it by an event', async () => {
    const id = await pathway.received();
    await service.moveTo('2026-01-13T09:00');
    await service.parts.duePass.run();

    const shown = await service.parts.proclaimedDays.preview('sefton', proclaimed('2026-01-12'), EVERYTHING);
    const { change: added } = await add(proclaimed('2026-01-12'));
    await service.carryOut();

    const breachesEnd = [DECISION];
    expect(shown.items.find((each) => each.case.id === id)).toMatchObject({
      breachesEnd,
      breachesAppear: [],
    });
    expect((await casesOf(added)).find((each) => each.id === id)).toMatchObject({
      state: 'moved',
      result: { breachesEnd },
    });
    expect(await eventsOf(id, 'BREACH_WITHDRAWN')).toHaveLength(1);
    expect(await eventsOf(id, 'DEADLINE_PASSED')).toHaveLength(1);
    expect(await differences(id)).toEqual([]);
  });

  it('shows the breach that would appear where a holiday is cancelled, which the due pass then records', async () => {
    const id = await pathway.received();
    await add(proclaimed('2026-01-09'));
    await service.carryOut();
    const day = await dueOn(id);
    await service.moveTo(`${day}T09:00`);

    const shown = await service.parts.proclaimedDays.preview(
      'sefton',
      proclaimed('2026-01-09', 'cancelled'),
      EVERYTHING,
    );
    await add(proclaimed('2026-01-09', 'cancelled'));
    await service.carryOut();
    const recorded = await service.parts.duePass.run();

    expect(shown.items.find((each) => each.case.id === id)).toMatchObject({ breachesAppear: [DECISION] });
    expect(shown.totals?.breachesAppear).toBeGreaterThan(0);
    expect(recorded).toBeGreaterThan(0);
    expect(await eventsOf(id, 'DEADLINE_PASSED')).toHaveLength(1);
    expect(await differences(id)).toEqual([]);
  });
});

describe('a change that is carried out in batches', () => {
  it('shows the same in parts as whole, each case once', async () => {
    for (let n = 0; n < 4; n += 1) await pathway.received();
    const day = proclaimed('2026-01-07');

    const whole = await service.parts.proclaimedDays.preview('sefton', day, EVERYTHING);
    const parts = [];
    for (let after: { id: string } | null = null, more = true; more;) {
      const part = await service.parts.proclaimedDays.preview('sefton', day, {
        limit: 2,
        after,
        total: false,
      });
      parts.push(...part.items);
      after = part.next;
      more = after !== null;
    }

    expect(whole.items.length).toBeGreaterThan(4);
    expect(parts).toEqual(whole.items);
  });

  it('is taken up where it was after its process died in the middle of a batch', async () => {
    const ids = [];
    for (let n = 0; n < CASES_IN_A_BATCH + 5; n += 1) ids.push(await pathway.received());
    const { change: added } = await add(proclaimed('2026-01-06'));
    const alarm = await batchAlarm(added);
    const total = (await casesOf(added)).length;
    await service.parts.alarms.ring(alarm);
    const afterFirst = await change(added);

    let left = 3;
    layTrap((point) => {
      if (point === 'batch-case' && (left -= 1) === 0) throw new Error('the process dies here');
    });
    await service.parts.alarms.ring(alarm);
    const afterDeath = await change(added);
    layTrap();
    await service.query(`UPDATE alarms SET retry_at = NULL WHERE id = $1`, [alarm]);
    await service.carryOut();

    expect(total).toBeGreaterThan(CASES_IN_A_BATCH + 4);
    expect(afterFirst).toMatchObject({ state: 'applying', counts: { waiting: total - CASES_IN_A_BATCH } });
    expect(afterDeath?.counts).toEqual(afterFirst?.counts);
    expect(await change(added)).toMatchObject({ state: 'done' });
    expect((await change(added))?.counts['waiting']).toBeUndefined();
    for (const id of ids) {
      const version = (await change(added))?.about;
      const told = (await eventsOf(id, 'DEADLINES_RECOUNTED')).filter(
        ({ content }) => content['calendar'] === version,
      );
      expect(told).toHaveLength(1);
    }
    expect(await differences(ids.at(-1) ?? '')).toEqual([]);
  });

  it('does nothing twice where two processes carry it out at once', async () => {
    const ids = [];
    for (let n = 0; n < 3; n += 1) ids.push(await pathway.received());
    const { change: added, version } = await add(proclaimed('2026-01-08'));

    await Promise.all([service.carryOut(), service.carryOut(), service.carryOut()]);
    await service.carryOut();

    expect(await change(added)).toMatchObject({ state: 'done' });
    for (const id of ids) {
      const told = (await eventsOf(id, 'DEADLINES_RECOUNTED')).filter(
        ({ content }) => content['calendar'] === version,
      );
      expect(told).toHaveLength(1);
    }
  });

  it('finds what a nurse came to first counted already, with its event before hers', async () => {
    const id = await pathway.received();
    const { change: added } = await add(proclaimed('2026-01-06', 'cancelled'));

    await service.tell({ kind: 'case', id }, 'CASE_NOTE_ADDED', { note: 'goes on' });
    const types = await service.query<{ type: string }>(
      'SELECT type FROM events WHERE subject_id = $1 ORDER BY seq',
      [id],
    );
    await service.carryOut();

    expect(types.slice(-2).map(({ type }) => type)).toEqual(['DEADLINES_RECOUNTED', 'CASE_NOTE_ADDED']);
    expect((await casesOf(added)).find((each) => each.id === id)).toMatchObject({ state: 'moved' });
    expect(await eventsOf(id, 'DEADLINES_RECOUNTED')).toHaveLength(1);
    expect(await differences(id)).toEqual([]);
  });

  it('leaves a case that fails among the exceptions, and goes on with the others', async () => {
    const broken = await pathway.received();
    const sound = await pathway.received();
    await service.query(
      `CREATE FUNCTION broken_case() RETURNS trigger LANGUAGE plpgsql AS
         'BEGIN IF NEW.subject_id = ''${broken}'' THEN RAISE EXCEPTION ''broken''; END IF; RETURN NEW; END'`,
    );
    await service.query(
      `CREATE TRIGGER broken BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION broken_case()`,
    );
    const { change: added } = await add(proclaimed('2026-01-06'));

    await service.carryOut();
    const failed = (await casesOf(added)).find((each) => each.id === broken);
    const alarms = await service.query(
      `SELECT attempts, state FROM alarms WHERE kind = 'batchCase' AND case_id = $1`,
      [broken],
    );
    await service.query('DROP TRIGGER broken ON events');
    await service.query('DROP FUNCTION broken_case()');
    await service.query(`UPDATE alarms SET retry_at = NULL WHERE kind = 'batchCase'`);
    await service.carryOut();

    expect(failed).toMatchObject({ state: 'failed' });
    expect(JSON.stringify(failed?.result)).not.toContain('broken');
    expect(alarms).toEqual([{ attempts: 1, state: 'waiting' }]);
    expect((await casesOf(added)).find((each) => each.id === sound)).toMatchObject({ state: 'moved' });
    expect((await casesOf(added)).find((each) => each.id === broken)).toMatchObject({ state: 'moved' });
    expect(await service.query(`SELECT 1 FROM alarms WHERE kind = 'batchCase'`)).toEqual([]);
    expect(await differences(broken)).toEqual([]);
  });
});

describe('a batch that comes to a case it cannot judge', () => {
  const recorded = async (id: string): Promise<unknown> => [
    await service.query('SELECT record, version, calendar_version FROM cases WHERE id = $1', [id]),
    await service.query('SELECT key, due_at FROM deadlines WHERE case_id = $1 ORDER BY key', [id]),
    await service.query('SELECT count(*)::int AS events FROM events WHERE subject_id = $1', [id]),
  ];
  const put = (id: string, field: string, value: unknown): Promise<unknown> =>
    service.query(`UPDATE cases SET record = jsonb_set(record::jsonb, ARRAY[$2], $3::jsonb) WHERE id = $1`, [
      id,
      field,
      JSON.stringify(value),
    ]);
  const machinesOf = async (id: string): Promise<unknown> =>
    (
      await service.query<{ machines: number }>(
        `SELECT (record #>> '{machines}')::int AS machines FROM cases WHERE id = $1`,
        [id],
      )
    )[0]?.machines;
  const single = async (id: string) =>
    (
      await service.query<{ id: string; state: string; attempts: number; failure: string | null }>(
        `SELECT id, state, attempts, failure FROM alarms WHERE kind = 'batchCase' AND case_id = $1`,
        [id],
      )
    )[0];
  const stateIn = async (changed: string, id: string) =>
    (await casesOf(changed)).find((each) => each.id === id)?.state;

  afterEach(() => service.query(`DELETE FROM alarms WHERE kind = 'batchCase'`));

  it('leaves one of a later program to that program, moves the others, and moves it once it is known', async () => {
    const [newer, sound] = [await pathway.received(), await pathway.received()];
    const known = await machinesOf(newer);
    await put(newer, 'machines', 99);
    const before = await recorded(newer);
    const { change: added } = await add(proclaimed('2026-01-07'));
    await service.parts.duePass.run();
    const [untouched, left] = [await recorded(newer), await single(newer)];
    const states = [await stateIn(added, sound), await stateIn(added, newer)];
    await put(newer, 'machines', known);
    await service.parts.duePass.run();

    expect(untouched).toEqual(before);
    expect(states).toEqual(['moved', 'failed']);
    expect(left).toMatchObject({ state: 'waiting', attempts: 0 });
    expect(await stateIn(added, newer)).toBe('moved');
    expect(await single(newer)).toBeUndefined();
    expect(await differences(newer)).toEqual([]);
  });

  it('[ROL-4] hands one of a protocol version that is not there to a person, and moves it once that is put right', async () => {
    const [lost, sound] = [await pathway.received(), await pathway.received()];
    await put(lost, 'protocol', 'sefton-v99');
    const before = await recorded(lost);
    const reported = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const { change: added } = await add(proclaimed('2026-01-13'));
    for (let attempt = 0; attempt <= RETRY_LADDER.length; attempt += 1) {
      await service.parts.duePass.run();
      await service.query(
        `UPDATE alarms SET retry_at = rings_at WHERE kind = 'batchCase' AND retry_at IS NOT NULL`,
      );
    }
    reported.mockRestore();
    const [untouched, waits] = [await recorded(lost), await single(lost)];
    const told = await service.query(
      `SELECT person_id FROM staff_notices WHERE about_key LIKE 'exception ' || $1 || '%' AND withdrawn_at IS NULL`,
      [waits?.id],
    );
    const states = [await stateIn(added, sound), await stateIn(added, lost)];
    await put(lost, 'protocol', 'sefton-v13');
    const { dataSource, alarmKinds } = service.parts;
    await new Exceptions(dataSource, alarmKinds).tryAgain(request(), waits?.id ?? '', 'The version is back.');
    await service.parts.duePass.run();

    expect(untouched).toEqual(before);
    expect(states).toEqual(['moved', 'failed']);
    expect(waits).toMatchObject({ state: 'exception', failure: expect.stringMatching(/^VersionNotHere/) });
    expect(told).not.toEqual([]);
    expect(await stateIn(added, lost)).toBe('moved');
    expect(await differences(lost)).toEqual([]);
  });
});

describe('a holiday that is proclaimed once a case is closed', () => {
  it('leaves what is settled as it was: the due date, the breach, whether it was late', async () => {
    const id = await pathway.received();
    await service.moveTo('2026-01-20T09:00');
    await service.parts.duePass.run();
    await service.tell({ kind: 'case', id }, 'CASE_CLOSED', {
      closedOn: '2026-01-20',
      reason: 'enteredInError',
      words: 'opened twice',
    });
    const read = () =>
      service.query(
        `SELECT key, due_on::text, settled_as, settled_on::text, settled_late, withdrawn_by FROM deadlines
         WHERE case_id = $1 ORDER BY key`,
        [id],
      );
    const before = await read();
    expect(before).toContainEqual(expect.objectContaining({ settled_as: 'stopped', settled_late: true }));
    const { change: added } = await add(proclaimed('2026-01-14'));
    await service.carryOut();
    await service.tell({ kind: 'case', id }, 'CASE_NOTE_ADDED', { note: 'The file is complete.' });

    expect(await change(added)).toMatchObject({ state: 'done' });
    expect(await read()).toEqual(before);
    expect(await differences(id)).toEqual([]);
  });
});

describe('a protocol version to which chosen cases move', () => {
  const decided = (more: Record<string, unknown>) => ({
    to: 'sefton-v14',
    decidedBy: service.ids.chiefNurse,
    reason: 'The panel reviewed the protocol.',
    ...more,
  });

  it('[SCO-7] shows what would move, then moves each case by an event with the decision', async () => {
    const id = await pathway.received();
    const closed = await pathway.opened();
    await service.tell({ kind: 'case', id: closed }, 'CASE_CLOSED', {
      closedOn: '2026-01-05',
      reason: 'enteredInError',
      words: 'opened twice',
    });
    const before = await dueOn(id);

    const shown = await service.parts.protocolMoves.preview(
      'sefton',
      { to: 'sefton-v14', cases: [id, closed] },
      EVERYTHING,
    );
    const same = await service.parts.protocolMoves.preview(
      'sefton',
      { to: 'sefton-v13', cases: [id] },
      EVERYTHING,
    );
    const unmoved = await dueOn(id);
    const begun = await service.parts.protocolMoves.decide(request(), decided({ cases: [id, closed] }));
    await service.carryOut();

    if (begun.kind !== 'done') throw new Error('The key was new.');
    const of = (of: string) => shown.items.find((each) => each.case.id === of);
    expect(of(id)?.deadlines).toContainEqual(expect.objectContaining({ key: DECISION, from: before }));
    expect(of(closed)?.refusals.map(({ clauses }) => clauses)).toEqual([['SCO-7']]);
    expect({ items: same.items, refused: same.totals?.refused }).toEqual({ items: [], refused: 0 });
    expect(shown.totals).toMatchObject({ looked: 2, refused: 1 });
    expect(unmoved).toBe(before);
    expect(await dueOn(id)).toBe(of(id)?.deadlines.find(({ key }) => key === DECISION)?.to);
    expect((await eventsOf(id, 'PROTOCOL_MOVED'))[0]?.content).toMatchObject({
      to: 'sefton-v14',
      decidedBy: service.ids.chiefNurse,
    });
    expect(await change(begun.answer)).toMatchObject({ state: 'done', counts: { moved: 1, refused: 1 } });
    const refused = (await casesOf(begun.answer)).find((each) => each.id === closed);
    expect(refused?.result.refusals?.map(({ clauses }) => clauses)).toEqual([['SCO-7']]);
    expect(await differences(id)).toEqual([]);
  });

  it('[SCO-7] withdraws a breach that does not hold under the other version, stamped with that version', async () => {
    const id = await pathway.received();
    const due = (await dueOn(id)) ?? '';
    await service.moveTo(`${fromDayNumber(dayNumber(localDate(due)) + 1)}T09:00`);
    await service.parts.duePass.run();

    await service.parts.protocolMoves.decide(request(), decided({ cases: [id] }));
    await service.carryOut();
    await service.tell({ kind: 'case', id }, 'CASE_NOTE_ADDED', { note: 'goes on' });

    expect(await eventsOf(id, 'DEADLINE_PASSED')).toHaveLength(1);
    expect(await eventsOf(id, 'BREACH_WITHDRAWN')).toMatchObject([{ protocol: 'sefton-v14' }]);
    expect(await differences(id)).toEqual([]);
  });

  it('is stopped by whoever decides: what moved stays moved, what waits stays where it is', async () => {
    const id = await pathway.received();
    const begun = await service.parts.protocolMoves.decide(request(), decided({ cases: [id] }));
    if (begun.kind !== 'done') throw new Error('The key was new.');

    await service.parts.changes.stop('sefton', begun.answer, { by: service.ids.manager, why: null });
    await service.carryOut();

    expect(await eventsOf(id, 'PROTOCOL_MOVED')).toEqual([]);
    expect(await change(begun.answer)).toMatchObject({ state: 'stopped', counts: { waiting: 1 } });
    await expect(
      service.parts.changes.stop('sefton', begun.answer, { by: service.ids.manager, why: null }),
    ).rejects.toMatchObject({
      field: 'id',
    });
  });

  it.each([
    ['an unknown version', { to: 'sefton-v99', from: 'sefton-v13' }, 'to'],
    ['the version they are on', { to: 'sefton-v13', from: 'sefton-v13' }, 'to'],
    ['an unknown version to move from', { to: 'sefton-v14', from: 'sefton-v99' }, 'from'],
    ['no cases at all', { to: 'sefton-v14' }, 'cases'],
    ['an empty list of cases', { to: 'sefton-v14', cases: [] }, 'cases'],
    [
      'a case of another place',
      { to: 'sefton-v14', cases: ['5a3b2c1d-0000-4000-8000-000000000000'] },
      'cases.0',
    ],
  ])('is not moved to with %s', async (_what, move, field) => {
    await expect(service.parts.protocolMoves.preview('sefton', move, EVERYTHING)).rejects.toMatchObject({
      field,
    });
    await expect(
      service.parts.protocolMoves.decide(request(), { ...decided({}), ...move }),
    ).rejects.toMatchObject({ field });
  });
});
