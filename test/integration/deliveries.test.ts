import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { projectFolder } from '../../src/config/project-folder.js';
import { inTransaction } from '../../src/database/transaction.js';
import { createEngine, type Engine } from '../../src/engine.module.js';
import { serverOf } from '../../src/postgres/database-server.js';
import { DELIVERY_LADDER } from '../../src/staff-notices/delivery-ladder.js';
import { holdDeliveries } from '../../src/staff-notices/mail-home.js';
import { sendMessage } from '../../src/staff-notices/smtp.js';
import { addMilliseconds } from '../../workflows/protocol/index.js';
import { MailServer } from '../helpers/mail-server.js';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';

const PUBLIC = 'https://care.example.org';
const ADDRESS = 'nurse@example.org';
const CANARY = { givenName: 'Kanarienvogel', familyName: 'Goldfink', address: '17 Aviary Lane' };

let mail: MailServer;
let service: Service;
let pathway: ServicePathway;
const reported: string[] = [];

interface Delivery {
  id: string;
  state: string;
  attempts: number;
  failure: string | null;
  message_id: string | null;
  body: string | null;
}

beforeAll(async () => {
  jest
    .spyOn(Logger.prototype, 'error')
    .mockImplementation((words: unknown) => void reported.push(String(words)));
  mail = await MailServer.start();
  service = await Service.start({ mail: mail.settings, publicAddress: PUBLIC });
  pathway = new ServicePathway(service);
  const { nurse } = service.ids;
  const person = await service.parts.directory.person('sefton', nurse);
  await service.parts.directory.putPerson('sefton', { ...person, email: ADDRESS } as never);
  await service.moveTo('2026-01-05T09:00');
}, 60_000);

afterEach(() => {
  mail.manner = 'takes';
  mail.received.length = 0;
});

afterAll(async () => {
  await service.stop();
  await mail.stop();
});

/** Tells the nurse something; answers the id of the e-mail. */
const tell = async (engine: Engine = service.parts, caseId?: string): Promise<string> => {
  const about = randomUUID();
  await inTransaction(engine.dataSource, (tx) =>
    engine.staffNotices.tell(tx, {
      place: 'sefton',
      kind: 'reassigned',
      to: { people: [service.ids.nurse] },
      about,
      words: 'SEF-7K3Q9D: you are its assessor now. [ROL-1]',
      link: '/cases/1',
      ...(caseId === undefined ? {} : { caseId }),
    }),
  );
  const [row] = await engine.dataSource.query<{ id: string }[]>(
    `SELECT d.id FROM deliveries d JOIN staff_notices n ON n.id = d.notice_id WHERE n.about_key = $1`,
    [about],
  );
  return row?.id ?? '';
};

const read = async (id: string, engine: Engine = service.parts): Promise<Delivery> => {
  const [row] = await engine.dataSource.query<Delivery[]>('SELECT * FROM deliveries WHERE id = $1', [id]);
  if (!row) throw new Error(`There is no delivery ${id}`);
  return row;
};

/** Rings what is due, and waits until nothing is being sent. */
const post = async (engine: Engine = service.parts): Promise<void> => {
  await engine.duePass.run();
  await engine.postman.idle();
};

const later = async (minutes: number): Promise<void> => {
  const now = await service.parts.clock.now();
  await service.parts.clock.moveTo(addMilliseconds(now, minutes * 60_000));
  await post();
};

const decide = (id: string, decision: 'arrived' | 'sendAgain' | 'setAside') =>
  service.parts.deliveryReview.decide(
    {
      commandId: randomUUID(),
      place: 'sefton',
      by: service.ids.manager,
      type: 'decideDelivery',
      said: [id, decision],
    },
    id,
    decision,
  );

const alarmOf = (id: string) =>
  service.query<{ rings_at: string }>(`SELECT rings_at FROM alarms WHERE kind = 'delivery' AND about = $1`, [
    id,
  ]);

describe('an e-mail to staff', () => {
  it('[ROL-4] is sent once, with a link and a Message-ID of its own, and leaves no alarm behind', async () => {
    const id = await tell();
    await post();
    await post();

    expect(mail.received).toHaveLength(1);
    expect(mail.received[0]).toMatchObject({ to: [ADDRESS], messageId: `<${id}@example.org>` });
    expect(mail.received[0]?.raw).toContain('Subject: A case has a new assessor');
    expect(mail.received[0]?.raw).toContain(`SEF-7K3Q9D: you are its assessor now. [ROL-1]`);
    expect(mail.received[0]?.raw).toContain(`${PUBLIC}/cases/1`);
    expect(await read(id)).toMatchObject({ state: 'sent', attempts: 1, failure: null });
    expect(await alarmOf(id)).toEqual([]);
  });

  it('that the server puts off is tried again by the ladder, and then failed, for a person to see', async () => {
    mail.manner = 'putsOff';
    const id = await tell();
    await post();
    const first = await read(id);
    for (const minutes of DELIVERY_LADDER) await later(minutes);
    const last = await read(id);

    expect(first).toMatchObject({ state: 'waiting', attempts: 1, failure: 'later 451 4.3.0' });
    expect(last).toMatchObject({
      state: 'failed',
      attempts: DELIVERY_LADDER.length + 1,
      failure: 'gaveUp 451 4.3.0',
    });
    expect(new Set(mail.received.map(({ messageId }) => messageId)).size).toBe(1);
    expect(await alarmOf(id)).toEqual([]);
  });

  it('that the server put off is sent when it is taken at last', async () => {
    mail.manner = 'putsOff';
    const id = await tell();
    await post();
    mail.manner = 'takes';
    await later(1);

    expect(await read(id)).toMatchObject({ state: 'sent', attempts: 2 });
  });

  it('that the server refuses for good has failed at once, and waits for a person', async () => {
    mail.manner = 'refuses';
    const id = await tell();
    await post();
    expect(await read(id)).toMatchObject({ state: 'failed', attempts: 1, failure: 'refused 550 5.1.1' });

    expect(await decide(id, 'arrived')).toMatchObject({ answer: { open: false } });
    mail.manner = 'takes';
    expect(await decide(id, 'sendAgain')).toMatchObject({ kind: 'done', answer: 'decided' });
    await post();
    expect(await read(id)).toMatchObject({ state: 'sent', attempts: 2, decided_as: 'sendAgain' });
    expect(await decide(id, 'sendAgain')).toMatchObject({ answer: { open: false } });
  });

  it('of which nobody knows whether it was taken is uncertain, and is never sent again by itself', async () => {
    mail.manner = 'diesAfterTaking';
    const id = await tell();
    await post();
    await later(60 * 24);

    expect(mail.received).toHaveLength(1);
    expect(await read(id)).toMatchObject({ state: 'uncertain', failure: 'lost', attempts: 1 });
    expect(await decide(id, 'arrived')).toMatchObject({ answer: 'decided' });
    expect(await read(id)).toMatchObject({ state: 'sent', decided_as: 'arrived' });
    const entries = await service.query<{ action: string; person_id: string; detail: unknown }>(
      `SELECT action, person_id, detail FROM audit_entries WHERE action = 'deliveryDecided' ORDER BY id DESC LIMIT 1`,
    );
    expect(entries).toEqual([
      {
        action: 'deliveryDecided',
        person_id: service.ids.manager,
        detail: { delivery: id, decision: 'arrived', was: 'uncertain' },
      },
    ]);
  });

  it('holds no transaction open while the mail server says nothing, and nobody else up', async () => {
    mail.manner = 'hangsAfterTaking';
    const id = await tell();
    const arrived = mail.nextArrival();
    await service.parts.duePass.run();
    await arrived;

    const open = await service.query(
      `SELECT query FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
    );
    expect(open).toEqual([]);
    expect(await read(id)).toMatchObject({ state: 'sending' });
    expect(await pathway.opened()).toMatch(/^[0-9a-f-]{36}$/);

    mail.hangUp();
    await service.parts.postman.idle();
    expect(await read(id)).toMatchObject({ state: 'uncertain', failure: 'lost' });
    await decide(id, 'setAside');
    expect(await read(id)).toMatchObject({ state: 'withdrawn', failure: 'setAside' });
  });

  it('whose process is killed while it is being sent is uncertain once that is clear', async () => {
    mail.manner = 'hangsAfterTaking';
    const id = await tell();
    const arrived = mail.nextArrival();
    const script = join(projectFolder(), 'test/helpers/sending-process.mjs');
    const child = spawn(process.execPath, [script, service.database.url, JSON.stringify(mail.settings)], {
      stdio: 'inherit',
    });
    await arrived;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    expect(await read(id)).toMatchObject({ state: 'sending', attempts: 1 });

    mail.manner = 'takes';
    await post();
    expect(await read(id)).toMatchObject({ state: 'sending' });
    await later(6);

    expect(await read(id)).toMatchObject({ state: 'uncertain', failure: 'ended' });
    expect(mail.received).toHaveLength(1);
    await decide(id, 'sendAgain');
    await post();
    expect(mail.received.map(({ messageId }) => messageId)).toEqual([
      `<${id}@example.org>`,
      `<${id}@example.org>`,
    ]);
    expect(await read(id)).toMatchObject({ state: 'sent', attempts: 2 });
  }, 60_000);

  it('is sent once, however many processes send at the same time', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => tell()));
    const other = await createEngine(service.database.url, {
      migrate: false,
      mail: mail.settings,
      publicAddress: PUBLIC,
    });
    for (const id of ids) {
      service.parts.postman.begin(id, 'sefton');
      other.postman.begin(id, 'sefton');
    }
    await Promise.all([service.parts.postman.idle(), other.postman.idle()]);
    await other.close();
    await post();

    expect(mail.received.map(({ messageId }) => messageId).sort()).toEqual(
      ids.map((id) => `<${id}@example.org>`).sort(),
    );
  });

  it('[SCO-10] about a child who died before it could be sent is withdrawn, and never sent', async () => {
    const caseId = await pathway.opened();
    mail.manner = 'putsOff';
    const id = await tell(service.parts, caseId);
    await post();
    mail.manner = 'takes';
    mail.received.length = 0;
    await service.tell({ kind: 'case', id: caseId }, 'CHILD_DIED', {
      diedOn: '2026-01-05',
      toldBy: 'the hospital',
    });
    const withdrawn = await read(id);
    await later(60);

    expect(withdrawn).toMatchObject({ state: 'withdrawn', failure: 'moot' });
    expect(mail.received).toEqual([]);
    expect(await alarmOf(id)).toEqual([]);
  });

  it('is looked at again under lock: one whose deadline was met without its being withdrawn is not sent', async () => {
    const caseId = await pathway.received();
    await service.tell(
      { kind: 'case', id: caseId },
      'ASSESSOR_NAMED',
      { assessor: 'nurse' },
      { by: 'manager' },
    );
    mail.manner = 'putsOff';
    await service.moveTo('2026-01-08T00:00');
    await service.parts.postman.idle();
    await service.query(`UPDATE deadlines SET is_open = false WHERE case_id = $1`, [caseId]);
    mail.received.length = 0;
    mail.manner = 'takes';
    await later(1);

    const states = await service.query<{ state: string }>(
      `SELECT d.state FROM deliveries d JOIN staff_notices n ON n.id = d.notice_id
       WHERE n.case_id = $1 AND n.kind = 'dueSoon'`,
      [caseId],
    );
    expect(states).toEqual([{ state: 'withdrawn' }]);
    expect(mail.received.filter(({ raw }) => raw.includes('due soon'))).toEqual([]);
  });
});

describe('speaking with a mail server', () => {
  const message = {
    id: '<1@example.org>',
    to: ADDRESS,
    subject: 'S',
    text: 'T',
    at: '2026-01-05T09:00:00.000Z',
  };

  it.each([
    ['takes', { kind: 'taken' }],
    ['putsOff', { kind: 'later', why: '451 4.3.0' }],
    ['refuses', { kind: 'refused', why: '550 5.1.1' }],
    ['diesAfterTaking', { kind: 'unsure' }],
    ['hangsAfterTaking', { kind: 'unsure' }],
    ['hangsAtOnce', { kind: 'later', why: 'ETIMEDOUT' }],
  ] as const)('that %s', async (manner, came) => {
    mail.manner = manner;

    expect(await sendMessage(mail.settings, message, 500)).toEqual(came);
  });

  it('that is not there is tried later', async () => {
    const smtp = { ...mail.settings.smtp, port: 1 };

    expect(await sendMessage({ ...mail.settings, smtp }, message)).toEqual({ kind: 'later', why: 'ESOCKET' });
  });

  it('says nothing to one that cannot encrypt, where it is to', async () => {
    const smtp = { ...mail.settings.smtp, encrypted: true };

    expect(await sendMessage({ ...mail.settings, smtp }, message)).toMatchObject({ kind: 'later' });
    expect(mail.received).toEqual([]);
  });
});

describe('after a restore', () => {
  it('nothing that waited, or is found to be told anew, is sent before a person has looked at it', async () => {
    mail.manner = 'putsOff';
    const waited = await tell();
    await post();
    mail.manner = 'takes';
    mail.received.length = 0;
    const name = `${new URL(service.database.url).pathname.slice(1)}_restored`;
    const server = serverOf(String(process.env['TEST_DATABASE_HOME']));
    const original = service.database.url;
    await service.parts.close();
    await server.createDatabase(name, new URL(original).pathname.slice(1));
    const options = { migrate: false, mail: mail.settings, publicAddress: PUBLIC };
    const restored = await createEngine(server.urlOf(name), options);
    try {
      const before = await restored.clock.now();
      await restored.clock.moveTo(addMilliseconds(before, 3_600_000));
      await post(restored);
      const since = await restored.dataSource.query<{ generation: number }[]>(
        `SELECT generation FROM mail_homes WHERE place_id = 'sefton'`,
      );

      expect(since).toEqual([{ generation: 2 }]);
      expect(await read(waited, restored)).toMatchObject({ state: 'uncertain', failure: 'restored' });
      expect(mail.received).toEqual([]);

      const anew = await tell(restored);
      await restored.dataSource.query(`UPDATE deliveries SET about_at = $2 WHERE id = $1`, [anew, before]);
      const fresh = await tell(restored);
      await post(restored);
      expect(await read(anew, restored)).toMatchObject({ state: 'uncertain', failure: 'restored' });
      expect(await read(fresh, restored)).toMatchObject({ state: 'sent' });
      expect(mail.received.map(({ messageId }) => messageId)).toEqual([`<${fresh}@example.org>`]);
    } finally {
      await restored.close();
      await server.dropDatabase(name);
      (service as unknown as { parts: Engine }).parts = await createEngine(original, {
        ...options,
        connections: 12,
      });
    }
  }, 60_000);

  it('where the database cannot tell, everything that waits is held back by a command', async () => {
    mail.manner = 'putsOff';
    const id = await tell();
    await post();

    expect(await holdDeliveries(service.parts.dataSource, 'sefton')).toBeGreaterThan(0);
    expect(await read(id)).toMatchObject({ state: 'uncertain', failure: 'held' });
    mail.manner = 'takes';
    mail.received.length = 0;
    await later(60);
    expect(mail.received).toEqual([]);
  });
});

describe('privacy', () => {
  it('[SCO-10] no notice, e-mail, log line or row has the name, number or address of a child', async () => {
    reported.length = 0;
    await service.moveTo('2026-04-01T08:00');
    const caseId = await pathway.opened(CANARY);
    await service.tell(
      { kind: 'case', id: caseId },
      'ASSESSOR_NAMED',
      { assessor: 'nurse' },
      { by: 'manager' },
    );
    const { CONSENT, CHECKLIST } = await import('../helpers/pathway.js');
    await service.tell({ kind: 'case', id: caseId }, 'CONSENT_GIVEN', CONSENT);
    await service.tell({ kind: 'case', id: caseId }, 'CHECKLIST_RECEIVED', CHECKLIST, { by: 'referrer' });
    await service.parts.digests.start();
    await service.moveTo('2026-01-20T08:00');
    await post();
    mail.manner = 'refuses';
    await service.moveTo('2026-03-20T08:00');
    await post();

    const [child] = await service.query<{ nhs_number: string }>(
      `SELECT nhs_number FROM children WHERE family_name = $1`,
      [CANARY.familyName],
    );
    const rows = await service.query<{ row: string }>(
      `SELECT to_json(n)::text AS row FROM staff_notices n UNION ALL SELECT to_json(d)::text FROM deliveries d
       UNION ALL SELECT to_json(a)::text FROM alarms a WHERE kind IN ('delivery', 'digest')`,
    );
    const all = [...rows.map(({ row }) => row), ...mail.received.map(({ raw }) => raw), ...reported].join(
      '\n',
    );
    expect(mail.received.length).toBeGreaterThan(2);
    expect(all).toContain('the decision to the family');
    for (const canary of [...Object.values(CANARY), child?.nhs_number ?? '?', '5.1.1 nobody']) {
      expect(all).not.toContain(canary);
    }
    expect(reported.join('\n')).not.toContain(ADDRESS);
    expect(reported.length).toBeGreaterThan(0);
  }, 60_000);
});
