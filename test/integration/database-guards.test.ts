import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClockIsTrue, settlePurpose } from '../../src/clock/service-clock.js';
import { DatabaseFailure } from '../../src/database/database-failure.js';
import { inTransaction, statement } from '../../src/database/transaction.js';
import { createEngine } from '../../src/engine.module.js';
import { createTestDatabase } from '../helpers/database.js';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';

let service: Service;
let pathway: ServicePathway;

beforeAll(async () => {
  service = await Service.start();
  pathway = new ServicePathway(service);
}, 60_000);

afterAll(() => service.stop());

describe('the database itself refuses', () => {
  it.each([
    ['events', 'UPDATE', `UPDATE events SET content = '{}'`],
    ['events', 'DELETE', 'DELETE FROM events WHERE false'],
    ['events', 'TRUNCATE', 'TRUNCATE events CASCADE'],
    ['audit_entries', 'UPDATE', `UPDATE audit_entries SET action = 'accepted'`],
    ['audit_entries', 'DELETE', 'DELETE FROM audit_entries'],
    ['audit_entries', 'TRUNCATE', 'TRUNCATE audit_entries'],
    ['commands', 'UPDATE', `UPDATE commands SET outcome = '{}'`],
    ['commands', 'DELETE', 'DELETE FROM commands'],
    ['commands', 'TRUNCATE', 'TRUNCATE commands'],
    ['calendar_versions', 'DELETE', 'DELETE FROM calendar_versions'],
    ['texts', 'UPDATE', `UPDATE texts SET words = ''`],
  ])('to change %s by %s', async (table, what, sql) => {
    await expect(service.query(sql)).rejects.toThrow(`${what} is refused on ${table}`);
  });

  it('a second event at the same place of a case', async () => {
    const id = await pathway.opened();

    await expect(
      service.query(
        `INSERT INTO events SELECT (jsonb_populate_record(e, jsonb_build_object('event_id', gen_random_uuid()))).*
         FROM events e WHERE subject_id = $1`,
        [id],
      ),
    ).rejects.toThrow('pk_events');
  });

  it('[PAN-3] whoever took part in the assessment as one who decides', async () => {
    const { id } = await pathway.decided();

    await expect(
      service.query(
        `INSERT INTO decision_makers (place_id, case_id, process, person_id) VALUES ('sefton', $1, 'panelItem-1', $2)`,
        [id, service.ids.secondNurse],
      ),
    ).rejects.toThrow('PAN-3');
  }, 60_000);

  it('[PAN-3] whoever declared an interest that excludes them as one who decides', async () => {
    const listed = await pathway.listed();
    const { id } = listed;
    const declared = { person: 'manager', nature: 'A cousin of the child', excludes: true };
    await service.tell({ kind: 'case', id }, 'INTEREST_DECLARED', declared, { by: 'chair' });
    await pathway.decide(listed);

    await expect(
      service.query(
        `INSERT INTO decision_makers (place_id, case_id, process, person_id) VALUES ('sefton', $1, 'panelItem-1', $2)`,
        [id, service.ids.manager],
      ),
    ).rejects.toThrow('PAN-3: whoever declared an interest');
  }, 60_000);

  it('[PAN-13] whoever presents the item as one who decides', async () => {
    const { id } = await pathway.decided();

    await expect(
      service.query(
        `INSERT INTO decision_makers (place_id, case_id, process, person_id) VALUES ('sefton', $1, 'panelItem-1', $2)`,
        [id, service.ids.nurse],
      ),
    ).rejects.toThrow('PAN-13');
    await expect(
      service.query(`UPDATE decision_makers SET person_id = $2 WHERE case_id = $1`, [id, service.ids.nurse]),
    ).rejects.toThrow(/PAN-13/);
  }, 60_000);

  it('[PAN-3] nobody who is independent', async () => {
    const { id } = await pathway.decided();

    const deciders = await service.query<{ person_id: string }>(
      'SELECT person_id FROM decision_makers WHERE case_id = $1',
      [id],
    );

    expect(deciders.map(({ person_id: who }) => who).sort()).toEqual(
      [service.ids.chair, service.ids.commissioner, service.ids.headOfInclusion].sort(),
    );
  }, 60_000);

  it('an NHS number of a wrong shape, whoever writes it', async () => {
    await expect(service.query(`UPDATE children SET nhs_number = '12345'`)).rejects.toThrow(
      'children_nhs_number_shape',
    );
  });
});

describe('what the database says of a failure', () => {
  it('names the rule that was broken and never what was in the row', async () => {
    const id = await pathway.opened();
    const double = statement(
      'double-child',
      `INSERT INTO children SELECT place_id, gen_random_uuid(), given_name, family_name, date_of_birth, nhs_number, address,
         parental_responsibility, salts FROM children WHERE id = (SELECT child_id FROM cases WHERE id = $1)`,
    );

    const failure = await inTransaction(service.parts.dataSource, (tx) => tx.change(double, [id])).catch(
      (error: unknown) => error,
    );

    expect(failure).toBeInstanceOf(DatabaseFailure);
    expect(failure).toMatchObject({ code: '23505', constraint: 'children_nhs_number', table: 'children' });
    expect(JSON.stringify({ ...(failure as object), message: String(failure) })).not.toMatch(
      /999\d{7}|Pathway/,
    );
  });

  it('waits for a lock only so long', async () => {
    const id = await pathway.opened();
    const impatient = await createEngine(service.database.url, { lockTimeout: 200, migrate: false });
    const runner = service.parts.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query('SELECT 1 FROM cases WHERE id = $1 FOR UPDATE', [id]);
    const command = service.command({ kind: 'case', id }, 'CASE_NOTE_ADDED', { note: 'a note' });

    await expect(impatient.engine.execute(command)).rejects.toMatchObject({ code: '55P03' });

    await runner.rollbackTransaction();
    await runner.release();
    expect(await impatient.engine.execute(command)).toMatchObject({ kind: 'accepted' });
    await impatient.close();
  });
});

describe('a live database', () => {
  it('has the true clock: neither the service nor a statement can move it', async () => {
    const database = await createTestDatabase();
    const live = await createEngine(database.url);

    expect(await live.clock.purpose()).toBe('live');
    await expect(live.clock.moveTo('2026-01-05T09:00:00.000Z')).rejects.toThrow(ClockIsTrue);
    await expect(live.dataSource.query(`UPDATE service_clock SET shift = interval '1 day'`)).rejects.toThrow(
      'service_clock_true_when_live',
    );

    await live.close();
    await database.drop();
  });

  it('becomes nothing else once there are cases in it, nor does any other become live', async () => {
    await pathway.opened();

    await expect(settlePurpose(service.parts.dataSource, 'live')).rejects.toMatchObject({ code: '23000' });
    await expect(service.query(`UPDATE service_clock SET purpose = 'demonstration'`)).rejects.toThrow(
      'settled before',
    );
    await expect(settlePurpose(service.parts.dataSource, 'test')).resolves.toBeUndefined();
  });
});

describe('ids', () => {
  it('of one place lead to nothing in another', async () => {
    const id = await pathway.opened();
    const [row] = await service.query('SELECT place_id FROM cases WHERE id = $1', [id]);

    expect(row).toEqual({ place_id: 'sefton' });
    expect(await service.parts.directory.person('elsewhere', service.ids.nurse)).toBeUndefined();
    expect(await service.parts.directory.person('sefton', randomUUID())).toBeUndefined();
  });
});
