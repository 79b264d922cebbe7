import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { routes } from '../../src/web/routes.js';
import { isOfCase, type Route } from '../../src/web/http/route.js';
import { ServiceClock } from '../../src/clock/service-clock.js';
import { Sessions } from '../../src/sessions/sessions.js';
import type { Role } from '../../src/access/roles.js';
import { visitDemonstration, type DemonstrationVisits } from '../web/demonstration-visitors.js';
import { Visitor } from '../web/visitor.js';

const PLACE = 'sefton';
const OTHER_IDS: Readonly<Record<string, string>> = {
  '{domain}': 'breathing',
  '{type}': 'CASE_NOTE_ADDED',
  '{process}': 'assessment-1',
  '{recipient}': 'family',
  '{form}': 'letter',
};

interface Someone {
  id: string;
  browser: Visitor;
  token: string;
}

let visits: DemonstrationVisits;
let meeting: string;
let items: { case: string; process: string; name: string; number: string; reference: string }[];
let coordinator: Someone;

const sql = <T>(query: string, values: unknown[] = []): Promise<T[]> =>
  visits.api.app.get(DataSource, { strict: false }).query(query, values);

async function signedIn(id: string): Promise<Someone> {
  const browser = new Visitor(visits.api);
  const sessions = visits.api.app.get(Sessions, { strict: false });
  const limits = { idleMinutes: 60, hours: 1 };
  browser.hold(
    'session',
    await sessions.begin({ place: PLACE, person: id, via: 'demonstration', username: null }, limits),
  );
  await browser.get('/');
  const { token } = await visits.api.tokens.issue(PLACE, id, { label: 'test', hours: 1 });
  return { id, browser, token };
}

const someone = async (roles: readonly Role[]): Promise<Someone> =>
  signedIn(
    await visits.api.directory.putPerson(PLACE, {
      name: `Test ${roles.join(' and ')}`,
      roles: [...roles],
      organisation: 'sefton-council',
      discipline: 'socialCare',
    }),
  );

const addressOf = ({ path }: Route, caseId: string): string =>
  path.replace('{id}', caseId).replaceAll(/\{\w+\}/g, (name) => OTHER_IDS[name] ?? 'x');

async function declared(who: Someone, nth: number, excludes: boolean, by = coordinator): Promise<void> {
  const { case: caseId, process } = items[nth] ?? { case: '', process: '' };
  const outcome = await visits.api.engine.execute({
    commandId: crypto.randomUUID(),
    subject: { kind: 'case', id: caseId },
    place: PLACE,
    type: 'INTEREST_DECLARED',
    process,
    content: { person: who.id, nature: 'A neighbour', excludes },
    by: by.id,
  });
  expect(outcome.kind).toBe('accepted');
}

beforeAll(async () => {
  visits = await visitDemonstration();
  items = await sql(
    `SELECT i.meeting_id AS meeting, i.case_id AS "case", i.process, k.given_name || ' ' || k.family_name AS name, k.nhs_number AS number, c.reference
     FROM agenda_items i JOIN meetings m ON m.place_id = i.place_id AND m.id = i.meeting_id
     JOIN cases c ON c.place_id = i.place_id AND c.id = i.case_id
     JOIN children k ON k.place_id = c.place_id AND k.id = c.child_id
     WHERE m.stage = 'meeting.arranged' AND i.status = 'listed' ORDER BY i.listed_at, i.case_id`,
  );
  meeting = (items[0] as unknown as { meeting: string }).meeting;
  coordinator = await signedIn(await visits.person('panelCoordinator'));
}, 240_000);
afterAll(() => visits.close());

describe('[PAN-3] after an interest that excludes', () => {
  let manager: Someone;
  beforeAll(async () => {
    manager = await someone(['manager', 'nurseAssessor', 'panelCoordinator']);
    await manager.browser.get('/cases');
    await declared(manager, 0, true);
  });

  it.each(routes.filter(isOfCase).map((route) => [route.method, route.path, route] as const))(
    '%s %s is closed, with the clause',
    async (method, _path, route) => {
      const address = addressOf(route, items[0]?.case ?? '');
      if (route.page) {
        const shown =
          method === 'GET' ? await manager.browser.get(address) : await manager.browser.post(address);
        expect(shown.status).toBe(403);
        expect(shown.text).toContain('/clauses/PAN-3');
        expect(shown.text).toContain('This case is closed to you');
        expect(shown.text).not.toContain(items[0]?.name);
      } else {
        const body =
          method === 'GET'
            ? {}
            : { body: { type: 'CASE_NOTE_ADDED', content: { note: 'x' } }, ifMatch: '"1"' };
        const answer = await visits.api.send(method, address, { as: manager, ...body });
        expect([answer.status, answer.body.type]).toEqual([403, '/problems/case-closed']);
        expect(answer.body.refusals[0]?.clauses).toEqual(['PAN-3']);
      }
    },
  );

  it('leaves no operation on a case, or that reads one, without the guard', () => {
    const guarded = routes.filter(isOfCase);

    expect(
      routes.filter(({ reads }) => reads !== undefined).filter((route) => !guarded.includes(route)),
    ).toEqual([]);
    expect(guarded.every(({ path }) => path.includes('{id}'))).toBe(true);
    expect(guarded.length).toBeGreaterThan(20);
  });

  it('leaves the other cases open', async () => {
    expect((await manager.browser.get(`/cases/${items[1]?.case ?? ''}`)).status).toBe(200);
  });

  it('names the child in no list, and finds nobody by name', async () => {
    const { name = '', number = '', reference = '' } = items[0] ?? {};
    await manager.browser.get('/search');
    const search = await manager.browser.post('/search', { nhsNumber: number });
    const lists = [
      search.location ?? '',
      '/cases?state=open',
      '/queues/dueNext',
      '/queues/overdue',
      '/forecast',
      '/work',
    ];
    for (const path of lists) {
      const shown = await manager.browser.get(path);
      expect([path, shown.status]).toEqual([path, 200]);
      expect(shown.text).not.toContain(name);
    }
    expect((await manager.browser.get(lists[0] ?? '')).text).toContain(reference);
    for (const path of ['/api/v1/cases?limit=100', '/api/v1/queues/dueNext?limit=100']) {
      const { status, body } = await visits.api.send('GET', path, { as: manager });
      expect([path, status]).toEqual([path, 200]);
      const lines = (body.items as { id?: string; case?: { id: string }; child: object }[]).filter(
        (line) => (line.case?.id ?? line.id) === items[0]?.case,
      );
      expect(lines.length).toBeGreaterThan(0);
      for (const { child } of lines) expect(child).toEqual({ givenName: null, familyName: null });
    }
  });

  it('shows of the item on an agenda neither the pack nor what was assessed', async () => {
    const item = await manager.browser.get(`/meetings/${meeting}/items/${items[0]?.case ?? ''}`);
    expect(item.status).toBe(403);
    const { body } = await visits.api.send('GET', `/api/v1/meetings/${meeting}`, { as: manager });
    const own = (body.agenda as Record<string, unknown>[]).find((each) => each['case'] === items[0]?.case);
    expect(own).toMatchObject({ guide: null, voices: [], regards: null });
  });

  it('is over once a later declaration says so, and can be corrected like anything recorded', async () => {
    const id = items[0]?.case ?? '';
    await declared(manager, 0, false);
    expect((await manager.browser.get(`/cases/${id}`)).status).toBe(200);
    await declared(manager, 0, true);
    expect((await manager.browser.get(`/cases/${id}`)).status).toBe(403);
    const [{ seq }] = (await sql<{ seq: number }>(
      `SELECT max(seq) AS seq FROM events WHERE subject_id = $1 AND type = 'INTEREST_DECLARED'`,
      [id],
    )) as [{ seq: number }];
    const outcome = await visits.api.engine.execute({
      commandId: crypto.randomUUID(),
      subject: { kind: 'case', id },
      place: PLACE,
      type: 'ENTERED_IN_ERROR',
      content: { event: seq, reason: 'It was somebody else' },
      by: await visits.person('manager'),
    });
    expect(outcome.kind).toBe('accepted');
    expect((await manager.browser.get(`/cases/${id}`)).status).toBe(200);
  });
});

describe('[PAN-3] a closed case in what waits for somebody', () => {
  const close = (person: string, caseId: string): Promise<unknown> =>
    sql(
      `INSERT INTO panel_interests (place_id, case_id, seq, process, person_id, at, excludes)
       VALUES ($1, $2, 900000, 'panelItem-1', $3, service_now(), true)`,
      [PLACE, caseId, person],
    );

  it('is shown without its cost among the authorisations, nothing offered, and is not noted as read', async () => {
    const senior = await someone(['chiefNurse']);
    const [waits = { id: '', reference: '' }] = await sql<{ id: string; reference: string }>(
      `SELECT id, reference FROM cases WHERE awaits_authority ORDER BY next_due_at, id LIMIT 1`,
    );
    const rowIn = (text: string): string =>
      text.split('<tr ').find((row) => row.includes(waits.reference)) ?? '';
    const open = await senior.browser.get('/authorisations');
    expect(rowIn(open.text)).toContain('£');
    const noted = (): Promise<{ count: string }[]> =>
      sql('SELECT count(*) FROM record_reads WHERE person_id = $1 AND case_id = $2', [senior.id, waits.id]);
    const before = await noted();
    await close(senior.id, waits.id);
    const closed = await senior.browser.get('/authorisations');

    expect(rowIn(closed.text)).toContain('/clauses/PAN-3');
    expect(rowIn(closed.text)).not.toContain('£');
    expect(rowIn(closed.text)).not.toContain('/do/');
    expect(await noted()).toEqual(before);
  });

  it('offers its assessor nothing in My work, and says whose it is not', async () => {
    const [one = { id: '', owner: '', reference: '' }] = await sql<{
      id: string;
      owner: string;
      reference: string;
    }>(
      `SELECT o.case_id AS id, o.owner_person AS owner, c.reference FROM open_deadlines o
       JOIN cases c ON c.id = o.case_id WHERE o.owner_person IS NOT NULL ORDER BY o.due_at, o.case_id LIMIT 1`,
    );
    const nurse = await signedIn(one.owner);
    expect((await nurse.browser.get('/work')).text).toContain(`href="/cases/${one.id}/do/`);
    await close(one.owner, one.id);
    const { text } = await nurse.browser.get('/work');

    expect(text).toContain(one.reference);
    expect(text).toContain('Not for you: you declared an interest');
    expect(text).not.toContain(`href="/cases/${one.id}/do/`);
    expect(text).not.toContain(
      `What is still missing<span class="nhsuk-u-visually-hidden"> for ${one.reference}`,
    );
  });
});

describe('[PAN-3] [PAN-5] who sees what of a case on an agenda', () => {
  const DOORS = ['', '/timeline', '/people', '/do/CASE_NOTE_ADDED'] as const;
  const none = [403, 403, 403, 403];
  const whole = [200, 200, 200, 200];
  const formOnly = [403, 403, 403, 200];

  it.each<[string, readonly Role[], string, number[], number]>([
    ['a member', ['panelMember'], 'nothing', none, 200],
    ['a member', ['panelMember'], 'no interest', formOnly, 200],
    ['a member', ['panelMember'], 'an interest that does not exclude', formOnly, 200],
    ['a member', ['panelMember'], 'an interest that excludes', none, 403],
    ['a chair', ['panelChair', 'panelMember'], 'nothing', none, 200],
    ['a chair', ['panelChair', 'panelMember'], 'no interest', formOnly, 200],
    ['a chair', ['panelChair', 'panelMember'], 'an interest that excludes', none, 403],
    ['a council officer of the panel', ['councilOfficer', 'panelMember'], 'nothing', whole, 200],
    ['a council officer of the panel', ['councilOfficer', 'panelMember'], 'no interest', whole, 200],
    [
      'a council officer of the panel',
      ['councilOfficer', 'panelMember'],
      'an interest that excludes',
      none,
      403,
    ],
    ['a council officer', ['councilOfficer'], 'nothing', whole, 200],
    ['a council officer', ['councilOfficer'], 'an interest that excludes', none, 403],
    ['a nurse assessor', ['nurseAssessor'], 'an interest that excludes', none, 403],
    ['a coordinator', ['panelCoordinator'], 'nothing', whole, 200],
    ['an administrator', ['administrator'], 'nothing', none, 403],
  ])('%s, with the roles %j, who declared %s', async (_who, roles, said, expected, pack) => {
    const visitor = await someone(roles);
    const home = `/meetings/${meeting}/items/${items[1]?.case ?? ''}`;
    if (said === 'no interest') {
      await visitor.browser.get(home);
      await visitor.browser.post(`${home}/declare`, { interest: 'no' });
    } else if (said !== 'nothing') await declared(visitor, 1, said === 'an interest that excludes');
    const statuses: number[] = [];
    for (const end of DOORS)
      statuses.push((await visitor.browser.get(`/cases/${items[1]?.case ?? ''}${end}`)).status);
    const shown = await visitor.browser.get(home);

    expect(statuses).toEqual(expected);
    expect(shown.status).toBe(pack);
    expect(shown.text.includes('What is recommended')).toBe(
      pack === 200 &&
        (said !== 'nothing' || !roles.some((role) => role.startsWith('panelM') || role === 'panelChair')),
    );
  });

  it('a member of the panel has neither the list of cases nor the search, and is led to the pack', async () => {
    const member = await someone(['panelMember']);
    for (const path of ['/cases', '/search']) expect((await member.browser.get(path)).status).toBe(403);
    expect((await visits.api.send('GET', '/api/v1/cases', { as: member })).status).toBe(403);
    const shown = await member.browser.get(`/cases/${items[2]?.case ?? ''}`);
    expect(shown.text).toContain('whether you have an interest');
    expect(shown.text).toContain(`href="/meetings/${meeting}/items/${items[2]?.case ?? ''}"`);
    const unlisted = await sql<{ id: string }>(
      `SELECT id FROM cases c WHERE NOT EXISTS (SELECT 1 FROM agenda_items i WHERE i.case_id = c.id) LIMIT 1`,
    );
    const other = await member.browser.get(`/cases/${unlisted[0]?.id ?? ''}`);
    expect([other.status, other.text.includes('/clauses/PAN-1')]).toEqual([403, true]);
    const nobody = await member.browser.get('/cases/00000000-0000-4000-8000-000000000000');
    expect(nobody.status).toBe(403);
  });
});

describe('the joint panel, for a referrer', () => {
  it('[CHK-7] [PAN-9] is nothing they see: they are told of its decision', async () => {
    const referrer = await signedIn(await visits.person('referrer'));
    const [meeting] = await sql<{ id: string }>('SELECT id FROM meetings ORDER BY held_on LIMIT 1');

    for (const path of ['/meetings', `/meetings/${meeting?.id}`, `/meetings/${meeting?.id}/minutes`])
      expect({ path, status: (await referrer.browser.get(path)).status }).toEqual({ path, status: 403 });
    const answer = await visits.api.send('GET', '/api/v1/meetings', { as: referrer });
    expect(answer.status).toBe(403);
    expect((await referrer.browser.get('/')).text).not.toContain('href="/meetings"');
  });
});

describe('[CHK-1] [CHK-7] what a referrer sees of a child they have a part in', () => {
  let referrer: Someone;
  /** A case whose decision the family was told, with money behind it, and one whose family still waits for it. */
  let told: string;
  let waiting: string;

  beforeAll(async () => {
    referrer = await signedIn(await visits.person('referrer'));
    const decided = await sql<{ id: string; told: boolean; costs: boolean }>(
      `SELECT d.subject_id AS id,
         EXISTS (SELECT 1 FROM events t WHERE t.subject_id = d.subject_id AND t.seq > d.seq AND t.type = 'NOTICE_GIVEN'
           AND t.content ->> 'recipient' = 'family') AS told,
         EXISTS (SELECT 1 FROM events f WHERE f.subject_id = d.subject_id AND f.type = 'FUNDING_COMMITTED') AS costs
       FROM events d JOIN cases c ON c.id = d.subject_id AND c.closed_on IS NULL
       WHERE d.type = 'PANEL_DECIDED' ORDER BY d.at, d.subject_id`,
    );
    told = decided.find((each) => each.told && each.costs)?.id ?? '';
    waiting = decided.find((each) => !each.told)?.id ?? '';
    for (const id of [told, waiting])
      await sql(
        `INSERT INTO participations (place_id, case_id, seq, person_id, part)
         SELECT $1, $2, min(seq), $3, 'checklist' FROM events WHERE subject_id = $2 AND type = 'CHECKLIST_RECEIVED'
         ON CONFLICT DO NOTHING`,
        [PLACE, id, referrer.id],
      );
  });

  it.each(routes.filter(isOfCase).map((route) => [route.method, route.path, route] as const))(
    '%s %s is for them only where it concerns the referral',
    async (method, _path, route) => {
      const address = addressOf(route, told);
      if (route.page) {
        const shown =
          method === 'GET' ? await referrer.browser.get(address) : await referrer.browser.post(address);
        if (route.throughReferral) expect([303, 404, 200, 422]).toContain(shown.status);
        else {
          expect(shown.status).toBe(403);
          expect(shown.text).toContain(`href="/cases/${told}/referral"`);
          expect(shown.text).not.toContain('Go to the agenda');
          expect(shown.text).toContain('/clauses/CHK-7');
        }
      } else if (!route.throughReferral) {
        const sent = 'body' in route ? { body: {} } : {};
        const answer = await visits.api.send(method, address, { as: referrer, ...sent });
        expect([answer.status, answer.body.type]).toEqual([403, '/problems/case-closed']);
      }
    },
  );

  it('leads from the case to where it is, and says what was decided and why, when it is reviewed, and no money', async () => {
    expect((await referrer.browser.get(`/cases/${told}`)).location).toBe(`/cases/${told}/referral`);
    const { text } = await referrer.browser.get(`/cases/${told}/referral`);
    const [{ why }] = (await sql<{ why: string }>(
      `SELECT t.words AS why FROM texts t JOIN events e ON e.subject_id = t.subject_id AND e.seq = t.seq
       WHERE e.subject_id = $1 AND e.type = 'PANEL_DECIDED' AND t.field = 'rationale'`,
      [told],
    )) as [{ why: string }];

    expect(text).toContain('What the joint panel decided');
    expect(text).toContain(why);
    expect(text).toContain('What is asked of you');
    expect(text).toContain('id="reviews"');
    for (const not of ['£', '/timeline', '/package', 'positions', 'Due regard', 'See the whole case'])
      expect(text).not.toContain(not);
  });

  it('[PAN-9] says nothing of a decision before the family has been told', async () => {
    const { text } = await referrer.browser.get(`/cases/${waiting}/referral`);
    const home = await referrer.browser.get('/');

    expect(text).toContain('The family is told first');
    expect(text).not.toContain('What the joint panel decided');
    expect(text).not.toMatch(/eligible|package to be arranged/i);
    expect(home.text).toContain(
      'The panel has decided. You see its decision here once the family has been told.',
    );
  });

  it('lets them record what they know, and leads back to the referral', async () => {
    const path = `/cases/${told}/do/CASE_NOTE_ADDED`;
    const form = await referrer.browser.get(path);
    expect(form.text).toContain(`href="/cases/${told}/referral"`);
    const version = /name="_version" value="(\d+)"/.exec(form.text)?.[1] ?? '';
    const sent = await referrer.browser.post(path, { note: 'The school rang', _version: version, _key: 'a' });
    expect([sent.status, sent.location]).toEqual([303, `/cases/${told}/referral`]);
  });
});

describe('the pack of an item', () => {
  const SCRIPT = '<script>alert(1)</script>';
  let chair: Someone;
  let member: Someone;
  const home = (): string => `/meetings/${meeting}/items/${items[2]?.case ?? ''}`;
  const versionIn = (text: string): string =>
    /version <span class="app-reference">(\w+)</.exec(text)?.[1] ?? '';

  beforeAll(async () => {
    chair = await someone(['panelChair', 'panelMember']);
    member = await someone(['panelMember']);
  });

  it('[PAN-3] is in nobody’s bundle before they declare, and the chair sees who opened it', async () => {
    const before = await member.browser.get(`/meetings/${meeting}/bundle`);
    expect([before.status, before.text.includes('What is recommended')]).toEqual([200, false]);
    const agenda = await chair.browser.get(`/meetings/${meeting}`);
    expect(agenda.text).toContain('Test panelMember: <strong>not opened</strong> (not declared yet)');

    await member.browser.get(home());
    await member.browser.post(`${home()}/declare`, { interest: 'no' });
    const bundle = await member.browser.get(`/meetings/${meeting}/bundle`);

    expect(bundle.text).toContain('What is recommended');
    expect(bundle.text).toMatch(
      /Needs that remain unmet[\s\S]*?<dd class="app-words">\w[\s\S]*?Explored first: \w/,
    );
    expect(bundle.text).toContain(items[2]?.name);
    expect(bundle.text).not.toContain(items[3]?.name);
    expect(bundle.text).toContain('For Test panelMember only');
    expect((await chair.browser.get(`/meetings/${meeting}`)).text).toMatch(
      /Test panelMember: opened, last on [^<]*\(no interest declared\)/,
    );
    expect((await member.browser.get(`/meetings/${meeting}`)).text).not.toContain('Who opened the pack');
  });

  it('shows script that a member types as text', async () => {
    await member.browser.post(`${home()}/view`, { opinion: 'eligible', reasons: SCRIPT });
    await chair.browser.get(home());
    await chair.browser.post(`${home()}/declare`, { interest: 'yes', nature: SCRIPT, excludes: '' });
    await chair.browser.post(`${home()}/declare`, { interest: 'yes', nature: SCRIPT, excludes: 'no' });
    await chair.browser.post(`${home()}/view`, { opinion: '', reasons: SCRIPT });
    await chair.browser.post(`${home()}/open`);
    for (const path of [
      `${home()}`,
      `${home()}/decision`,
      `/meetings/${meeting}/minutes`,
      `/meetings/${meeting}/bundle`,
    ]) {
      const { text } = await chair.browser.get(path);
      expect([path, text.includes(SCRIPT)]).toEqual([path, false]);
    }
    expect((await chair.browser.get(`/meetings/${meeting}/minutes`)).text).toContain(
      '&lt;script&gt;alert(1)',
    );
    expect((await member.browser.get(home())).text).toContain('&lt;script&gt;alert(1)');
  });

  it('tells a member of what others recorded meanwhile, without a way to the record that is closed to them', async () => {
    const path = `/cases/${items[2]?.case ?? ''}/do/CASE_NOTE_ADDED`;
    await member.browser.get(path);
    const shown = await member.browser.post(path, { note: SCRIPT, _version: '1', _key: 'a-note' });

    expect([shown.status, shown.text.includes('Somebody recorded something')]).toEqual([412, true]);
    expect(shown.text).not.toContain('/timeline');
  });

  it('leads to the decision from the form of the decision, and from what a case says is next', async () => {
    const id = items[2]?.case ?? '';
    const form = await chair.browser.get(`/cases/${id}/do/PANEL_DECIDED`);
    expect([form.status, form.location]).toEqual([303, `/cases/${id}/panel`]);
    const led = await chair.browser.get(`/cases/${id}/panel`);
    expect([led.status, led.location]).toEqual([303, `${home()}/decision`]);
  });

  it('[PAN-1] is fixed once its papers close: the same version, and what comes later in an addendum', async () => {
    const [{ day }] = (await sql<{ day: string }>(
      `SELECT (held_on)::text AS day FROM meetings WHERE id = $1`,
      [meeting],
    )) as [{ day: string }];
    await visits.api.app.get(ServiceClock, { strict: false }).moveTo(`${day}T07:00:00.000Z`);
    chair = await signedIn(chair.id);
    const before = await chair.browser.get(home());
    expect(before.text).toContain('Papers closed on');
    expect(before.text).not.toContain('Addendum');
    const outcome = await visits.api.engine.execute({
      commandId: crypto.randomUUID(),
      subject: { kind: 'case', id: items[2]?.case ?? '' },
      place: PLACE,
      type: 'VOICE_RECORDED',
      content: { stage: 'panel', whose: 'child', said: 'I want to sleep at home', gathered: 'By talking' },
      by: await visits.person('nurseAssessor'),
    });
    expect(outcome).toMatchObject({ kind: 'accepted' });
    const after = await chair.browser.get(home());

    expect(versionIn(after.text)).toBe(versionIn(before.text));
    expect(versionIn(after.text)).toMatch(/^[0-9a-f]{12}$/);
    expect(after.text).toMatch(/Addendum[\s\S]*I want to sleep at home/);
  });

  it('[PAN-2] is before the panel once it is known who attends', async () => {
    const present = await Promise.all([0, 1, 2].map((nth) => visits.person('panelMember', nth)));
    const outcome = await visits.api.engine.execute({
      commandId: crypto.randomUUID(),
      subject: { kind: 'meeting', id: meeting },
      place: PLACE,
      type: 'ATTENDANCE_RECORDED',
      content: { present: [...present, chair.id], apologies: [], chair: chair.id },
      by: coordinator.id,
    });

    expect(outcome).toMatchObject({ kind: 'accepted' });
  });

  it.each(['ITEM_TAKEN_OFF', 'INTEREST_DECLARED', 'ITEM_DEFERRED', 'PANEL_DECIDED'])(
    'shows script in every text field of the form of %s as text',
    async (type) => {
      const path = `/cases/${items[2]?.case ?? ''}/do/${type}?to=${home()}/decision`;
      const form = await chair.browser.get(path);
      const boxes = [...form.text.matchAll(/<(?:textarea|input)[^>]* name="([^"_][^"]*)"/g)].map(
        ([, name]) => name ?? '',
      );
      expect([form.status, boxes.length > 0]).toEqual([200, true]);
      const shown = await chair.browser.post(path, {
        ...Object.fromEntries(boxes.map((name) => [name, SCRIPT])),
        _again: 'yes',
      });

      expect(shown.text).toContain('&lt;script&gt;alert(1)');
      expect(shown.text).not.toContain(SCRIPT);
    },
  );
});

describe('[PAN-1] planning the meetings of months', () => {
  const asked = { which: '2', weekday: '3', months: '6', capacity: '8' };

  beforeAll(async () => {
    coordinator = await signedIn(coordinator.id);
  });

  it('shows the days first, arranges those that are ticked, and leaves out what is there', async () => {
    const chair = await visits.person('panelChair');
    await coordinator.browser.get('/meetings/plan');
    const preview = await coordinator.browser.post('/meetings/plan', { ...asked, chair });
    const days = [...preview.text.matchAll(/name="day" type="checkbox" value="([\d-]+)"/g)].map(
      ([, on]) => on ?? '',
    );
    expect(preview.status).toBe(200);
    expect(days.length).toBeGreaterThanOrEqual(5);
    expect(await sql('SELECT 1 FROM meetings WHERE held_on = $1', [days[0]])).toEqual([]);

    const done = await coordinator.browser.post('/meetings/plan', {
      ...asked,
      chair,
      arrange: 'yes',
      day: days.slice(0, 2),
      _key: 'a-plan',
    });
    expect([done.status, done.location]).toEqual([303, '/meetings']);
    const rows = await sql<{ on: string; capacity: number }>(
      `SELECT held_on::text AS "on", capacity FROM meetings WHERE held_on = ANY($1) ORDER BY 1`,
      [days],
    );
    expect(rows).toEqual(days.slice(0, 2).map((on) => ({ on, capacity: 8 })));
    const again = await coordinator.browser.post('/meetings/plan', { ...asked, chair });
    expect(again.text).toContain('is arranged for that day');
  });

  it.each([
    [{ chair: '' }, 'Choose who chairs'],
    [{ capacity: '0' }, 'Most items must be a whole number'],
    [{ weekday: '7' }, 'Choose a weekday'],
    [{ months: '1000' }, 'Choose for how long'],
    [{ which: '<script>' }, 'Choose which of the month'],
  ])('says what is wrong with %j', async (wrong, words) => {
    const chair = await visits.person('panelChair');
    const shown = await coordinator.browser.post('/meetings/plan', { ...asked, chair, ...wrong });

    expect([shown.status, shown.text.includes(words)]).toEqual([422, true]);
  });

  it('[PAN-15] arranges none where one is refused, and notes each that was refused, as of any other refusal', async () => {
    const preview = await coordinator.browser.post('/meetings/plan', { ...asked, chair: coordinator.id });
    const days = [...preview.text.matchAll(/name="day" type="checkbox" value="([\d-]+)"/g)].map(
      ([, on]) => on ?? '',
    );
    const before = await sql<{ id: string }>('SELECT max(id) AS id FROM audit_entries');
    const refused = await coordinator.browser.post('/meetings/plan', {
      ...asked,
      chair: coordinator.id,
      arrange: 'yes',
      day: days.slice(0, 2),
      _key: 'a-refused-plan',
    });

    expect([refused.status, refused.text.includes('Nothing was arranged')]).toEqual([422, true]);
    const noted = await sql(
      `SELECT action, person_id, subject_kind, subject_id, type, clauses FROM audit_entries WHERE id > $1`,
      [before[0]?.id],
    );
    const entry = {
      action: 'refused',
      person_id: coordinator.id,
      subject_kind: 'meeting',
      subject_id: null,
      type: 'MEETING_ARRANGED',
      clauses: ['PAN-15'],
    };
    expect(noted).toEqual([entry, entry]);
  });

  it('keeps the ticks where no day is ticked, rather than ticking all of them again', async () => {
    const chair = await visits.person('panelChair');
    const shown = await coordinator.browser.post('/meetings/plan', { ...asked, chair, arrange: 'yes' });

    expect([shown.status, shown.text.includes('Tick at least one day')]).toEqual([422, true]);
    expect(shown.text).not.toMatch(/name="day"[^>]* checked/);
  });

  it('is for the coordinator and the manager', async () => {
    const member = await someone(['panelChair', 'panelMember']);
    expect((await member.browser.get('/meetings/plan')).status).toBe(403);
  });
});
