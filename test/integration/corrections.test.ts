import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHILD } from '../helpers/pathway.js';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';

let service: Service;
let pathway: ServicePathway;

beforeAll(async () => {
  service = await Service.start();
  pathway = new ServicePathway(service);
}, 60_000);

afterAll(() => service.stop());

const CASE = (id: string) => ({ kind: 'case' as const, id });
const differences = (id: string) => service.parts.proof.differences('sefton', 'case', id);
const childOf = async (id: string) =>
  (
    await service.query('SELECT k.* FROM children k JOIN cases c ON c.child_id = k.id WHERE c.id = $1', [id])
  )[0];
const typesOf = async (id: string) =>
  (await service.query('SELECT type FROM events WHERE subject_id = $1 ORDER BY seq', [id])).map(
    ({ type }) => type,
  );

describe('a wrong day put right', () => {
  it('[CHK-9] moves the deadline, withdraws the breach that no longer holds, and lets it pass again later', async () => {
    const id = await pathway.received();
    await service.moveTo('2026-01-13T09:00');
    const late = { event: 3, field: 'receivedOn', to: '2026-01-08', reason: 'the stamp was misread' };

    const outcome = await service.tell(CASE(id), 'FACT_CORRECTED', late, { version: 3 });
    const [moved] = await service.query(
      'SELECT due_on, withdrawn_by, awaits_passing FROM deadlines WHERE case_id = $1 AND key = $2',
      [id, 'checklist-decision/referral-1.1'],
    );
    const proof = await differences(id);
    await service.moveTo('2026-01-20T09:00');

    expect(outcome).toMatchObject({ seq: 5, version: 5 });
    expect(moved).toEqual({ due_on: '2026-01-15', withdrawn_by: 6, awaits_passing: true });
    expect(proof).toEqual([]);
    expect((await typesOf(id)).slice(3)).toEqual([
      'DEADLINE_PASSED',
      'FACT_CORRECTED',
      'BREACH_WITHDRAWN',
      'DEADLINE_PASSED',
    ]);
    expect(await differences(id)).toEqual([]);
  });

  it('[CHK-9] is judged as the field it corrects', async () => {
    const id = await pathway.received();
    const correct = (to: string) =>
      service.send(CASE(id), 'FACT_CORRECTED', { event: 3, field: 'receivedOn', to, reason: 'misread' });

    expect(await correct('soon')).toMatchObject({ kind: 'invalid', errors: [{ field: 'to' }] });
    expect(await correct('2026-01-06')).toMatchObject({ kind: 'invalid', errors: [{ field: 'to' }] });
    expect(await correct('2022-05-31')).toMatchObject({ kind: 'invalid', errors: [{ field: 'to' }] });
    expect(await differences(id)).toEqual([]);
  });

  it('of birth is put right in the child’s own row too', async () => {
    const id = await pathway.received();

    await service.tell(CASE(id), 'FACT_CORRECTED', {
      event: 1,
      field: 'dateOfBirth',
      to: '2021-12-31',
      reason: 'certificate',
    });

    const [row] = await service.query<{ record: { facts: { dateOfBirth: string } } }>(
      'SELECT record FROM cases WHERE id = $1',
      [id],
    );
    expect(row?.record.facts.dateOfBirth).toBe('2021-12-31');
    expect(await childOf(id)).toMatchObject({ date_of_birth: '2021-12-31', given_name: CHILD.givenName });
    expect(await differences(id)).toEqual([]);
  });

  it('[ROL-1] names another person, judged by what the directory says of them now', async () => {
    const id = await pathway.received();
    await service.tell(CASE(id), 'ASSESSOR_NAMED', { assessor: 'nurse' }, { by: 'manager' });
    const named = (to: string) => ({ event: 4, field: 'assessor', to, reason: 'mixed up' });

    const refused = await service.send(CASE(id), 'FACT_CORRECTED', named(service.ids.manager));
    await service.tell(CASE(id), 'FACT_CORRECTED', named(service.ids.secondNurse));

    const [row] = await service.query('SELECT assessor FROM cases WHERE id = $1', [id]);
    expect(refused.kind === 'refused' && refused.refusals[0]?.clauses).toEqual(['ROL-7']);
    expect(row).toEqual({ assessor: service.ids.secondNurse });
    expect(await differences(id)).toEqual([]);
  });
});

describe('the assessor put right', () => {
  const nurseOf = (more: object = {}): Promise<string> =>
    service.parts.directory.putPerson('sefton', {
      name: `Nurse ${randomUUID()}`,
      competences: ['complex-needs-of-children'],
      roles: ['nurseAssessor'],
      ...more,
    });
  const away = (person: string): Promise<unknown> =>
    service.parts.absences.record(
      { commandId: randomUUID(), place: 'sefton', by: service.ids.manager, type: 'test', said: person },
      { person, from: '2026-01-05', to: null, reason: 'leave', cover: null } as never,
    );
  const naming = async (id: string): Promise<number> =>
    (
      await service.query<{ seq: number }>(
        `SELECT max(seq) AS seq FROM events WHERE subject_id = $1 AND type = 'ASSESSOR_NAMED'`,
        [id],
      )
    )[0]?.seq ?? 0;
  const give = async (id: string, assessor = service.ids.nurse): Promise<number> => {
    const { seq } = await service.tell(CASE(id), 'ASSESSOR_NAMED', { assessor }, { by: 'manager' });
    return seq;
  };
  const correct = async (id: string, event: number, to: string): Promise<unknown> => {
    const said = { event, field: 'assessor', to, reason: 'mixed up' };
    const outcome = await service.send(CASE(id), 'FACT_CORRECTED', said);
    return outcome.kind === 'refused' ? outcome.refusals.map(({ clauses }) => clauses[0]) : outcome.kind;
  };

  it('[ROL-1] [ROL-7] is somebody who assesses, is competent and is there, as in naming them', async () => {
    const id = await pathway.received();
    const event = await give(id);
    const absent = await nurseOf();
    await away(absent);

    expect(await correct(id, event, await nurseOf({ roles: ['manager'] }))).toEqual(['ROL-1']);
    expect(await correct(id, event, await nurseOf({ competences: [] }))).toEqual(['ROL-7']);
    expect(await correct(id, event, absent)).toEqual(['ROL-1']);
    expect(await correct(id, event, await nurseOf())).toBe('accepted');
    expect(await differences(id)).toEqual([]);
  });

  it('[PAN-3] does not sit on the panel that has the case on its agenda', async () => {
    const { id, meeting } = await pathway.listed();
    const panelNurse = await nurseOf({ roles: ['nurseAssessor', 'panelMember'] });
    const present = { present: ['chair', panelNurse], apologies: [] };
    await service.tell({ kind: 'meeting', id: meeting }, 'ATTENDANCE_RECORDED', present, {
      by: 'coordinator',
      at: '2026-02-04T14:00',
    });
    const event = await naming(id);
    const before = await service.query('SELECT version FROM cases WHERE id = $1', [id]);

    expect(event).toBeGreaterThan(0);
    expect(await correct(id, event, panelNurse)).toEqual(['PAN-3']);
    expect(await service.query('SELECT version FROM cases WHERE id = $1', [id])).toEqual(before);
    expect(await correct(id, event, await nurseOf())).toBe('accepted');
    expect(await differences(id)).toEqual([]);
  }, 60_000);

  it('[ROL-1] where somebody else is the assessor by now, is judged by what was so then', async () => {
    const id = await pathway.received();
    const earlier = await give(id);
    await give(id, await nurseOf());
    const wasThere = await nurseOf();
    await away(wasThere);

    expect(await correct(id, earlier, wasThere)).toBe('accepted');
    expect(await differences(id)).toEqual([]);
  });
});

describe('an event entered in error', () => {
  it('[PAN-1] takes the item off the agenda it should not have been on', async () => {
    const { id, meeting } = await pathway.listed();
    const [listed] = await service.query<{ seq: number }>(
      `SELECT seq FROM events WHERE subject_id = $1 AND type = 'ITEM_LISTED'`,
      [id],
    );
    const before = await service.query('SELECT status FROM agenda_items WHERE meeting_id = $1', [meeting]);

    await service.tell(CASE(id), 'ENTERED_IN_ERROR', { event: listed?.seq, reason: 'another child' });

    const after = await service.query('SELECT status FROM agenda_items WHERE meeting_id = $1', [meeting]);
    const [row] = await service.query('SELECT stage FROM cases WHERE id = $1', [id]);
    expect(before).toEqual([{ status: 'listed' }]);
    expect(after).toEqual([]);
    expect(row).toEqual({ stage: 'panelItem.ready' });
    expect(await differences(id)).toEqual([]);
  }, 60_000);

  it('[PAN-3] undoes the part someone was wrongly said to have taken', async () => {
    const id = await pathway.assessing();
    const evidence = {
      area: 'holistic',
      kind: 'report',
      dated: '2026-01-06',
      heldAt: 'the file',
      author: 'chair',
    };
    const { seq } = await service.tell(CASE(id), 'EVIDENCE_RECORDED', evidence);
    const parts = () =>
      service.query(`SELECT part FROM participations WHERE case_id = $1 AND person_id = $2`, [
        id,
        service.ids.chair,
      ]);
    const before = await parts();

    await service.tell(CASE(id), 'ENTERED_IN_ERROR', { event: seq, reason: 'by someone of the same name' });

    expect(before).toEqual([{ part: 'evidence' }]);
    expect(await parts()).toEqual([]);
    expect(await differences(id)).toEqual([]);
  });

  it('[CHK-7] takes back the notice that was owed because of it, and leaves those that are', async () => {
    const id = await pathway.assessing();
    const proceeded = await service.query<{ seq: number }>(
      `SELECT seq FROM events WHERE subject_id = $1 AND type = 'CHECKLIST_PROCEEDED'`,
      [id],
    );
    const owed = () =>
      service.query('SELECT recipient, owed_since FROM notices_owed WHERE case_id = $1 AND settled IS NULL', [
        id,
      ]);
    const before = await owed();

    await service.tell(
      CASE(id),
      'ENTERED_IN_ERROR',
      { event: proceeded[0]?.seq, reason: 'the wrong child' },
      { at: '2026-01-08' },
    );
    const struck = await owed();
    await service.tell(
      CASE(id),
      'CHECKLIST_PROCEEDED',
      { decidedOn: '2026-01-09', rationale: 'need' },
      { at: '2026-01-09' },
    );

    expect(before).toEqual([{ recipient: 'referrer', owed_since: '2026-01-07' }]);
    expect(struck).toEqual([]);
    expect(await owed()).toEqual([{ recipient: 'referrer', owed_since: '2026-01-09' }]);
    expect(await differences(id)).toEqual([]);
  });

  it('that later events rest on stays, and what rests on it is named', async () => {
    const id = await pathway.assessing();

    const outcome = await service.send(CASE(id), 'ENTERED_IN_ERROR', { event: 3, reason: 'the wrong child' });

    expect(outcome).toMatchObject({ kind: 'refused' });
    expect(outcome.kind === 'refused' && outcome.refusals[0]?.message).toContain(
      'Event 4 (Quality assure the checklist) rests on it',
    );
    expect(await differences(id)).toEqual([]);
  });

  it('is kept: nothing of it is removed from the events', async () => {
    const id = await pathway.opened();
    const { seq } = await service.tell(CASE(id), 'CASE_NOTE_ADDED', { note: 'of another child' });

    await service.tell(CASE(id), 'ENTERED_IN_ERROR', { event: seq, reason: 'the wrong child' });

    expect(await typesOf(id)).toEqual(['CASE_OPENED', 'CASE_NOTE_ADDED', 'ENTERED_IN_ERROR']);
    expect(
      await service.query('SELECT words FROM texts WHERE subject_id = $1 AND seq = $2', [id, seq]),
    ).toHaveLength(1);
  });
});

describe('who the child is, put right', () => {
  it('[SCO-6] changes the child’s own row and keeps what was there beside the event', async () => {
    const id = await pathway.opened({ familyName: 'Mistaken', address: '1 Wrong Road' });
    const identity = {
      familyName: 'Corrected',
      address: '2 Right Road',
      wrongChild: false,
      reason: 'misheard',
    };

    const { seq } = await service.tell(CASE(id), 'IDENTITY_CORRECTED', identity);

    const texts = await service.query(
      'SELECT field, words FROM texts WHERE subject_id = $1 AND seq = $2 ORDER BY field',
      [id, seq],
    );
    expect(await childOf(id)).toMatchObject({
      family_name: 'Corrected',
      given_name: CHILD.givenName,
      address: '2 Right Road',
    });
    expect(texts).toEqual([
      { field: 'before.address', words: '1 Wrong Road' },
      { field: 'before.familyName', words: 'Mistaken' },
      { field: 'reason', words: 'misheard' },
    ]);
    expect(await differences(id)).toEqual([]);
  });

  it('[SCO-6] is itself put right by another correction, so that the child’s row and the events agree', async () => {
    const id = await pathway.opened();
    const identity = { familyName: 'Corrected', wrongChild: false, reason: 'misheard' };
    const { seq } = await service.tell(CASE(id), 'IDENTITY_CORRECTED', identity);

    const outcome = await service.send(CASE(id), 'ENTERED_IN_ERROR', { event: seq, reason: 'not misheard' });

    expect(outcome).toMatchObject({ kind: 'invalid', errors: [{ field: 'event' }] });
    expect(await childOf(id)).toMatchObject({ family_name: 'Corrected' });
  });

  it('[SCO-6] gives a child without an NHS number theirs, but never another child’s', async () => {
    const other = await childOf(await pathway.opened());
    const id = await pathway.opened({ nhsNumber: undefined, nhsNumberMissing: 'born abroad' });
    const withNumber = (nhsNumber: unknown) => ({ nhsNumber, wrongChild: false, reason: 'registered' });

    const taken = await service.send(CASE(id), 'IDENTITY_CORRECTED', withNumber(other?.['nhs_number']));
    await service.tell(CASE(id), 'IDENTITY_CORRECTED', withNumber('9990000026'));

    expect(taken).toMatchObject({ kind: 'invalid', errors: [{ field: 'nhsNumber' }] });
    expect(await childOf(id)).toMatchObject({ nhs_number: '9990000026' });
  });
});
