import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Exceptions } from '../../src/alarms/exceptions.js';
import { inTransaction } from '../../src/database/transaction.js';
import { CHECKLIST, CONSENT } from '../helpers/pathway.js';
import { Service, type Who } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';

let service: Service;
let pathway: ServicePathway;

const CASE = (id: string) => ({ kind: 'case' as const, id });
const DECISION = 'checklist-decision/referral-1.1';

interface Notice {
  to: Who;
  kind: string;
  words: string;
  withdrawn: string | null;
}

/** What staff were told of a case, in order; only what still stands unless `all`. */
async function toldOf(id: string, { all = false, deadline }: { all?: boolean; deadline?: string } = {}) {
  const rows = await service.query<Omit<Notice, 'to'> & { person: string }>(
    `SELECT person_id AS person, kind, words, withdrawn_why AS withdrawn FROM staff_notices
     WHERE case_id = $1 AND ($2 OR withdrawn_at IS NULL) AND ($3::text IS NULL OR deadline_key = $3) ORDER BY at, person_id`,
    [id, all, deadline ?? null],
  );
  const name = (person: string): Who =>
    (Object.entries(service.ids).find(([, each]) => each === person)?.[0] ?? person) as Who;
  return rows.map(({ person, ...row }): Notice => ({ to: name(person), ...row }));
}

const brief = (notices: Notice[]) => notices.map(({ to, kind }) => [to, kind]);

beforeAll(async () => {
  service = await Service.start();
  pathway = new ServicePathway(service);
}, 60_000);

afterAll(() => service.stop());

describe('a deadline that nobody meets', () => {
  let id: string;

  beforeAll(async () => {
    id = await pathway.received();
    await service.tell(CASE(id), 'ASSESSOR_NAMED', { assessor: 'nurse' }, { by: 'manager' });
  });

  it('[ROL-4] its owner is told when it is due soon, in words that name the case and the clause', async () => {
    await service.moveTo('2026-01-08T00:00');

    const [{ reference = '' } = {}] = await service.query<{ reference: string }>(
      'SELECT reference FROM cases WHERE id = $1',
      [id],
    );
    expect(await toldOf(id, { deadline: DECISION })).toEqual([
      {
        to: 'nurse',
        kind: 'dueSoon',
        words: `${reference}: the decision on the checklist is due on Monday 12 January 2026. [CHK-6, CHK-9]`,
        withdrawn: null,
      },
    ]);
  });

  it('[ROL-4] [ROL-5] the breach asks its owner why; then manager and commissioning lead hear of it', async () => {
    await service.moveTo('2026-01-13T00:00');
    const breached = await toldOf(id, { deadline: DECISION });
    await service.moveTo('2026-01-14T00:00');
    const escalated = await toldOf(id, { deadline: DECISION });
    await service.moveTo('2026-01-20T00:00');
    const led = await toldOf(id, { deadline: DECISION });
    await service.moveTo('2026-01-27T00:00');

    expect(brief(breached)).toEqual([['nurse', 'breached']]);
    expect(breached[0]?.words).toContain('Please record it, or say why it is late.');
    expect(brief(escalated)).toEqual([
      ['nurse', 'breached'],
      ['manager', 'escalated'],
    ]);
    expect(brief(led)).toEqual([
      ['nurse', 'breached'],
      ['manager', 'escalated'],
      ['chiefNurse', 'escalated'],
    ]);
    expect(brief(await toldOf(id, { deadline: DECISION })).sort()).toEqual([
      ['chiefNurse', 'critical'],
      ['manager', 'critical'],
      ['nurse', 'critical'],
    ]);
  });

  it('what was told before and not read is withdrawn for what says more', async () => {
    const all = await toldOf(id, { all: true, deadline: DECISION });

    expect(all.filter(({ to }) => to === 'nurse').map(({ kind, withdrawn }) => [kind, withdrawn])).toEqual([
      ['dueSoon', 'superseded'],
      ['breached', 'superseded'],
      ['critical', null],
    ]);
  });

  it('is told of once, however often its alarm rings', async () => {
    const before = await toldOf(id, { all: true });
    await service.query(
      `UPDATE alarms SET handled_until = NULL, rings_at = service_now() WHERE about LIKE $1 || ' %'`,
      [id],
    );
    await service.parts.duePass.run();

    expect(await toldOf(id, { all: true })).toEqual(before);
  });

  it('[CHK-6] once it is met, nothing of it stands', async () => {
    await service.tell(CASE(id), 'CHECKLIST_QUALITY_ASSURED', { complete: true, gaps: [] });
    await service.tell(CASE(id), 'CHECKLIST_PROCEEDED', { decidedOn: '2026-01-27', rationale: 'need' });

    expect(await toldOf(id, { deadline: DECISION })).toEqual([]);
    const all = await toldOf(id, { all: true, deadline: DECISION });
    expect(all.filter(({ withdrawn }) => withdrawn === 'met')).toHaveLength(3);
  });
});

describe('a new assessor', () => {
  it('[ROL-1] is told by whom else it was named, and nobody who named themselves', async () => {
    const id = await pathway.received();
    await service.tell(CASE(id), 'ASSESSOR_NAMED', { assessor: 'nurse' }, { by: 'manager' });
    await service.tell(CASE(id), 'ASSESSOR_NAMED', { assessor: 'secondNurse' }, { by: 'secondNurse' });

    const told = (await toldOf(id)).filter(({ kind }) => kind === 'reassigned');
    expect(told).toMatchObject([
      { to: 'nurse', words: expect.stringMatching(/: you are its assessor now\. \[ROL-1\]$/) },
    ]);
  });
});

describe('a checklist that comes back', () => {
  it('[CHK-9] is told to whoever sent it, by reference alone, until it is sent again', async () => {
    const id = await pathway.received();
    const returned = { returnedOn: '2026-01-06', missing: ['the school report of Robin'] };
    await service.tell(CASE(id), 'CHECKLIST_RETURNED', returned, { at: '2026-01-06' });

    const about = async () =>
      (await toldOf(id, { all: true })).filter(({ kind }) => kind === 'checklistReturned');
    expect(await about()).toMatchObject([
      {
        to: 'referrer',
        words: expect.stringMatching(
          /^SEF-\w+: the checklist has come back with what is missing\..*\[CHK-9\]$/,
        ),
        withdrawn: null,
      },
    ]);

    const again = { ...CHECKLIST, receivedOn: '2026-01-07' };
    await service.tell(CASE(id), 'CHECKLIST_RECEIVED', again, { by: 'referrer', at: '2026-01-07' });
    expect(await about()).toMatchObject([{ to: 'referrer', withdrawn: 'seenTo' }]);
  });

  it.each([
    ['a referrer who took part in it, whoever recorded it', 'referrer', ['referrer']],
    ['nobody, where no referrer took part', 'socialWorker', []],
  ] as const)('[CHK-9] is told to %s', async (_whom, person, told) => {
    const id = await pathway.opened();
    await service.tell(CASE(id), 'CONSENT_GIVEN', CONSENT);
    const checklist = { ...CHECKLIST, attendees: [{ person, discipline: 'health' }] };
    await service.tell(CASE(id), 'CHECKLIST_RECEIVED', checklist, { by: 'nurse' });
    const returned = { returnedOn: '2026-01-08', missing: ['a report'] };
    await service.tell(CASE(id), 'CHECKLIST_RETURNED', returned, { at: '2026-01-08' });

    const notices = (await toldOf(id, { all: true })).filter(({ kind }) => kind === 'checklistReturned');
    expect(notices.map(({ to }) => to)).toEqual(told);
  });
});

describe('what the service cannot do', () => {
  it('[ROL-4] managers and administrators are told once that it waits for a person, with no word of why', async () => {
    const [{ id: alarm = '' } = {}] = await service.query<{ id: string }>(
      `INSERT INTO alarms (id, kind, place_id, about, rings_at)
       VALUES (gen_random_uuid(), 'unheardOf', 'sefton', 'it', service_now()) RETURNING id`,
    );
    jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    await service.parts.duePass.run();
    await service.parts.duePass.run();
    jest.restoreAllMocks();

    const told = await service.query<{ person: string; words: string }>(
      `SELECT person_id AS person, words FROM staff_notices WHERE about_key LIKE 'exception ' || $1 || '%'`,
      [alarm],
    );
    await service.query('DELETE FROM alarms WHERE id = $1', [alarm]);
    expect(told).toEqual([
      {
        person: service.ids.manager,
        words:
          'The service could not do something. It is not tried any more, and waits for a person. [ROL-4]',
      },
    ]);
  });

  it('is told no more once somebody has seen to it', async () => {
    const [{ id: alarm = '' } = {}] = await service.query<{ id: string }>(
      `INSERT INTO alarms (id, kind, place_id, about, rings_at)
       VALUES (gen_random_uuid(), 'unheardOf', 'sefton', 'that', service_now()) RETURNING id`,
    );
    jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    await service.parts.duePass.run();
    jest.restoreAllMocks();
    const standing = (): Promise<unknown[]> =>
      service.query(
        `SELECT 1 FROM staff_notices WHERE about_key LIKE 'exception ' || $1 || '%' AND withdrawn_why IS DISTINCT FROM 'seenTo'`,
        [alarm],
      );
    const before = await standing();
    const { dataSource, alarmKinds } = service.parts;
    const by = service.ids.manager;
    const asked = { commandId: randomUUID(), place: 'sefton', by, type: 'setExceptionAside', said: alarm };
    await new Exceptions(dataSource, alarmKinds).setAside(asked, alarm, 'looked at');

    expect(before).toHaveLength(1);
    expect(await standing()).toEqual([]);
  });
});

describe('an alarm of a deadline that waited for a person', () => {
  /** A case whose decision was begun again and again and never looked after. */
  const failed = async (): Promise<string> => {
    await service.query(
      `UPDATE service_clock SET shift = '2026-01-05T08:00:00Z'::timestamptz - clock_timestamp()`,
    );
    const id = await pathway.received();
    const [alarm] = await service.query<{ id: string }>('SELECT id FROM alarms WHERE about = $1', [
      `${id} ${DECISION}`,
    ]);
    await service.parts.alarmRing.giveUp(alarm?.id ?? '');
    return id;
  };
  const exceptions = async (id: string) =>
    (await toldOf(id, { all: true }))
      .filter(({ kind }) => kind === 'exception')
      .map(({ withdrawn }) => withdrawn);
  const mail = (id: string) =>
    service.query(
      `SELECT d.state FROM deliveries d JOIN staff_notices n ON n.id = d.notice_id
       WHERE n.case_id = $1 AND n.kind = 'exception' AND d.state <> 'withdrawn'`,
      [id],
    );

  it('[ROL-4] is told of until the deadline is met, and e-mail about it is not sent late', async () => {
    const id = await failed();
    const before = await exceptions(id);
    await service.tell(CASE(id), 'CHECKLIST_QUALITY_ASSURED', { complete: true, gaps: [] });
    await service.tell(CASE(id), 'ASSESSOR_NAMED', { assessor: 'nurse' }, { by: 'manager' });
    await service.tell(CASE(id), 'CHECKLIST_PROCEEDED', { decidedOn: '2026-01-05', rationale: 'needs it' });

    expect(before).toEqual([null]);
    expect(await exceptions(id)).toEqual(['overtaken']);
    expect(await mail(id)).toEqual([]);
  });

  it('[ROL-4] is told of until the deadline is due at another moment', async () => {
    const id = await failed();
    const said = { event: 3, field: 'receivedOn', to: '2026-01-06', reason: 'the stamp was misread' };
    await service.tell(CASE(id), 'FACT_CORRECTED', said, { at: '2026-01-06T09:00' });

    expect(await exceptions(id)).toEqual(['overtaken']);
  });

  it('[ROL-4] stands while something else of the case changes', async () => {
    const id = await failed();
    await service.tell(CASE(id), 'CASE_NOTE_ADDED', { note: 'Spoke with the school.' });

    expect(await exceptions(id)).toEqual([null]);
  });

  it('[ROL-4] rings again by itself once the deadline is over, and what was said of it is withdrawn', async () => {
    const id = await failed();
    await service.moveTo('2026-01-13T00:00');

    expect(await exceptions(id)).toEqual(['overtaken']);
    expect(
      await service.query(`SELECT 1 FROM events WHERE subject_id = $1 AND type = 'DEADLINE_PASSED'`, [id]),
    ).not.toEqual([]);
  });
});

describe('who hears', () => {
  it('[ROL-1] of a case without an assessor: its managers', async () => {
    const id = await pathway.received();
    await service.moveTo('2026-01-08T00:00');

    expect(brief(await toldOf(id, { deadline: DECISION }))).toEqual([['manager', 'dueSoon']]);
  });

  const tell = (people: Who[], more: { roles?: string[]; otherwise?: string[] } = {}) =>
    inTransaction(service.parts.dataSource, async (tx) => {
      const about = randomUUID();
      await service.parts.staffNotices.tell(tx, {
        place: 'sefton',
        kind: 'changesApplied',
        to: { people: people.map((who) => service.ids[who]), ...more },
        about,
        words: 'Something changed. [ROL-1]',
        link: '/',
      });
      return about;
    });

  const hearers = async (about: string): Promise<Who[]> => {
    const rows = await service.query<{ person: string }>(
      'SELECT person_id AS person FROM staff_notices WHERE about_key = $1',
      [about],
    );
    return rows
      .map(({ person }) => Object.entries(service.ids).find(([, id]) => id === person)?.[0] as Who)
      .sort();
  };

  it('the cover of someone who is away today hears as well, on that day and on no other', async () => {
    await service.moveTo('2026-02-05T09:00');
    await service.query(
      `INSERT INTO absences (place_id, id, person_id, from_day, to_day, reason, cover_id, recorded_by, recorded_at)
       VALUES ('sefton', $1, $2, '2026-02-05', '2026-02-05', 'leave', $3, $4, service_now())`,
      [randomUUID(), service.ids.nurse, service.ids.secondNurse, service.ids.manager],
    );
    const away = await tell(['nurse']);
    await service.moveTo('2026-02-06T09:00');
    const back = await tell(['nurse']);

    expect(await hearers(away)).toEqual(['nurse', 'secondNurse']);
    expect(await hearers(back)).toEqual(['nurse']);
  });

  it('whoever holds no role any more does not; then those who are named instead', async () => {
    await service.parts.directory.setRoles('sefton', service.ids.socialWorker, []);

    expect(await hearers(await tell(['socialWorker'], { otherwise: ['manager'] }))).toEqual(['manager']);
  });

  it('everyone who holds the role does, each once', async () => {
    const about = await tell(['nurse'], { roles: ['nurseAssessor', 'manager'] });

    expect(await hearers(about)).toEqual(['manager', 'nurse', 'secondNurse']);
  });
});

describe('what is moot', () => {
  it('[SCO-10] when a child dies everything about the case is withdrawn, and nothing more is told', async () => {
    await service.parts.directory.putPerson('sefton', {
      id: service.ids.manager,
      name: 'Test manager',
      roles: ['manager'],
      email: 'manager@example.org',
    });
    await service.moveTo('2026-03-02T08:00');
    const id = await pathway.received();
    await service.moveTo('2026-03-20T08:00');
    const about = { place: 'sefton', kind: 'reassigned' as const, caseId: id, link: `/cases/${id}` };
    const tell = (what: string) =>
      inTransaction(service.parts.dataSource, (tx) =>
        service.parts.staffNotices.tell(tx, {
          ...about,
          to: { roles: ['manager'] },
          about: what,
          words: 'A case has a new assessor. [ROL-1]',
        }),
      );
    expect(await tell('before')).toBe(1);
    expect((await toldOf(id)).length).toBeGreaterThan(1);

    await service.tell(CASE(id), 'CHILD_DIED', { diedOn: '2026-03-19', toldBy: 'the hospital' });

    expect(await toldOf(id)).toEqual([]);
    expect(await tell('after')).toBe(0);
    const states = await service.query<{ state: string }>(
      `SELECT DISTINCT d.state FROM deliveries d JOIN staff_notices n ON n.id = d.notice_id WHERE n.case_id = $1`,
      [id],
    );
    expect(states.map(({ state }) => state).filter((state) => state === 'waiting')).toEqual([]);
    const [alarms] = await service.query<{ count: string }>(
      `SELECT count(*) FROM alarms a JOIN deliveries d ON d.id::text = a.about WHERE a.kind = 'delivery'`,
    );
    expect(Number(alarms?.count)).toBe(0);
  });
});
