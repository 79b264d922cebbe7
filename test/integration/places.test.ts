import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectFolder } from '../../src/config/project-folder.js';
import { createEngine } from '../../src/engine.module.js';
import { ProtocolChanged } from '../../src/places/places.js';
import { CHECKLIST, CHILD, CONSENT } from '../helpers/pathway.js';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';

const OWN = join(projectFolder(), 'workflows');
const OTHER_PLACE = `id: anyshire
name: Anyshire
protocol: sefton-v13
calendar: england-and-wales
organisations:
  - { id: anyshire-council, name: Anyshire Council, odsCode: null, kind: council, from: 1974-04-01, to: null, funds: [socialCare] }
overrides:
  timescales:
    checklist-decision: { length: { amount: 3, unit: workingDays } }
`;

let folder: string;
let service: Service;
let pathway: ServicePathway;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ccc-places-'));
  mkdirSync(join(folder, 'places'));
  cpSync(join(OWN, 'places', 'sefton.yaml'), join(folder, 'places', 'sefton.yaml'));
  writeFileSync(join(folder, 'places', 'anyshire.yaml'), OTHER_PLACE);
  cpSync(join(OWN, 'protocols', 'sefton-v13'), join(folder, 'protocols', 'sefton-v14'), { recursive: true });
  changeProtocol('sefton-v14', 'protocol.yaml', 'sefton-v13', 'sefton-v14');
  changeProtocol(
    'sefton-v14',
    'timescales.yaml',
    'length: { amount: 5, unit: workingDays }',
    'length: { amount: 7, unit: workingDays }',
  );
  service = await Service.start({ placesDir: folder });
  pathway = new ServicePathway(service);
}, 60_000);

afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true });
});

function changeProtocol(version: string, file: string, from: string, to: string): void {
  const path = join(folder, 'protocols', version, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not say ${from}`);
  writeFileSync(path, text.replace(from, to));
}

const dueOn = async (id: string) =>
  (
    await service.query<{ due_on: string }>(
      `SELECT due_on FROM deadlines WHERE case_id = $1 AND timescale = 'checklist-decision'`,
      [id],
    )
  )[0]?.due_on;

describe('a place', () => {
  it('is kept with its organisations, protocol and calendar', async () => {
    const [place] = await service.query(
      `SELECT name, protocol, calendar_version FROM places WHERE id = 'sefton'`,
    );
    const organisations = await service.parts.directory.organisations('sefton');

    expect(place).toMatchObject({ name: 'Sefton', protocol: 'sefton-v13' });
    expect(organisations.map(({ odsCode }) => odsCode)).toEqual(
      expect.arrayContaining(['01T', '01V', '0CX', 'QYG']),
    );
    expect(organisations.find(({ odsCode }) => odsCode === '01T')).toMatchObject({
      from: '2013-04-01',
      to: '2022-06-30',
    });
  });

  it('added without touching the program has its own people, cases and timescales', async () => {
    const nurse = await service.parts.directory.putPerson('anyshire', {
      name: 'Test Nurse',
      roles: ['nurseAssessor'],
    });
    const send = (id: string | null, type: string, content: Record<string, unknown>) =>
      service.parts.engine.execute({
        commandId: randomUUID(),
        subject: { kind: 'case', id },
        place: 'anyshire',
        type,
        content,
        by: nurse,
      });
    await service.moveTo('2026-01-05T09:00');
    const opened = await send(null, 'CASE_OPENED', { ...CHILD });
    if (opened.kind !== 'accepted') throw new Error(JSON.stringify(opened));
    await send(opened.subject, 'CONSENT_GIVEN', CONSENT);
    const received = await send(opened.subject, 'CHECKLIST_RECEIVED', {
      ...CHECKLIST,
      attendees: [{ person: nurse, discipline: 'health' }],
    });

    expect(opened.reference).toMatch(/^ANY-/);
    expect(received).toMatchObject({ kind: 'accepted' });
    expect(await dueOn(opened.subject)).toBe('2026-01-08');
    expect(await service.parts.proof.differences('anyshire', 'case', opened.subject)).toEqual([]);
  });

  it('knows the people and organisations of no other', async () => {
    const id = await pathway.opened();
    const determined = {
      organisation: 'anyshire-council',
      basis: 'b',
      determinedOn: '2026-01-05',
      inDoubt: false,
    };

    const outcome = await service.send({ kind: 'case', id }, 'COMMISSIONER_DETERMINED', determined);

    expect(outcome).toEqual({
      kind: 'invalid',
      errors: [
        { field: 'organisation', message: expect.stringContaining('no such organisation in this place') },
      ],
    });
  });
});

describe('a case', () => {
  it('[SCO-7] moves to another protocol version, and its deadlines are counted under that one', async () => {
    const id = await pathway.received();
    const before = await dueOn(id);
    const move = (to: string) => ({ to, decidedBy: 'chiefNurse', reason: 'revised' });

    const unknown = await service.send({ kind: 'case', id }, 'PROTOCOL_MOVED', move('sefton-v99'), {
      by: 'manager',
    });
    await service.tell({ kind: 'case', id }, 'PROTOCOL_MOVED', move('sefton-v14'), { by: 'manager' });
    await service.tell({ kind: 'case', id }, 'CASE_NOTE_ADDED', { note: 'goes on' });

    const events = await service.query<{ protocol: string }>(
      'SELECT protocol FROM events WHERE subject_id = $1 ORDER BY seq',
      [id],
    );
    expect(unknown).toMatchObject({ kind: 'refused', refusals: [{ clauses: ['SCO-7'] }] });
    expect(before).toBe('2026-01-12');
    expect(await dueOn(id)).toBe('2026-01-14');
    expect(events.map(({ protocol }) => protocol)).toEqual([
      ...Array.from({ length: 4 }, () => 'sefton-v13'),
      'sefton-v14',
    ]);
    expect(await service.parts.proof.differences('sefton', 'case', id)).toEqual([]);
  });
});

describe('a protocol version', () => {
  it('that cases were decided under cannot say something else when the service starts again', async () => {
    await pathway.opened();
    cpSync(join(OWN, 'protocols', 'sefton-v13'), join(folder, 'protocols', 'sefton-v13'), {
      recursive: true,
    });
    changeProtocol(
      'sefton-v13',
      'timescales.yaml',
      'length: { amount: 5, unit: workingDays }',
      'length: { amount: 6, unit: workingDays }',
    );

    const starting = createEngine(service.database.url, { placesDir: folder });

    await expect(starting).rejects.toThrow(ProtocolChanged);
    rmSync(join(folder, 'protocols', 'sefton-v13'), { recursive: true });
    await (await createEngine(service.database.url, { placesDir: folder })).close();
  });
});
