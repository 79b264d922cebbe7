import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { fc } from '../helpers/properties.js';
import type { Done } from '../../src/database/once.js';
import { layTrap } from '../../src/faults/kill-points.js';
import type { NewAbsence } from '../../src/workload/absences.js';
import type { Reassignment } from '../../src/workload/reassignments.js';
import type { LocalDate } from '../../workflows/protocol/index.js';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';

let service: Service;
let pathway: ServicePathway;
let nurses: string[];

const COMPETENT = { competences: ['complex-needs-of-children'], roles: ['nurseAssessor'] };

const request = () => ({
  commandId: randomUUID(),
  place: 'sefton',
  by: service.ids.manager,
  type: 'test',
  said: randomUUID(),
});
const answer = <T>(done: Done<T>): T => {
  if (done.kind !== 'done') throw new Error('The key was new.');
  return done.answer;
};
const tryOut = async (asked: Omit<Reassignment, 'reason'>): Promise<string> =>
  answer(
    await service.parts.reassignments.tryOut(request(), { ...asked, reason: 'Caseloads are evened out.' }),
  );
const apply = (id: string) => service.parts.reassignments.carryOut(request(), id);
const record = (absence: Partial<NewAbsence>) =>
  service.parts.absences.record(request(), {
    person: nurses[0] ?? '',
    from: '2026-02-02' as LocalDate,
    to: '2026-02-06' as LocalDate,
    reason: 'leave',
    cover: null,
    ...absence,
  });
const casesOf = async (id: string) =>
  (await service.parts.changes.cases('sefton', id, { state: null, limit: 100, after: null })).items;
const assessorOf = async (id: string) =>
  (await service.query<{ assessor: string | null }>('SELECT assessor FROM cases WHERE id = $1', [id]))[0]
    ?.assessor;
const namedIn = (id: string) =>
  service.query<{ content: { assessor: string } }>(
    `SELECT content FROM events WHERE subject_id = $1 AND type = 'ASSESSOR_NAMED' ORDER BY seq`,
    [id],
  );
const give = (id: string, assessor: string) =>
  service.tell({ kind: 'case', id }, 'ASSESSOR_NAMED', { assessor }, { by: 'manager' });
const newNurse = (more: object = {}) =>
  service.parts.directory.putPerson('sefton', { name: `Nurse ${randomUUID()}`, ...COMPETENT, ...more });
const loadOf = async (person: string) =>
  (await service.parts.caseloads.all('sefton', null)).items.find(({ id }) => id === person);
const clauses = (of: { result: { refusals?: readonly { clauses: readonly string[] }[] } } | undefined) =>
  of?.result.refusals?.flatMap((each) => each.clauses);

beforeAll(async () => {
  service = await Service.start();
  pathway = new ServicePathway(service);
  nurses = [await newNurse({ team: 'nurses-north' }), await newNurse({ team: 'nurses-north' })];
}, 60_000);

afterEach(() => layTrap());
afterAll(() => service.stop());

describe('[ROL-1] the workload of an assessor', () => {
  it('is what their open cases weigh, as points and as per cent of what they can carry', async () => {
    const nurse = await newNurse({ capacityPoints: 10 });
    await give(await pathway.assessing(), nurse);
    await give(await pathway.received(), nurse);

    expect(await loadOf(nurse)).toMatchObject({
      cases: 2,
      points: 4,
      capacity: 10,
      percent: 40,
      work: { assessment: 1, checklist: 1 },
    });
  });

  it('counts absence in the working days ahead', async () => {
    const nurse = await newNurse({ capacityPoints: 10 });
    await give(await pathway.assessing(), nurse);
    await record({ person: nurse, from: '2026-01-08' as LocalDate, to: '2026-01-14' as LocalDate });

    expect(await loadOf(nurse)).toMatchObject({ present: 5, available: 5, percent: 60 });
  });

  it('holds no case that is closed', async () => {
    const nurse = await newNurse();
    const id = await pathway.received();
    await give(id, nurse);
    await service.tell({ kind: 'case', id }, 'CASE_CLOSED', {
      closedOn: '2026-01-05',
      reason: 'enteredInError',
      words: 'opened twice',
    });

    expect(await loadOf(nurse)).toMatchObject({ cases: 0, points: 0, percent: 0 });
  });

  it('shows whoever left as someone who assesses no more, and lists the cases they left', async () => {
    const leaver = await newNurse();
    const id = await pathway.received();
    await give(id, leaver);
    await service.parts.directory.setRoles('sefton', leaver, []);

    const { items } = await service.parts.caseloads.cases(
      'sefton',
      { leavers: true },
      { limit: 50, after: null },
    );

    expect(await loadOf(leaver)).toMatchObject({ assesses: false, cases: 1 });
    expect(items.map((each) => each.id)).toContain(id);
    expect(items.every(({ assessor }) => assessor !== service.ids.nurse)).toBe(true);
  });

  it('[ROL-7] suggests for a case the least loaded who are competent and there, and says what speaks against others', async () => {
    const id = await pathway.received();
    const away = await newNurse();
    const untrained = await newNurse({ competences: [] });
    await record({ person: away, from: '2026-01-05' as LocalDate, to: null });

    const suggestions = (await service.parts.caseloads.suggestions('sefton', id)) ?? [];
    const free = suggestions.filter(({ refusals }) => refusals.length === 0);
    const of = (person: string) => suggestions.find(({ assessor }) => assessor.id === person)?.refusals;

    expect(suggestions.slice(0, free.length)).toEqual(free);
    expect(free.map(({ percentWith }) => percentWith)).toEqual(
      free.map(({ percentWith }) => percentWith).sort((a, b) => Number(a) - Number(b)),
    );
    expect(of(untrained)?.flatMap((each) => each.clauses)).toEqual(['ROL-7']);
    expect(of(away)?.map(({ message }) => message)).toEqual(['This person is away until further notice.']);
    expect(await service.parts.caseloads.suggestions('sefton', randomUUID())).toBeUndefined();
  });
});

describe('an absence', () => {
  it('is recorded with whoever covers, and can be ended early or withdrawn', async () => {
    const [person, cover] = [await newNurse(), await newNurse()];
    const id = answer(await record({ person, cover }));
    const other = answer(await record({ person, from: '2026-03-02' as LocalDate, to: null }));

    await service.parts.absences.end(request(), id, '2026-02-03' as LocalDate);
    await service.parts.absences.end(request(), other, '2026-02-28' as LocalDate);

    expect(await service.parts.absences.find('sefton', id)).toMatchObject({
      to: '2026-02-03',
      coverId: cover,
      withdrawn: false,
    });
    expect(await service.parts.absences.find('sefton', other)).toMatchObject({ withdrawn: true });
    await expect(service.parts.absences.end(request(), id, '2026-02-05' as LocalDate)).rejects.toMatchObject({
      field: 'lastDay',
    });
  });

  it('[ROL-7] is covered by someone competent who is there', async () => {
    const [person, away, untrained] = [
      await newNurse(),
      await newNurse(),
      await newNurse({ competences: [] }),
    ];
    await record({ person: away, from: '2026-02-06' as LocalDate, to: '2026-02-06' as LocalDate });

    await expect(record({ person, cover: untrained })).rejects.toMatchObject({
      field: 'cover',
      message: expect.stringContaining('ROL-7'),
    });
    await expect(record({ person, cover: away })).rejects.toMatchObject({
      field: 'cover',
      message: expect.stringContaining('6 February'),
    });
  });

  it('shows where whoever covers has become absent too', async () => {
    const [person, cover] = [await newNurse(), await newNurse()];
    const id = answer(await record({ person, cover }));
    await record({ person: cover, from: '2026-02-05' as LocalDate, to: null });

    expect(await service.parts.absences.find('sefton', id)).toMatchObject({ coverAbsent: true });
  });

  it.each([
    ['that ends before it begins', { to: '2026-02-01' as LocalDate }, 'to'],
    ['that begins a thousand years ago', { from: '1026-02-01' as LocalDate }, 'from'],
    ['that ends in a year nobody means', { to: '9999-12-31' as LocalDate }, 'to'],
    ['for a reason that is none', { reason: 'flu' }, 'reason'],
    ['of nobody', { person: 'a8e0b8f0-0000-4000-8000-000000000000' }, 'person'],
    ['covered by nobody', { cover: 'a8e0b8f0-0000-4000-8000-000000000000' }, 'cover'],
  ])('%s is not recorded', async (_what, absence, field) => {
    await expect(record(absence)).rejects.toMatchObject({ field });
  });

  it('that shares a day with another is recorded once, also where two managers do it at once', async () => {
    const person = await newNurse();
    const both = await Promise.allSettled([
      record({ person }),
      record({ person, from: '2026-02-06' as LocalDate, to: null }),
    ]);

    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { field: 'from' } });
  });
});

describe('cases given to another assessor', () => {
  it('[ROL-1] are tried out without being touched, and then move each by an event of its own', async () => {
    const [from, to] = [await newNurse(), await newNurse()];
    const ids = [await pathway.received(), await pathway.assessing()];
    for (const id of ids) await give(id, from);

    const change = await tryOut({ select: { from }, to });
    const foreseen = await casesOf(change);
    const before = await Promise.all(ids.map(assessorOf));
    await apply(change);
    await service.carryOut();

    expect(foreseen.map(({ state, toPerson }) => [state, toPerson])).toEqual([
      ['waiting', to],
      ['waiting', to],
    ]);
    expect(before).toEqual([from, from]);
    expect(await Promise.all(ids.map(assessorOf))).toEqual([to, to]);
    expect((await casesOf(change)).map(({ state, result }) => [state, result.from])).toEqual([
      ['moved', from],
      ['moved', from],
    ]);
    for (const id of ids) expect((await namedIn(id)).at(-1)?.content).toMatchObject({ assessor: to });
    const told = await service.query<{ person_id: string; words: string }>(
      `SELECT person_id, kind, words FROM staff_notices WHERE about_key LIKE '%' || $1 ORDER BY kind`,
      [change],
    );
    expect(told).toMatchObject([
      { person_id: service.ids.manager, kind: 'changesApplied', words: expect.stringContaining('2 moved') },
      {
        person_id: to,
        kind: 'reassigned',
        words: expect.stringMatching(/assessor of 2 more cases.*\. \[ROL-1\]$/),
      },
    ]);
    expect(await service.parts.proof.differences('sefton', 'case', ids[0] ?? '')).toEqual([]);
  });

  it('[ROL-1] are told to whoever gets them once: of one case by its reference, of several together', async () => {
    const [from, one, both] = [await newNurse(), await newNurse(), await newNurse()];
    const [first, ...others] = [
      await pathway.received(),
      await pathway.received(),
      await pathway.received(),
    ] as const;
    for (const id of [first, ...others]) await give(id, from);

    for (const [cases, to] of [
      [[first], one],
      [others, both],
    ] as const)
      await apply(await tryOut({ select: { cases }, to }));
    await service.carryOut();

    const told = (person: string) =>
      service.query(
        `SELECT words, link FROM staff_notices WHERE person_id = $1 AND kind = 'reassigned' ORDER BY at`,
        [person],
      );
    expect(await told(one)).toEqual([
      { words: expect.stringMatching(/^SEF-\w+: you are its assessor now\. /), link: `/cases/${first}` },
    ]);
    expect(await told(both)).toEqual([
      { words: expect.stringMatching(/assessor of 2 more cases: /), link: '/cases?whose=me' },
    ]);
  });

  it('[ROL-1] that moved before the change was broken off are told all the same', async () => {
    const [from, to] = [await newNurse(), await newNurse()];
    const id = await pathway.received();
    await give(id, from);
    const change = await tryOut({ select: { from }, to });
    await apply(change);
    await service.query(`UPDATE change_cases SET state = 'moved', to_person = $2 WHERE change_id = $1`, [
      change,
      to,
    ]);
    await service.parts.changes.stop('sefton', change, { by: service.ids.manager, why: null });
    await service.carryOut();

    const told = await service.query(
      `SELECT link FROM staff_notices WHERE person_id = $1 AND kind = 'reassigned'`,
      [to],
    );
    expect(told).toEqual([{ link: `/cases/${id}` }]);
  });

  it('[ROL-7] [HNA-8] [PAN-3] [SCO-10] stay where they are with every reason where they cannot move', async () => {
    const from = await newNurse();
    const untrained = await newNurse({ competences: [] });
    const died = await pathway.received();
    await give(died, from);
    await service.tell({ kind: 'case', id: died }, 'CHILD_DIED', {
      diedOn: '2026-01-05',
      toldBy: 'the ward',
    });
    const theirs = await pathway.received();
    await give(theirs, from);
    const signedOff = await pathway.signedOff();
    const { id: listed, meeting } = await pathway.listed();
    const panelNurse = await newNurse({ roles: ['nurseAssessor', 'panelMember'] });
    await service.tell(
      { kind: 'meeting', id: meeting },
      'ATTENDANCE_RECORDED',
      { present: ['chair', panelNurse], apologies: [] },
      { by: 'coordinator', at: '2026-02-04T14:00' },
    );
    const of = async (id: string, to: string) =>
      clauses((await casesOf(await tryOut({ select: { cases: [id] }, to })))[0]);

    expect(await of(theirs, untrained)).toEqual(['ROL-7']);
    expect(await of(signedOff, service.ids.secondNurse)).toEqual(['HNA-8']);
    expect(await of(listed, panelNurse)).toEqual(['PAN-3']);
    expect(await of(died, service.ids.nurse)).toEqual(['SCO-10']);
    expect(await of(theirs, from)).toEqual(['ROL-1']);
  });

  it('[ROL-1] [HNA-8] [PAN-3] a single one is named with the same care', async () => {
    const naming = async (id: string, assessor: string) => {
      const outcome = await service.send(
        { kind: 'case', id },
        'ASSESSOR_NAMED',
        { assessor },
        { by: 'manager' },
      );
      return outcome.kind === 'refused' ? outcome.refusals.map(({ message }) => message) : outcome.kind;
    };
    const open = await pathway.received();
    const away = await newNurse();
    await record({ person: away, from: '2026-01-05' as LocalDate, to: '2026-01-16' as LocalDate });
    const panelNurse = await newNurse({ roles: ['nurseAssessor', 'panelMember'] });
    const leaver = await newNurse({ roles: [] });

    expect(await naming(open, leaver)).toEqual(['This person holds no role of an assessor today.']);
    await service.moveTo('2026-01-16T09:00');
    expect(await naming(open, away)).toEqual(['This person is away until Friday 16 January 2026.']);
    await service.moveTo('2026-01-17T09:00');
    expect(await naming(open, away)).toBe('accepted');

    const signedOff = await pathway.signedOff();
    expect(await naming(signedOff, service.ids.secondNurse)).toEqual([
      expect.stringContaining('second person'),
    ]);
    const { id: listed, meeting } = await pathway.listed();
    const present = { present: ['chair', panelNurse], apologies: [] };
    await service.tell({ kind: 'meeting', id: meeting }, 'ATTENDANCE_RECORDED', present, {
      by: 'coordinator',
      at: '2026-02-04T14:00',
    });
    expect(await naming(listed, panelNurse)).toEqual([
      'This person sits on the panel that has the case on its agenda.',
    ]);
    expect(await naming(open, panelNurse)).toBe('accepted');
    expect(await service.parts.proof.differences('sefton', 'case', open)).toEqual([]);
  });

  it('of a leaver are spread among a team, each to the least loaded', async () => {
    const leaver = await newNurse();
    const ids = [];
    for (let n = 0; n < 4; n += 1) ids.push(await pathway.received());
    for (const id of ids) await give(id, leaver);
    await service.parts.directory.setRoles('sefton', leaver, []);

    const change = await tryOut({ select: { from: leaver }, team: 'nurses-north' });
    await apply(change);
    await service.carryOut();

    const now = await Promise.all(ids.map(assessorOf));
    expect(nurses.map((nurse) => now.filter((id) => id === nurse).length)).toEqual([2, 2]);
    expect(await loadOf(leaver)).toBeUndefined();
  });

  it('are judged again where they changed since the dry run', async () => {
    const [from, to] = [await newNurse(), await newNurse()];
    const [moves, diedSince, freedSince] = [
      await pathway.received(),
      await pathway.received(),
      await pathway.received(),
    ];
    for (const id of [moves, diedSince]) await give(id, from);
    await give(freedSince, to);
    const change = await tryOut({ select: { cases: [moves, diedSince, freedSince] }, to });
    const foreseen = await casesOf(change);
    await service.tell({ kind: 'case', id: diedSince }, 'CHILD_DIED', {
      diedOn: '2026-01-05',
      toldBy: 'the ward',
    });
    await give(freedSince, from);

    await apply(change);
    await service.carryOut();

    const state = (list: Awaited<ReturnType<typeof casesOf>>, id: string) =>
      list.find((each) => each.id === id);
    const done = await casesOf(change);
    expect(state(foreseen, diedSince)?.state).toBe('waiting');
    expect(state(foreseen, freedSince)).toMatchObject({ state: 'refused' });
    expect(state(done, moves)?.state).toBe('moved');
    expect(clauses(state(done, diedSince))).toEqual(['SCO-10']);
    expect(state(done, freedSince)).toMatchObject({ state: 'moved', toPerson: to });
  });

  it('move as the dry run said, whatever the cases and people, where nothing changed in between', async () => {
    const people = [
      await newNurse({ capacityPoints: 5 }),
      await newNurse(),
      await newNurse({ competences: [] }),
    ];
    const cases = [
      await pathway.received(),
      await pathway.assessing(),
      await pathway.signedOff(),
      await pathway.received(),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.constantFrom(...cases), { minLength: 1 }),
        fc.uniqueArray(fc.constantFrom(...people, service.ids.secondNurse), { minLength: 1 }),
        async (chosen, among) => {
          const change = await tryOut({ select: { cases: chosen }, among });
          const foreseen = await casesOf(change);
          await apply(change);
          await service.carryOut();
          const done = await casesOf(change);

          expect(done.map(({ id, toPerson }) => [id, toPerson])).toEqual(
            foreseen.map(({ id, toPerson }) => [id, toPerson]),
          );
          expect(done.map(({ state }) => state)).toEqual(
            foreseen.map(({ state }) => (state === 'waiting' ? 'moved' : state)),
          );
          for (const each of foreseen.filter(({ state }) => state === 'refused')) {
            expect(each.result.refusals?.length).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 12 },
    );
  });

  it('move once, though the process dies in the middle and two take it up', async () => {
    const [from, to] = [await newNurse(), await newNurse()];
    const ids = [];
    for (let n = 0; n < 5; n += 1) ids.push(await pathway.received());
    for (const id of ids) await give(id, from);
    const change = await tryOut({ select: { from }, to });
    await apply(change);

    let left = 3;
    layTrap((point) => {
      if (point === 'batch-case' && (left -= 1) === 0) throw new Error('the process dies here');
    });
    await service.carryOut();
    layTrap();
    const afterDeath = await Promise.all(ids.map(assessorOf));
    await service.query(`UPDATE alarms SET retry_at = NULL WHERE kind = 'batch'`);
    await Promise.all([service.carryOut(), service.carryOut()]);
    await service.carryOut();

    expect(afterDeath).toEqual(ids.map(() => from));
    for (const id of ids)
      expect((await namedIn(id)).map(({ content }) => content.assessor)).toEqual([from, to]);
    await expect(apply(change)).rejects.toMatchObject({ field: 'id' });
  });

  it.each([
    [
      'chosen in two ways',
      { select: { from: 'a8e0b8f0-0000-4000-8000-000000000000', leavers: true } },
      'cases',
    ],
    ['not chosen at all', { select: {} }, 'cases'],
    ['none of which is named', { select: { cases: [] } }, 'cases'],
    ['given to one of nobody', { select: { leavers: true }, among: [] }, 'among'],
    ['of another place', { select: { cases: ['a8e0b8f0-0000-4000-8000-000000000000'] } }, 'cases.0'],
    ['given to nobody', { select: { leavers: true }, to: 'a8e0b8f0-0000-4000-8000-000000000000' }, 'to'],
    ['spread among an empty team', { select: { leavers: true }, team: 'panel-office' }, 'team'],
  ])('%s are not tried out', async (_what, asked, field) => {
    await expect(tryOut(asked)).rejects.toMatchObject({ field });
  });
});
