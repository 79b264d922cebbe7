import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTransaction } from '../../src/database/transaction.js';
import { MailServer } from '../helpers/mail-server.js';
import { Service, type Who } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';
import { londonToInstant } from '../../workflows/protocol/index.js';

let mail: MailServer;
let service: Service;
let pathway: ServicePathway;

const CASE = (id: string) => ({ kind: 'case' as const, id });
const PUBLIC = 'https://care.example.org';

/** Only the digests among what was received, by whom they are for. */
const digests = () =>
  mail.received
    .filter(({ raw }) => raw.includes('Continuing care on '))
    .map(({ to, raw }) => ({
      to: to[0]?.split('@')[0],
      subject: /^Subject: (.*)$/m.exec(raw.replaceAll(/\r\n[ \t]+/g, ' '))?.[1]?.trim() ?? '',
      text: raw.slice(raw.indexOf('Continuing care on ')).replaceAll('\r\n', '\n'),
    }));

/** Lets mornings come, one after the other, and waits each time for what is sent. */
const morning = async (...days: string[]): Promise<void> => {
  mail.received.length = 0;
  for (const day of days) {
    await service.moveTo(`${day}T07:30`);
    await service.parts.postman.idle();
  }
};

/** As after an outage: the clock goes on and nothing rings meanwhile. */
const outageUntil = async (at: string): Promise<void> => {
  await service.query(`UPDATE service_clock SET shift = $1::timestamptz - clock_timestamp()`, [
    londonToInstant(at),
  ]);
  await service.parts.duePass.run();
  await service.parts.postman.idle();
};

beforeAll(async () => {
  mail = await MailServer.start();
  service = await Service.start({ mail: mail.settings, publicAddress: PUBLIC });
  pathway = new ServicePathway(service);
  for (const who of ['nurse', 'secondNurse', 'manager'] as Who[]) {
    const person = await service.parts.directory.person('sefton', service.ids[who]);
    await service.parts.directory.putPerson('sefton', { ...person, email: `${who}@example.org` } as never);
  }
  await service.query(`UPDATE people SET team_id = 'nurses-north' WHERE id = $1`, [service.ids.nurse]);
}, 60_000);

afterAll(async () => {
  await service.stop();
  await mail.stop();
});

describe('the morning digest', () => {
  let id: string;
  let reference: string;

  beforeAll(async () => {
    id = await pathway.received();
    await pathway.received();
    await service.tell(CASE(id), 'ASSESSOR_NAMED', { assessor: 'nurse' }, { by: 'manager' });
    const [row] = await service.query<{ reference: string }>('SELECT reference FROM cases WHERE id = $1', [
      id,
    ]);
    reference = row?.reference ?? '';
    await service.moveTo('2026-01-05T12:00');
    await service.parts.digests.start();
  });

  it('[ROL-4] tells an assessor on a working morning what of theirs is due, and who has nothing, nothing', async () => {
    await morning('2026-01-06');

    expect(digests().map(({ to }) => to)).toEqual(expect.arrayContaining(['nurse', 'manager']));
    expect(digests()).toHaveLength(2);
    const nurse = digests().find(({ to }) => to === 'nurse');
    expect(nurse?.subject).toBe('Tuesday 6 January 2026: what is ahead');
    expect(nurse?.text).toBe(
      [
        'Continuing care on Tuesday 6 January 2026',
        '',
        'Due soon (1)',
        `- ${reference}: the decision on the checklist is due on Monday 12 January 2026, in 4 working days. [CHK-6, CHK-9]`,
        `  ${PUBLIC}/cases/${id}`,
        '',
        'Not read yet (1)',
        `- ${reference}: you are its assessor now. [ROL-1]`,
        '',
        `Open the service: ${PUBLIC}/`,
        '',
        'This was written by the continuing care service. Nobody reads replies to it.',
        '',
      ].join('\n'),
    );
  });

  it('[ROL-1] tells a manager of each team, and of cases that nobody is named for', () => {
    const manager = digests().find(({ to }) => to === 'manager');

    expect(manager?.subject).toBe('Tuesday 6 January 2026: 1 unassigned');
    expect(manager?.text).toContain(
      ['By team', '- Nurse assessors, north Sefton: 1 due soon', '- Nobody named: 1 due soon'].join('\n'),
    );
    expect(manager?.text).toContain('- 1 case has no named assessor. [ROL-1]');
  });

  it('comes once to each person and morning, however often its alarm rings', async () => {
    mail.received.length = 0;
    const now = await service.parts.clock.now();
    const ring = () =>
      inTransaction(service.parts.dataSource, (tx) =>
        service.parts.digests.ring(tx, { place: 'sefton' }, now),
      );
    expect([await ring(), await ring()]).toEqual(Array(2).fill(londonToInstant('2026-01-07T07:30')));
    await service.parts.duePass.run();
    await service.parts.postman.idle();

    expect(digests()).toEqual([]);
  });

  it('comes on no weekend, and says what is overdue and due that day', async () => {
    await morning('2026-01-07', '2026-01-08', '2026-01-09', '2026-01-10', '2026-01-11', '2026-01-12');
    const nurse = digests().filter(({ to }) => to === 'nurse');
    expect(nurse.map(({ subject }) => subject)).toEqual([
      'Wednesday 7 January 2026: what is ahead',
      'Thursday 8 January 2026: what is ahead',
      'Friday 9 January 2026: what is ahead',
      'Monday 12 January 2026: 1 due today',
    ]);

    await outageUntil('2026-01-26T12:00');
    await morning('2026-01-27');
    const last = digests()
      .filter(({ to }) => to === 'nurse')
      .at(-1);
    expect(last?.subject).toBe(
      'Tuesday 27 January 2026: 1 critically overdue, 1 late without a reason given',
    );
    expect(last?.text).toContain(
      `- ${reference}: the decision on the checklist was due on Monday 12 January 2026, 11 working days ago. [CHK-6, CHK-9]`,
    );
    expect(last?.text).toContain('Please say why it was late (1)');
    const manager = digests()
      .filter(({ to }) => to === 'manager')
      .at(-1);
    expect(manager?.text).toContain('In the whole place: critically overdue (2)');
    expect(manager?.text).toContain('With Test nurse. [CHK-6, CHK-9]');
    expect(manager?.text).toContain('Nobody is named for it. [CHK-6, CHK-9]');
  });

  it('of mornings on which the service was down only the last is sent, and not before a working day', async () => {
    mail.received.length = 0;
    await outageUntil('2026-02-01T10:00');

    expect(digests().filter(({ to }) => to === 'nurse')).toHaveLength(1);
    const posted = await service.query<{ digest_on: string; state: string }>(
      `SELECT digest_on, state FROM deliveries WHERE person_id = $1 AND digest_on > '2026-01-27'`,
      [service.ids.nurse],
    );
    expect(posted).toEqual([{ digest_on: '2026-01-30', state: 'sent' }]);
    const [alarm] = await service.query<{ rings_at: Date | string }>(
      `SELECT rings_at FROM alarms WHERE kind = 'digest'`,
    );
    expect(new Date(alarm?.rings_at ?? '').toISOString()).toBe(londonToInstant('2026-02-02T07:30'));
  });

  it('that waits is not sent once a later morning has come', async () => {
    mail.manner = 'putsOff';
    await morning('2026-02-02');
    mail.manner = 'takes';
    mail.received.length = 0;
    await outageUntil('2026-02-03T09:00');

    expect(
      await service.query(
        `SELECT digest_on, state FROM deliveries WHERE person_id = $1 AND digest_on >= '2026-02-02' ORDER BY 1`,
        [service.ids.nurse],
      ),
    ).toEqual([
      { digest_on: '2026-02-02', state: 'withdrawn' },
      { digest_on: '2026-02-03', state: 'sent' },
    ]);
    expect(digests().filter(({ to }) => to === 'nurse')).toHaveLength(1);
  });

  it('[SCO-10] has no word of a child who has died', async () => {
    await service.tell(CASE(id), 'CHILD_DIED', { diedOn: '2026-02-02', toldBy: 'the hospital' });
    await morning('2026-02-04');

    expect(digests().map(({ to }) => to)).not.toContain('nurse');
    expect(digests().find(({ to }) => to === 'manager')?.text).not.toContain(reference);
  });

  it('goes to whoever covers for someone who is away, and not to them', async () => {
    const other = await pathway.received();
    await service.tell(CASE(other), 'ASSESSOR_NAMED', { assessor: 'nurse' }, { by: 'manager' });
    await service.query(
      `INSERT INTO absences (place_id, id, person_id, from_day, to_day, reason, cover_id, recorded_by, recorded_at)
       VALUES ('sefton', gen_random_uuid(), $1, '2026-02-05', '2026-02-05', 'leave', $2, $3, service_now())`,
      [service.ids.nurse, service.ids.secondNurse, service.ids.manager],
    );
    await service.moveTo('2026-02-04T12:00');
    await service.parts.postman.idle();
    await morning('2026-02-05');

    expect(
      digests()
        .map(({ to }) => to)
        .sort(),
    ).toEqual(['manager', 'secondNurse']);
    expect(digests().find(({ to }) => to === 'secondNurse')?.text).toContain('With Test nurse.');
  });
});
