import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHECKLIST, CHILD, CONSENT } from '../helpers/pathway.js';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';

let service: Service;
let pathway: ServicePathway;

const TABLES = ['events', 'texts', 'cases', 'deadlines', 'children', 'notices_owed', 'participations'];

/** How many rows each table has that a step of a case can write. */
const rowCounts = async (): Promise<Record<string, number>> =>
  Object.fromEntries(
    await Promise.all(
      TABLES.map(async (table): Promise<[string, number]> => {
        const [row] = await service.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
        return [table, row?.count ?? 0];
      }),
    ),
  );

beforeAll(async () => {
  service = await Service.start();
  pathway = new ServicePathway(service);
}, 60_000);

afterAll(() => service.stop());

describe('a step', () => {
  it('is stored whole: the event, the record, the deadlines and what is owed', async () => {
    const id = await pathway.received();

    const [row] = await service.query(
      'SELECT stage, stage_words, seq, person_version FROM cases WHERE id = $1',
      [id],
    );
    const events = await service.query(
      'SELECT seq, type, by_system FROM events WHERE subject_id = $1 ORDER BY seq',
      [id],
    );
    const deadlines = await service.query<{ key: string }>('SELECT key FROM deadlines WHERE case_id = $1', [
      id,
    ]);

    expect(row).toEqual({
      stage: 'referral.received',
      stage_words: 'Checklist received',
      seq: 3,
      person_version: 3,
    });
    expect(events.map(({ type }) => type)).toEqual(['CASE_OPENED', 'CONSENT_GIVEN', 'CHECKLIST_RECEIVED']);
    expect(deadlines.map(({ key }) => key)).toContain('checklist-decision/referral-1.1');
  });

  it('leaves nothing behind where it breaks off, not even the answer to the command', async () => {
    const id = await pathway.received();
    const before = await rowCounts();
    const again = { ...CHECKLIST, receivedOn: '2026-01-06' };
    await service.tell({ kind: 'case', id }, 'CHECKLIST_QUALITY_ASSURED', {
      complete: false,
      gaps: ['consent'],
    });
    await service.tell({ kind: 'case', id }, 'CHECKLIST_RETURNED', {
      returnedOn: '2026-01-05',
      missing: ['consent'],
    });
    const returned = await rowCounts();
    const command = service.command({ kind: 'case', id }, 'CHECKLIST_RECEIVED', again, { by: 'referrer' });
    await service.moveTo('2026-01-06');
    await service.query(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'the disk is full' USING ERRCODE = 'disk_full'; END $$`);
    await service.query('CREATE TRIGGER fail BEFORE INSERT ON participations EXECUTE FUNCTION fail()');

    await expect(service.parts.engine.execute(command)).rejects.toThrow('The database refused (53100)');
    const afterwards = await rowCounts();
    await service.query('DROP FUNCTION fail() CASCADE');
    const retried = await service.parts.engine.execute(command);

    expect(before).not.toEqual(returned);
    expect(afterwards).toEqual(returned);
    expect(retried).toMatchObject({ kind: 'accepted', replayed: false });
  });

  it('that is refused stores the refusal in the audit, with its clauses, and nothing else', async () => {
    const id = await pathway.opened();
    const before = await rowCounts();

    const outcome = await service.send({ kind: 'case', id }, 'CHECKLIST_PROCEEDED', {
      decidedOn: '2026-01-05',
      rationale: 'urgent',
    });

    const [entry] = await service.query(
      'SELECT action, type, clauses FROM audit_entries WHERE subject_id = $1',
      [id],
    );
    expect(outcome).toMatchObject({ kind: 'refused', version: 1 });
    expect(outcome.kind === 'refused' && outcome.refusals.map(({ clauses }) => clauses[0])).toContain(
      'CHK-3',
    );
    expect(await rowCounts()).toEqual(before);
    expect(entry).toMatchObject({ action: 'refused', type: 'CHECKLIST_PROCEEDED' });
    expect(entry?.['clauses']).toEqual(expect.arrayContaining(['CHK-6', 'CHK-3']));
  });

  it('that the role does not allow names the roles that may, and is noted', async () => {
    const id = await pathway.received();

    const outcome = await service.send(
      { kind: 'case', id },
      'CHECKLIST_QUALITY_ASSURED',
      { complete: true, gaps: [] },
      { by: 'referrer' },
    );

    const [entry] = await service.query('SELECT action FROM audit_entries WHERE subject_id = $1', [id]);
    expect(outcome).toMatchObject({ kind: 'notAllowed', roles: ['nurseAssessor', 'manager'] });
    expect(entry).toEqual({ action: 'notAllowed' });
  });

  it('of a case that is not there, or is another place’s, is unknown', async () => {
    const id = await pathway.opened();
    const command = service.command({ kind: 'case', id }, 'CASE_NOTE_ADDED', { note: 'a note' });

    expect(await service.parts.engine.execute({ ...command, place: 'elsewhere' })).toEqual({
      kind: 'unknown',
      what: 'place',
    });
    expect(
      await service.send({ kind: 'case', id: '00000000-0000-4000-8000-000000000000' }, 'CASE_NOTE_ADDED', {
        note: 'a note',
      }),
    ).toEqual({ kind: 'unknown', what: 'case' });
    expect(
      await service.send({ kind: 'case', id: 'not-an-id' }, 'CASE_NOTE_ADDED', { note: 'a note' }),
    ).toEqual({
      kind: 'unknown',
      what: 'case',
    });
  });

  it('is recorded by the service itself only where the service does so', async () => {
    const id = await pathway.received();
    const content = {
      deadline: 'checklist-decision/referral-1.1',
      dueAt: '2026-01-12T23:59:59.000Z',
      occurrence: 1,
    };

    const outcome = await service.send({ kind: 'case', id }, 'DEADLINE_PASSED', content, { by: 'manager' });

    expect(outcome).toMatchObject({ kind: 'notAllowed', roles: [] });
  });
});

describe('the words of an event', () => {
  it('are kept apart from it: the event holds their proof', async () => {
    const id = await pathway.opened();
    await service.tell({ kind: 'case', id }, 'CONSENT_GIVEN', {
      ...CONSENT,
      givenBy: 'Fictitious Mother of Test',
    });

    const [event] = await service.query<{ content: Record<string, unknown> }>(
      `SELECT content FROM events WHERE subject_id = $1 AND type = 'CONSENT_GIVEN'`,
      [id],
    );
    const texts = await service.query('SELECT field, words FROM texts WHERE subject_id = $1 ORDER BY field', [
      id,
    ]);

    expect(event?.content['givenBy']).toEqual({
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      characters: 25,
    });
    expect(texts).toEqual([
      { field: 'document', words: 'scanned form' },
      { field: 'givenBy', words: 'Fictitious Mother of Test' },
    ]);
  });

  it('[SCO-6] never hold who the child is, which is in the child’s own row alone', async () => {
    const id = await pathway.opened({ familyName: 'Uniquename', address: '7 Nowhere Lane' });

    const [child] = await service.query('SELECT family_name, address FROM children WHERE family_name = $1', [
      'Uniquename',
    ]);
    const everywhere = await service.query<{ text: string }>(
      `SELECT row_to_json(e)::text AS text FROM events e WHERE subject_id = $1
       UNION ALL SELECT row_to_json(c)::text FROM cases c WHERE id = $1
       UNION ALL SELECT row_to_json(t)::text FROM texts t WHERE subject_id = $1
       UNION ALL SELECT row_to_json(c)::text FROM commands c WHERE subject_id = $1`,
      [id],
    );

    expect(child).toEqual({ family_name: 'Uniquename', address: '7 Nowhere Lane' });
    expect(everywhere.length).toBeGreaterThan(2);
    for (const { text } of everywhere) expect(text).not.toMatch(/Uniquename|Nowhere|9990/);
  });

  it('cannot be told from their proof: the same words have another proof in another event', async () => {
    const id = await pathway.opened();
    for (let nth = 1; nth <= 2; nth += 1)
      await service.tell({ kind: 'case', id }, 'CASE_NOTE_ADDED', { note: 'the same words' });

    const notes = await service.query<{ digest: string }>(
      `SELECT content -> 'note' ->> 'digest' AS digest FROM events WHERE subject_id = $1 AND type = 'CASE_NOTE_ADDED'`,
      [id],
    );

    expect(new Set(notes.map(({ digest }) => digest)).size).toBe(2);
  });
});

describe('a child', () => {
  it('[SCO-6] is known by an NHS number once; the answer does not repeat the number', async () => {
    const id = await pathway.opened();
    const [known] = await service.query<{ nhs_number: string }>(
      'SELECT nhs_number FROM children k JOIN cases c ON c.child_id = k.id WHERE c.id = $1',
      [id],
    );

    const outcome = await service.send({ kind: 'case', id: null }, 'CASE_OPENED', {
      ...CHILD,
      nhsNumber: known?.nhs_number,
    });

    expect(outcome).toMatchObject({ kind: 'invalid', errors: [{ field: 'nhsNumber' }] });
    expect(JSON.stringify(outcome)).toContain('already known');
    expect(JSON.stringify(outcome)).not.toContain(known?.nhs_number);
  });

  it('has a reference that says nothing of the child', async () => {
    const outcome = await service.tell({ kind: 'case', id: null }, 'CASE_OPENED', {
      ...CHILD,
      nhsNumber: '999 000 0018',
    });

    expect(outcome.reference).toMatch(/^SEF-[2-9A-HJKMNP-TV-Z]{6}$/);
  });
});
