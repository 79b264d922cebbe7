import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';

let service: Service;
let pathway: ServicePathway;

beforeAll(async () => {
  service = await Service.start();
  pathway = new ServicePathway(service);
}, 60_000);

afterAll(() => service.stop());

const notesOf = async (id: string): Promise<number> => {
  const [row] = await service.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM events WHERE subject_id = $1 AND type = 'CASE_NOTE_ADDED'`,
    [id],
  );
  return row?.count ?? 0;
};

describe('the same command sent again', () => {
  it('has the same outcome and records nothing more', async () => {
    const id = await pathway.opened();
    const command = service.command({ kind: 'case', id }, 'CASE_NOTE_ADDED', { note: 'told by telephone' });

    const first = await service.parts.engine.execute(command);
    const second = await service.parts.engine.execute(command);

    expect(second).toEqual({ ...first, replayed: true });
    expect(await notesOf(id)).toBe(1);
  });

  it('twenty times at once is recorded once', async () => {
    const id = await pathway.opened();
    const command = service.command({ kind: 'case', id }, 'CASE_NOTE_ADDED', { note: 'told by telephone' });

    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => service.parts.engine.execute(command)),
    );

    expect(outcomes.map(({ kind }) => kind)).toEqual(Array.from({ length: 20 }, () => 'accepted'));
    expect(outcomes.filter((each) => each.kind === 'accepted' && !each.replayed)).toHaveLength(1);
    expect(await notesOf(id)).toBe(1);
  });

  it('opens one case, however often it comes at once', async () => {
    const child = {
      givenName: 'Test',
      familyName: 'Twice',
      dateOfBirth: '2021-03-04',
      nhsNumberMissing: 'born abroad',
      parentalResponsibility: [{ relationship: 'father', name: 'Test Father' }],
    };
    const command = service.command({ kind: 'case', id: null }, 'CASE_OPENED', child);

    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => service.parts.engine.execute(command)),
    );

    const children = await service.query(`SELECT 1 FROM children WHERE family_name = 'Twice'`);
    expect(new Set(outcomes.map((each) => each.kind === 'accepted' && each.subject)).size).toBe(1);
    expect(children).toHaveLength(1);
  });

  it('is refused alike, and noted once', async () => {
    const id = await pathway.opened();
    const command = service.command({ kind: 'case', id }, 'CASE_REOPENED', {
      reason: 'reReferral',
      words: 'again',
    });

    const first = await service.parts.engine.execute(command);
    const second = await service.parts.engine.execute(command);

    expect(first.kind).toBe('refused');
    expect(second).toEqual(first);
    expect(await service.query('SELECT 1 FROM audit_entries WHERE subject_id = $1', [id])).toHaveLength(1);
  });

  it('with a field in another order is the same command', async () => {
    const id = await pathway.opened();
    const commandId = randomUUID();
    const [given, withdrawn] = [
      { with: 'family', how: 'letter', contactOn: '2026-01-05', about: 'a visit' },
      { about: 'a visit', contactOn: '2026-01-05', how: 'letter', with: 'family' },
    ];

    await service.tell({ kind: 'case', id }, 'CONTACT_LOGGED', given, { commandId });

    expect(
      await service.tell({ kind: 'case', id }, 'CONTACT_LOGGED', withdrawn, { commandId }),
    ).toMatchObject({
      replayed: true,
    });
  });
});

describe('a key that was used', () => {
  it('for other content is not answered with what became of that', async () => {
    const id = await pathway.opened();
    const commandId = randomUUID();
    await service.tell({ kind: 'case', id }, 'CASE_NOTE_ADDED', { note: 'one' }, { commandId });

    expect(
      await service.send({ kind: 'case', id }, 'CASE_NOTE_ADDED', { note: 'another' }, { commandId }),
    ).toEqual({
      kind: 'keyReused',
    });
    expect(await notesOf(id)).toBe(1);
  });

  it('by someone else never shows them the first one’s outcome', async () => {
    const id = await pathway.opened();
    const commandId = randomUUID();
    await service.tell({ kind: 'case', id }, 'CASE_NOTE_ADDED', { note: 'one' }, { commandId });

    const stolen = await service.send(
      { kind: 'case', id },
      'CASE_NOTE_ADDED',
      { note: 'one' },
      { commandId, by: 'manager' },
    );

    expect(stolen).toEqual({ kind: 'keyReused' });
  });

  it('for content that was wrong can be used again for what is right', async () => {
    const id = await pathway.opened();
    const commandId = randomUUID();

    const wrong = await service.send({ kind: 'case', id }, 'CASE_NOTE_ADDED', { note: ' ' }, { commandId });
    const right = await service.send(
      { kind: 'case', id },
      'CASE_NOTE_ADDED',
      { note: 'written' },
      { commandId },
    );

    expect(wrong.kind).toBe('invalid');
    expect(right).toMatchObject({ kind: 'accepted', replayed: false });
  });
});
