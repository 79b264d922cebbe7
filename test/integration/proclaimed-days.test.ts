import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WrongDay } from '../../src/places/proclaimed-days.js';
import type { HolidayChange, LocalDate } from '../../workflows/protocol/index.js';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';

let service: Service;
let pathway: ServicePathway;

const DECISION = 'checklist-decision/referral-1.1';
const proclaimed = (date: string, name = 'Day of mourning'): HolidayChange => ({
  kind: 'proclaimed',
  date: date as LocalDate,
  name,
});

/** Adds the day, and lets the worker do what follows from it. */
const add = async (change: HolidayChange, by: string | null) => {
  const added = await service.parts.proclaimedDays.add('sefton', change, by);
  await service.carryOut();
  return added;
};

const deadline = async (id: string) =>
  (
    await service.query(
      'SELECT due_on, passed_occurrence, withdrawn_by, awaits_passing FROM deadlines WHERE case_id = $1 AND key = $2',
      [id, DECISION],
    )
  )[0];
const differences = (id: string) => service.parts.proof.differences('sefton', 'case', id);

beforeAll(async () => {
  service = await Service.start();
  pathway = new ServicePathway(service);
}, 60_000);

afterAll(() => service.stop());

describe('a day that an administrator proclaims', () => {
  it('moves open deadlines at once, and is noted', async () => {
    const id = await pathway.received();
    const before = await deadline(id);

    const { version } = await add(proclaimed('2026-01-08'), service.ids.manager);

    const [entry] = await service.query(
      `SELECT person_id, detail FROM audit_entries WHERE action = 'calendarChanged'`,
    );
    expect(before).toMatchObject({ due_on: '2026-01-12' });
    expect(await deadline(id)).toMatchObject({ due_on: '2026-01-13' });
    expect(entry).toMatchObject({ person_id: service.ids.manager, detail: { version } });
    expect(await differences(id)).toEqual([]);
  });

  it('withdraws a breach that it takes the ground from, which then passes a day later', async () => {
    const id = await pathway.received();
    await service.moveTo('2026-01-14T09:00');

    await add(proclaimed('2026-01-09'), null);
    const withdrawn = await deadline(id);
    const note = await service.send(
      { kind: 'case', id },
      'CASE_NOTE_ADDED',
      { note: 'goes on' },
      { version: 3 },
    );
    await service.moveTo('2026-01-15T09:00');

    expect(withdrawn).toMatchObject({
      due_on: '2026-01-14',
      passed_occurrence: 1,
      withdrawn_by: 6,
      awaits_passing: true,
    });
    expect(note).toMatchObject({ kind: 'accepted', seq: 7 });
    expect(await deadline(id)).toMatchObject({ passed_occurrence: 2, awaits_passing: false });
    expect(await differences(id)).toEqual([]);
  });

  it('leaves a deadline that was met as it was', async () => {
    const id = await pathway.assessing();
    const before = await deadline(id);

    await add(proclaimed('2026-01-06'), null);
    await service.tell({ kind: 'case', id }, 'CASE_NOTE_ADDED', { note: 'goes on' });

    expect(await deadline(id)).toEqual(before);
    expect(await differences(id)).toEqual([]);
  });

  it('shows beforehand which open deadlines it would move, and moves none by that', async () => {
    const id = await pathway.received();
    const met = await pathway.assessing();
    const { reference } = (await service.query('SELECT reference FROM cases WHERE id = $1', [id]))[0] ?? {};
    const before = await deadline(id);

    const preview = await service.parts.proclaimedDays.preview('sefton', proclaimed('2026-01-13'), {
      limit: 100,
      after: null,
      total: true,
    });

    const { items } = preview;
    expect(items.find((each) => each.case.id === id)).toMatchObject({
      case: { id, reference },
      deadlines: [{ key: DECISION, timescale: 'checklist-decision', from: '2026-01-15', to: '2026-01-16' }],
      breachesAppear: [],
      breachesEnd: [],
    });
    const ofMet = items.find((each) => each.case.id === met)?.deadlines ?? [];
    expect(ofMet.filter(({ key }) => key === DECISION)).toEqual([]);
    expect(preview.next).toBeNull();
    expect(preview.totals).toMatchObject({ cases: items.length, refused: 0 });
    expect(await deadline(id)).toEqual(before);
  });

  it('can be taken back, and proclaimed again', async () => {
    const id = await pathway.received();
    const { due_on: before } = (await deadline(id)) as { due_on: string };
    const day = proclaimed('2026-01-14', 'Proclaimed by mistake');

    await add(day, null);
    const moved = await deadline(id);
    await add({ ...day, kind: 'cancelled' }, null);
    const back = await deadline(id);
    await add(day, null);

    expect(moved).not.toMatchObject({ due_on: before });
    expect(back).toMatchObject({ due_on: before });
    expect(await deadline(id)).toEqual(moved);
    expect(await differences(id)).toEqual([]);
  });

  it('is stamped on what happens afterwards, and on nothing before', async () => {
    const id = await pathway.opened();
    const { version } = await add(proclaimed('2026-03-03'), null);
    await service.tell({ kind: 'case', id }, 'CASE_NOTE_ADDED', { note: 'afterwards' });

    const stamps = await service.query<{ calendar_version: string }>(
      'SELECT calendar_version FROM events WHERE subject_id = $1 ORDER BY seq',
      [id],
    );
    expect(stamps[1]?.calendar_version).toBe(version);
    expect(stamps[0]?.calendar_version).not.toBe(version);
  });

  it.each([
    ['that is none', { ...proclaimed('2026-02-30') }, 'date'],
    ['without a name', { ...proclaimed('2026-05-06', ' ') }, 'name'],
    ['longer ago than a year', { ...proclaimed('2024-11-06') }, 'date'],
    ['further ahead than is sensible', { ...proclaimed('2037-01-06') }, 'date'],
    ['that is there already', { ...proclaimed('2022-09-19') }, 'date'],
    ['that the rules give already', { ...proclaimed('2026-12-25') }, 'date'],
    ['that is a Saturday', { ...proclaimed('2026-05-09') }, 'date'],
    ['cancelled that is none', { ...proclaimed('2026-05-06'), kind: 'cancelled' as const }, 'date'],
    [
      'moved from a day that is none',
      { ...proclaimed('2026-05-06'), kind: 'moved' as const, from: '2026-05-05' as LocalDate },
      'from',
    ],
  ])('%s is not added', async (_what, change, field) => {
    const adding = service.parts.proclaimedDays.add('sefton', change, null);

    await expect(adding).rejects.toThrow(WrongDay);
    await expect(adding).rejects.toMatchObject({ field });
  });
});

describe('a day that is sent again under its key', () => {
  it('moves open deadlines once, however often it is sent under one key', async () => {
    const id = await pathway.received();
    const before = await deadline(id);
    const request = {
      commandId: randomUUID(),
      place: 'sefton',
      by: service.ids.manager,
      type: 'addDay',
      said: '2026-01-07',
    };

    const first = await service.parts.proclaimedDays.addOnce(request, proclaimed('2026-01-07'));
    await service.carryOut();
    const moved = await deadline(id);
    const again = await service.parts.proclaimedDays.addOnce(request, proclaimed('2026-01-07'));

    expect(moved?.['due_on']).not.toBe(before?.['due_on']);
    await service.carryOut();
    expect(again).toEqual({ ...first, replayed: true });
    expect(await deadline(id)).toEqual(moved);
    expect(await differences(id)).toEqual([]);
  });
});

describe('the history of a case', () => {
  it('says why a deadline is due on another day: which days changed, and from when to when it moved', async () => {
    const id = await pathway.received();
    const before = await deadline(id);

    await add(proclaimed('2026-01-12', 'Local holiday'), null);
    const [event] = await service.query(
      `SELECT by_system, content FROM events WHERE subject_id = $1 AND type = 'DEADLINES_RECOUNTED'`,
      [id],
    );

    expect(event).toMatchObject({
      by_system: true,
      content: {
        days: [{ kind: 'nowHoliday', date: '2026-01-12', name: 'Local holiday' }],
        deadlines: [{ deadline: DECISION, from: before?.['due_on'], to: (await deadline(id))?.['due_on'] }],
      },
    });
    expect(await differences(id)).toEqual([]);
  });
});
