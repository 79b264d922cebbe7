import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Role } from '../../src/access/roles.js';
import { openCase, startApi, type Api } from '../web/api.js';
import { hiddenIn, Visitor } from '../web/visitor.js';

const PASSWORD = 'a long enough password';

let api: Api;
let accounts = 0;
let manager: Visitor;
let auditor: Visitor;
let referrer: Visitor;

async function visitorAs(roles: Role | readonly Role[]): Promise<Visitor> {
  accounts += 1;
  const user = await api.user(roles);
  const username = `somebody${accounts}@example.org`;
  await api.accounts.create('sefton', user.id, { username, password: PASSWORD });
  const visitor = new Visitor(api);
  await visitor.signIn(username, PASSWORD);
  return visitor;
}

beforeAll(async () => {
  api = await startApi();
  const nurse = await api.user(['nurseAssessor']);
  await openCase(api, nurse);
  manager = await visitorAs('manager');
  auditor = await visitorAs('auditor');
  referrer = await visitorAs('referrer');
});
afterAll(() => api.close());

const title = (text: string): string => /<h1[^>]*>([^<]*)</.exec(text)?.[1]?.trim() ?? '';

describe('the page that leads to everything', () => {
  it('leads to the forecast and to performance whoever may read them, and nobody else', async () => {
    for (const way of ['/forecast', '/performance']) {
      for (const visitor of [manager, auditor])
        expect((await visitor.get('/')).text).toContain(`class="nhsuk-card__link" href="${way}"`);
      expect((await referrer.get('/')).text).not.toContain(`href="${way}"`);
    }
  });
});

describe('the queues of a place where nothing is late', () => {
  it('say so, and how many there are', async () => {
    const counts = await manager.get('/queues');
    const list = await manager.get('/queues/overdue');

    expect([counts.status, list.status]).toEqual([200, 200]);
    expect(counts.text).toContain('Nothing is overdue');
    expect(list.text).toContain('Nothing is in this queue');
    expect(list.text).toContain('<strong>0 deadlines</strong>');
  });

  it('take boxes left empty as no filter, and name what a filter could be', async () => {
    const empty = await manager.get(
      '/queues/overdue?timescale=&stage=&owner=&team=&organisation=&need=&ageing=',
    );
    const wrong = await manager.get('/queues/overdue?team=nobody');

    expect(empty.status).toBe(200);
    expect(empty.text).not.toContain('Clear filters');
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('<a href="#filter-team">Team: choose one of the list</a>');
    expect(wrong.text).toContain('id="filter-team"');
  });

  it('are a file for whoever may take one, and nobody else', async () => {
    const file = await manager.get('/queues/overdue/file');
    const coordinator = await (await visitorAs('panelCoordinator')).get('/queues/overdue/file');
    const columns = await manager.get('/queues/columns');

    expect(columns.headers['content-disposition']).toBe('attachment; filename="queue-columns.csv"');
    expect(columns.text).toContain('Originally due,The day it was due before any extension or pause');
    expect(file.headers['content-type']).toContain('text/csv');
    expect(file.headers['content-disposition']).toMatch(/attachment; filename="overdue-.*\.csv"/);
    expect([file.status, coordinator.status]).toEqual([200, 403]);
  });

  it('are not for a referrer, whose menu does not lead there', async () => {
    const home = await referrer.get('/');
    const asked = await Promise.all(
      ['/queues', '/forecast', '/performance', '/exceptions', '/deliveries'].map((path) =>
        referrer.get(path),
      ),
    );

    expect(home.text).not.toContain('href="/queues"');
    expect(asked.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    expect(title(asked[0]?.text ?? '')).toBe('This is not for your role');
  });
});

describe('the forecast', () => {
  it.each([
    ['day=31&month=2&year=2026', 'must be a real day'],
    ['day=1&month=1&year=2020', 'must be after today'],
    ['day=x&month=&year=', 'must be a real day'],
  ])(
    'keeps what was typed as a day for a meeting, and says what is wrong with it: %s',
    async (asked, said) => {
      const shown = await manager.get(`/forecast?${asked}`);

      expect(shown.status).toBe(422);
      expect(shown.text).toContain('href="#meeting-day"');
      expect(shown.text).toContain(said);
      expect(shown.text).toContain(`value="${/day=([^&]*)/.exec(asked)?.[1] ?? ''}"`);
    },
  );

  it('says that nothing is foreseen', async () => {
    expect((await manager.get('/forecast')).text).toContain('No breach is foreseen');
  });
});

describe('performance', () => {
  it('says what is wrong with months, and that nothing was due', async () => {
    const shown = await manager.get('/performance');
    const wrong = await manager.get('/performance?from=2026-05&to=2026-01');

    expect(shown.text).toContain('Nothing was due in these months');
    expect(wrong.status).toBe(422);
    expect(title(wrong.text)).toBe('Performance');
    expect(wrong.text).toContain('<a href="#filter-from">From: must not be after Jan 2026</a>');
    expect(wrong.text).toContain('<option value="2026-05" selected>');
    expect(wrong.text).toContain('<option value="2026-01" selected>');
    expect(wrong.text).toContain('<title>Error: Performance');
  });
});

const LISTS: readonly (readonly [path: string, heading: string, said: string])[] = [
  ['/performance?from=May+2026', 'Performance', '<a href="#filter-from">From: choose one of the list'],
  [
    '/performance?organisation=x&timescale=y',
    'Performance',
    '<a href="#filter-organisation">Commissioner: choose',
  ],
  ['/queues?stage=nowhere', 'Overdue cases', '<a href="#filter-stage">Stage: choose one of the list'],
  ['/queues?asAt=yesterday', 'Overdue cases', 'The moment of the address must be a moment in UTC'],
  ['/queues/overdue?owner=Sam&rows=7', 'Overdue', '<a href="#filter-owner">Whose: choose one of the list'],
  ['/queues/overdue?cursor=abc', 'Overdue', 'the list is shown from its beginning'],
  [
    '/forecast?kind=perhaps',
    'What will be late next',
    '<a href="#filter-kind">How sure: choose one of the list',
  ],
  ['/workload?team=nobody', 'Workload', '<a href="#filter-team">Team: choose one of the list'],
  ['/cases?state=ajar', 'Cases', '<a href="#filter-state">State: choose one of the list'],
  ['/cases?order=backwards', 'Cases', 'The list has no such order'],
  ['/cases?colour=red', 'Cases', 'The address asks for “colour”, which this page does not take'],
  [
    '/workload/cases?assessor=Sam',
    'Cases without an assessor',
    'says for “assessor” is nothing this page knows',
  ],
  ['/people?role=king', 'People', 'choose one of the list'],
  ['/changes?kind=sea', 'Changes', 'choose one of the list'],
];

describe('a list asked for what it cannot give', () => {
  it.each(LISTS)('%s is shown with its form, and says what was wrong', async (path, heading, said) => {
    const shown = await manager.get(path);

    expect(shown.status).toBe(422);
    expect(title(shown.text)).toContain(heading);
    expect(shown.text).toContain('There is a problem');
    expect(shown.text).toContain(said);
    expect(shown.text).not.toContain('must be one of');
  });

  it('takes boxes of the list of cases left empty as no filter', async () => {
    const shown = await manager.get('/cases?whose=&state=open&overdue=&allocated=');

    expect(shown.status).toBe(200);
    expect(shown.text).not.toContain('There is a problem');
  });

  it('gives no file that is not what was asked for', async () => {
    expect((await manager.get('/queues/overdue/file?team=nobody')).status).toBe(422);
  });
});

describe('what waits for a person', () => {
  it('is read by an auditor, who does nothing about it', async () => {
    const shown = await auditor.get('/exceptions');
    const tried = await auditor.post(`/exceptions/${randomUUID()}/retry`);

    expect(shown.text).toContain('Nothing waits for a person');
    expect(shown.text).not.toContain('href="/deliveries"');
    expect(tried.status).toBe(403);
  });

  it('takes no decision on an e-mail that is not there, and none that is not offered', async () => {
    await manager.get('/deliveries');
    const path = `/deliveries/${randomUUID()}/decision`;

    expect((await manager.post(path, { decision: 'arrived' })).status).toBe(404);
    expect((await manager.post(path, { decision: 'burn it' })).status).toBe(422);
  });
});

describe('notices', () => {
  it('are there for everybody, and say that there are none', async () => {
    const shown = await referrer.get('/notices');

    expect(shown.status).toBe(200);
    expect(shown.text).toContain('There is nothing to tell you');
    expect(shown.text).not.toContain('not read)');
  });

  it('of somebody else cannot be marked as read', async () => {
    await manager.get('/notices');

    expect((await manager.post('/notices/read', { id: randomUUID() })).status).toBe(404);
  });

  it('keep everyone’s e-mails from whoever is no administrator', async () => {
    expect((await manager.get('/mailbox?everyone=true')).status).toBe(403);
    expect((await manager.get('/mailbox')).text).toContain('No e-mail was kept');
  });
});

describe('administration', () => {
  it('is looked at by everybody as far as it concerns them, and done by administrators', async () => {
    const people = await referrer.get('/people');
    const asked = await Promise.all([
      referrer.get('/people/new'),
      referrer.post('/people/new', { name: 'Somebody' }),
      referrer.post('/calendar/check'),
      manager.post('/calendar'),
      auditor.post('/protocol/check'),
      referrer.get('/audit'),
      referrer.get('/access-log'),
    ]);

    expect(people.status).toBe(200);
    expect(people.text).not.toContain('Add somebody');
    expect(asked.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403, 403]);
  });

  it('[ROL-2] offers the organisations there are now, and none that another succeeded', async () => {
    const { text } = await (await visitorAs('administrator')).get('/people/new');

    expect(text).toContain('NHS Cheshire and Merseyside Integrated Care Board');
    expect(text).not.toContain('South Sefton CCG');
  });

  it('keeps what was typed of somebody, and says what is wrong with it', async () => {
    const administrator = await visitorAs('administrator');
    await administrator.get('/people/new');
    const shown = await administrator.post('/people/new', {
      name: 'Jo <b>Newcomer</b>',
      delegatedLimitPence: 'a lot',
      roles: ['panelMember'],
    });

    expect(shown.status).toBe(422);
    expect(shown.text).toContain('value="Jo &lt;b&gt;Newcomer&lt;/b&gt;"');
    expect(shown.text).toContain('Enter an amount in pounds, such as 1500 or 1,250.50');
    expect(shown.text).toMatch(/value="panelMember"[^>]*checked/);
  });

  it('keeps what was typed on the page of somebody where it cannot be taken', async () => {
    const administrator = await visitorAs('administrator');
    const nurse = await api.user(['nurseAssessor']);
    const path = `/people/${nurse.id}`;
    await administrator.get(path);
    const account = await administrator.post(`${path}/account`, { username: 'jo.new', password: 'short' });
    const email = await administrator.post(`${path}/email`, { email: 'no address' });
    await manager.get(path);
    const work = await manager.post(`${path}/work`, { team: 'nurses-north', capacityPoints: 'many' });

    expect([account, email, work].map(({ status }) => status)).toEqual([422, 422, 422]);
    expect(account.text).toContain('value="jo.new"');
    expect(account.text).not.toContain('value="short"');
    expect(email.text).toContain('value="no address"');
    expect(work.text).toContain('value="many"');
    expect(work.text).toMatch(/value="nurses-north" selected/);
  });

  it('takes a name without the character that cannot be kept, rather than failing', async () => {
    const administrator = await visitorAs('administrator');
    await administrator.get('/people/new');
    const wrong = await administrator.post('/people/new', {
      name: ' ',
      roles: 'auditor',
      delegatedLimitPence: 'much',
      capacityPoints: '0',
      email: 'nowhere',
    });
    const links = [...wrong.text.matchAll(/<li><a href="#([^"]+)">/g)].map(([, field]) => field);
    expect(links).toEqual(['name', 'delegatedLimitPence', 'capacityPoints', 'email']);
    const added = await administrator.post('/people/new', { name: 'Jo \u0000Null', roles: 'auditor' });
    const shown = await administrator.get(added.location ?? '');

    expect(added.status).toBe(303);
    expect(title(shown.text)).toBe('Jo Null');
    expect((await new Visitor(api).signIn('no\u0000body', PASSWORD)).status).toBe(401);
  });

  it('adds somebody once, however often the form is sent', async () => {
    const administrator = await visitorAs('administrator');
    const form = await administrator.get('/people/new');
    const sent = { ...hiddenIn(form.text, '/people/new'), name: 'Jo Once', roles: 'auditor' };
    const first = await administrator.post('/people/new', sent);
    const again = await administrator.post('/people/new', sent);

    expect([first.status, again.status]).toEqual([303, 303]);
    expect(again.location).toBe(first.location);
  });

  it('changes what the directory says of somebody, keeps what was typed, and shows their roles over time', async () => {
    const administrator = await visitorAs('administrator');
    const nurse = await api.user(['nurseAssessor', 'auditor']);
    const path = `/people/${nurse.id}/details`;
    await administrator.get(path);
    const empty = await administrator.post(path, { name: ' ', delegatedLimitPence: '1,250.50' });
    const done = await administrator.post(path, {
      name: 'Alex Married',
      delegatedLimitPence: '1,250.50',
      discipline: 'health',
    });
    await administrator.post(`/people/${nurse.id}/roles`, { roles: 'nurseAssessor' });
    const shown = await administrator.get(`/people/${nurse.id}`);

    expect(empty.status).toBe(422);
    expect(empty.text).toContain('value="1,250.50"');
    expect([done.status, done.location]).toEqual([303, `/people/${nurse.id}`]);
    expect(title(shown.text)).toBe('Alex Married');
    expect(shown.text).toContain('£1,250.50 a week');
    expect(shown.text).toContain('Roles over time');
    expect((await auditor.get('/audit')).text).toContain('Changed in the directory');
    expect((await manager.get(path)).status).toBe(403);
  });

  it('gives a new password that is shown once, signs its owner out, and has to be changed before anything else', async () => {
    const administrator = await visitorAs('administrator');
    const nurse = await api.user(['nurseAssessor']);
    await api.accounts.create('sefton', nurse.id, { username: 'lost@example.org', password: PASSWORD });
    const signedIn = new Visitor(api);
    await signedIn.signIn('lost@example.org', PASSWORD);
    await administrator.get(`/people/${nurse.id}`);
    const given = await administrator.post(`/people/${nurse.id}/account/password`);
    const password = /app-reference">([a-z0-9-]{19})</.exec(given.text)?.[1] ?? '';
    const after = await signedIn.get('/work');
    const again = new Visitor(api);
    await again.signIn('lost@example.org', password);
    const led = await again.get('/work');
    const home = await again.get('/');
    await again.get('/password');
    const differing = await again.post('/password', {
      present: password,
      password: 'one of my own',
      again: 'x',
    });
    const wrong = await again.post('/password', { present: 'not it', password: PASSWORD, again: PASSWORD });
    const same = await again.post('/password', { present: password, password, again: password });
    const own = 'three words of my own';
    const changed = await again.post('/password', { present: password, password: own, again: own });
    const free = new Visitor(api);
    await free.signIn('lost@example.org', own);

    expect(given.status).toBe(200);
    expect(after.location).toBe('/sign-in?to=%2Fwork');
    expect([led.status, led.location]).toEqual([303, '/password']);
    expect([home.status, home.location]).toEqual([303, '/password']);
    expect([differing, wrong, same].map(({ status }) => status)).toEqual([422, 422, 422]);
    expect(wrong.text).toContain('This is not your present password');
    expect(changed.location).toBe('/sign-in?changed=true');
    expect((await free.get('/work')).status).toBe(200);
    const trail = (await auditor.get('/audit')).text;
    expect(trail).toContain('Given a new password');
    expect(trail).toContain('Changed a password of their own');
    expect(trail).not.toContain(password);
  });

  it('lets nobody take the role of an administrator from themselves', async () => {
    const user = await api.user(['administrator']);
    await api.accounts.create('sefton', user.id, { username: 'own@example.org', password: PASSWORD });
    const administrator = new Visitor(api);
    await administrator.signIn('own@example.org', PASSWORD);
    await administrator.get(`/people/${user.id}`);
    const shown = await administrator.post(`/people/${user.id}/roles`, { roles: 'auditor' });
    const ended = await administrator.post(`/people/${user.id}/account/end`);

    expect([shown.status, ended.status]).toEqual([422, 422]);
    expect(shown.text).toContain('You cannot take the role of an administrator from yourself');
  });

  it('[ROL-1] ends an account once it was said what follows, with the cases that are left', async () => {
    const leaver = await api.user(['nurseAssessor', 'manager'], {
      name: 'Lea Leaver',
      competences: ['complex-needs-of-children'],
    });
    await api.accounts.create('sefton', leaver.id, { username: 'lea@example.org', password: PASSWORD });
    const opened = await openCase(api, leaver);
    const named = await api.send('POST', `/api/v1/cases/${opened.id}/events`, {
      as: leaver,
      ifMatch: opened.etag,
      body: { type: 'ASSESSOR_NAMED', content: { assessor: leaver.id, reason: 'She knows the child' } },
    });
    expect(named.status).toBe(201);
    const theirs = new Visitor(api);
    await theirs.signIn('lea@example.org', PASSWORD);
    const administrator = await visitorAs(['administrator', 'manager']);
    const page = `/people/${leaver.id}/account/end`;

    const person = await administrator.get(`/people/${leaver.id}`);
    const asked = await administrator.get(page);
    const unconfirmed = await administrator.post(page, hiddenIn(person.text));
    const [still, name] = [
      (await theirs.get('/work')).status,
      (await api.directory.person('sefton', leaver.id))?.username,
    ];
    const done = await administrator.post(page, hiddenIn(asked.text, page));

    expect(person.text).toContain(`href="${page}"`);
    expect(person.text).not.toContain(`action="${page}"`);
    expect(asked.text).toContain('Nothing has been ended yet');
    expect(asked.text).toContain('<strong>1 open case</strong>');
    expect(asked.text).toContain(`href="/workload/cases?assessor=${leaver.id}"`);
    expect(asked.text).toContain('They are signed in just now, on one browser');
    expect(asked.text).toContain('1 token of theirs for a program ends');
    expect([unconfirmed.status, still, name]).toEqual([200, 200, 'lea@example.org']);
    expect(done).toMatchObject({ status: 303, location: `/people/${leaver.id}` });
    expect((await theirs.get('/work')).location).toBe('/sign-in?to=%2Fwork');
    expect((await administrator.get(page)).location).toBe(`/people/${leaver.id}`);
    expect((await manager.get(page)).status).toBe(403);
  });

  it('says what is wrong with a day, and asks for a reason before cases are moved', async () => {
    const administrator = await visitorAs('administrator');
    await administrator.get('/calendar');
    const day = await administrator.post('/calendar/check', { kind: 'moved', name: 'Whit Monday' });
    await manager.get('/protocol');
    const move = await manager.post('/protocol/check', { from: 'sefton-v13', to: 'sefton-v13' });

    expect([day.status, move.status]).toEqual([422, 422]);
    expect(day.text).toContain('Enter the day it would be on');
    expect(move.text).toContain('Enter why they are moved');
  });
});

describe('what a change would do', () => {
  const day = {
    kind: 'proclaimed',
    name: 'Day of rest',
    'date-day': '19',
    'date-month': '6',
    'date-year': '2030',
  };

  it('is a page of its own, which can be gone back to, with nothing that was typed in its address', async () => {
    const administrator = await visitorAs('administrator');
    await administrator.get('/calendar');
    const { status, location = '' } = await administrator.post('/calendar/check', day);
    const [first, again] = [await administrator.get(location), await administrator.get(location)];
    const [, back = ''] = /href="(\/calendar\?asked=[^"]+)"/.exec(first.text) ?? [];
    const form = await administrator.get(back);
    const other = await (await visitorAs('administrator')).get(location);

    expect(status).toBe(303);
    expect(location).toMatch(/^\/calendar\/check\/[\w-]+$/);
    for (const { status: shown, text } of [first, again]) {
      expect(shown).toBe(200);
      expect(text).toContain('Nothing has been changed yet');
      expect(text).toContain('19 June 2030');
    }
    expect(form.text).toContain('value="Day of rest"');
    expect(other).toMatchObject({ status: 303, location: '/calendar' });
  });

  it('says that a day cannot be before it is looked at, and after somebody else has entered it', async () => {
    const administrator = await visitorAs('administrator');
    await administrator.get('/calendar');
    const christmas = { ...day, 'date-day': '25', 'date-month': '12' };
    const wrong = await administrator.post('/calendar/check', christmas);
    const entered = { ...day, 'date-day': '20' };
    const { location = '' } = await administrator.post('/calendar/check', entered);
    const shown = await administrator.get(location);
    await administrator.post('/calendar', hiddenIn(shown.text, '/calendar'));
    const late = await administrator.get(location);

    expect([wrong.status, late.status]).toEqual([422, 422]);
    expect(wrong.text).toContain('is a holiday already');
    expect(late.text).toContain('is a holiday already');
    expect(await manager.get('/protocol/check/none')).toMatchObject({ status: 303, location: '/protocol' });
  });
});

describe('a role that there is none of', () => {
  it('is refused, and the roles of that person stay as they are', async () => {
    const administrator = await visitorAs('administrator');
    const nurse = await api.user(['nurseAssessor']);
    await administrator.get(`/people/${nurse.id}`);
    const refused = await administrator.post(`/people/${nurse.id}/roles`, { roles: 'wizard' });
    const kept = await administrator.get(`/people/${nurse.id}`);

    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Choose from the roles there are');
    expect(kept.text).toMatch(/value="nurseAssessor"[^>]* checked/);
  });
});

describe('the audit trail', () => {
  it('says in words which roles were given, which file was taken, how somebody signed in, and why a change was made', async () => {
    const administrator = await visitorAs('administrator');
    const nurse = await api.user(['nurseAssessor']);
    await administrator.get(`/people/${nurse.id}`);
    await administrator.post(`/people/${nurse.id}/roles`, { roles: ['auditor', 'manager'] });
    await manager.get('/queues/overdue/file?need=physicalDisability');
    await administrator.get('/calendar');
    const checked = await administrator.post('/calendar/check', {
      kind: 'proclaimed',
      name: 'Day of <i>rest</i>',
      'date-day': '18',
      'date-month': '6',
      'date-year': '2030',
    });
    const looked = await administrator.get(checked.location ?? '');
    await administrator.post('/calendar', hiddenIn(looked.text, '/calendar'));
    const trail = (await auditor.get('/audit')).text;

    expect(trail).toMatch(/Given other roles: [^:]+: <span class="app-words">auditor, manager<\/span>/);
    expect(trail).toContain(
      'Took a queue as a file: <span class="app-words">overdue, filtered, 0 rows</span>',
    );
    expect(trail).toContain('Signed in: <span class="app-words">with a password</span>');
    expect(trail).toContain('Day of &lt;i&gt;rest&lt;/i&gt;, 18 Jun 2030');
    expect(trail).toMatch(/<a href="\/changes\/[^"]+">See the change/);
  });

  it('names the case of a refusal to an administrator without a link to what is not for them', async () => {
    const [nurse, sender] = await Promise.all([api.user(['nurseAssessor']), api.user(['auditor'])]);
    const { id: caseId, etag } = await openCase(api, nurse);
    const { status } = await api.send('POST', `/api/v1/cases/${caseId}/events`, {
      as: sender,
      ifMatch: etag,
      body: { type: 'CASE_NOTE_ADDED', content: { note: 'Spoke with the school.' } },
    });
    const administrator = await visitorAs('administrator');
    const forAdministrator = (await administrator.get('/audit')).text;
    const forAuditor = (await auditor.get('/audit')).text;

    expect(status).toBe(403);
    expect(forAuditor).toContain(`href="/cases/${caseId}/readers"`);
    expect(forAdministrator).not.toContain(`/cases/${caseId}/readers`);
    expect(forAdministrator).toContain('Not for their role');
  });
});

describe('the audit trail, filtered', () => {
  const rowsIn = (text: string): number => text.split('<tr role="row" class="nhsuk-table__row">').length - 1;
  const countIn = (text: string): number => Number(/<strong>(\d+) entr(?:y|ies)<\/strong>/.exec(text)?.[1]);
  let sender: string;
  let reference: string;

  beforeAll(async () => {
    const [nurse, auditing] = await Promise.all([api.user(['nurseAssessor']), api.user(['auditor'])]);
    const opened = await openCase(api, nurse);
    for (const note of ['Spoke with the school.', 'Spoke with the family.'])
      await api.send('POST', `/api/v1/cases/${opened.id}/events`, {
        as: auditing,
        ifMatch: opened.etag,
        body: { type: 'CASE_NOTE_ADDED', content: { note } },
      });
    sender = auditing.id;
    const { text } = await auditor.get(`/audit?person=${sender}`);
    reference = /<a class="app-reference"[^>]*>([^<]+)</.exec(text)?.[1] ?? '';
  });

  it('by who, what, which record and which days counts what it shows', async () => {
    const asked = [
      [`person=${sender}`, 2],
      [`what=notAllowed&reference=${reference.toLowerCase()}`, 2],
      [`person=${sender}&what=notAllowed&reference=${reference}`, 2],
      [`person=${sender}&what=signedIn`, 0],
      [`person=${sender}&toDay=1&toMonth=1&toYear=2020`, 0],
      [`person=${sender}&fromDay=1&fromMonth=1&fromYear=2020`, 2],
    ] as const;
    for (const [query, expected] of asked) {
      const { status, text } = await auditor.get(`/audit?${query}`);
      expect({ query, status, rows: rowsIn(text), count: countIn(text) }).toEqual({
        query,
        status: 200,
        rows: expected,
        count: expected,
      });
    }
    const byService = await auditor.get('/audit?person=service');
    expect(rowsIn(byService.text)).toBe(countIn(byService.text));
    expect(byService.text).not.toContain('Signed in:');
    const all = await auditor.get('/audit');
    expect(rowsIn(all.text)).toBe(Math.min(100, countIn(all.text)));
  });

  it('goes on where it was, with its filters, and takes each away', async () => {
    const { text } = await auditor.get(`/audit?person=${sender}&reference=${reference}`);

    expect(text).toContain(`href="/audit?person=${sender}"`);
    expect(text).toContain(`href="/audit?reference=${reference}"`);
    expect(text).toContain(`<option value="${sender}" selected>`);
  });

  it.each([
    ['fromDay=31&fromMonth=2&fromYear=2026', '#from-day', 'The first day must be a real day', 'value="31"'],
    ['toYear=26', '#to-day', 'The last day must be a real day', 'value="26"'],
    [
      'fromDay=2&fromMonth=3&fromYear=2026&toDay=1&toMonth=3&toYear=2026',
      '#from-day',
      'The first day must not be after the last day',
      'value="2"',
    ],
    [
      'reference=NO-SUCH-ONE',
      '#reference',
      'No case or meeting has the reference NO-SUCH-ONE',
      'value="NO-SUCH-ONE"',
    ],
    ['person=Sam', '#filter-person', 'Who: choose one of the list', 'Everybody'],
    ['what=everything', '#filter-what', 'What: choose one of the list', 'Everything'],
  ])('says what is wrong with %s, and keeps what was typed', async (query, href, words, kept) => {
    const { status, text } = await auditor.get(`/audit?${query}`);

    expect(status).toBe(422);
    expect(text).toContain(`<a href="${href}">${words}`);
    expect(text).toContain(`id="${href.slice(1)}"`);
    expect(text).toContain(kept);
    expect(text).toContain('<title>Error: Audit trail');
  });
});

describe('My work of a manager', () => {
  it('leads to what is late across cases where nothing is theirs', async () => {
    const work = await manager.get('/work');

    expect(work.text).toContain('<a href="/queues">Overdue</a>');
    expect(work.text).not.toContain('the cases you are the assessor of');
  });
});

describe('an absence', () => {
  it('is recorded of those who work here, not of everybody who was ever at a meeting', async () => {
    const visitor = await api.user([]);
    const { text } = await manager.get('/absences');

    expect(text).not.toContain(`value="${visitor.id}"`);
  });
});

describe('the auditor', () => {
  it('reads who looked at what, and what was administered, and changes nothing', async () => {
    await manager.get('/queues/unassigned');
    const access = await auditor.get('/access-log');
    const trail = await auditor.get('/audit');
    const tried = await Promise.all(
      ['/workload/cases', '/absences', '/people/new', '/notices/read'].map((path) => auditor.post(path)),
    );

    expect(access.text).toContain('Queue of deadlines');
    expect(trail.text).toContain('Given an account: ');
    expect(tried.map(({ status }) => status)).toEqual([403, 403, 403, 303]);
  });
});

describe('an address that leads nowhere', () => {
  it.each([
    ['/nothing-here', 404, 'Page not found'],
    ['/queues/nothing', 404, 'Page not found'],
    ['/sign-out', 405, 'There is no page at this address'],
  ])('%s is answered with %i to somebody signed in within their own frame', async (path, status, words) => {
    const page = await manager.get(path);

    expect([page.status, title(page.text)]).toEqual([status, words]);
    expect(page.text).toContain('Sign out');
    expect(page.text).toContain('href="/workload"');
    expect(page.text).not.toContain('href="/sign-in"');
    expect(page.text).not.toMatch(/criticallyOverdue|takes POST/);
  });

  it('offers to sign in to somebody who is not, and once a session is over', async () => {
    const nobody = new Visitor(api);
    const over = new Visitor(api);
    over.hold('session', 'x'.repeat(43));

    expect((await nobody.get('/nothing-here')).text).toContain('href="/sign-in"');
    expect((await over.get('/nothing-here')).text).toContain('href="/sign-in"');
  });
});

describe('a page shown before anybody looked up who is signed in', () => {
  it('does not offer to sign in to a browser that holds a session', async () => {
    const sent = { 'sec-fetch-site': 'cross-site' };
    const held = await manager.post('/notices/read', {}, sent);
    const none = await new Visitor(api).post('/notices/read', {}, sent);

    expect([held.status, none.status]).toEqual([403, 403]);
    expect(held.text).not.toContain('href="/sign-in"');
    expect(none.text).toContain('href="/sign-in"');
  });
});

describe('a form that somebody goes back to after signing in again', () => {
  it('is not carried out where it cannot be shown as it was typed', async () => {
    const asked = await manager.get('/workload/cases?unassigned=true');
    const to = /<option value="([0-9a-f-]{36})"/.exec(asked.text)?.[1] ?? '';
    const form = { ...hiddenIn(asked.text), which: 'all', to, reason: 'North has room' };
    const { location: change = '' } = await manager.post('/workload/cases?unassigned=true', form);
    const { text } = await manager.get(change);
    const apply = /action="(\/[^"]*\/apply)"/.exec(text)?.[1] ?? '';

    const back = await manager.post(apply, { ...hiddenIn(text, apply), _again: 'yes' });
    const shown = await manager.get(back.location ?? '');

    expect(back).toMatchObject({ status: 303, location: change });
    expect(shown.text).toContain('Nothing was done');
    expect((await manager.get(change)).text).toContain('Nothing has been changed yet.');
    expect((await manager.post('/notices/read', { _again: 'yes' })).location).toBe('/notices');
  });
});

describe('the address a form is sent to, opened', () => {
  it.each([
    [
      '/reassignments/00000000-0000-4000-8000-00000000000a/apply',
      '/changes/00000000-0000-4000-8000-00000000000a',
    ],
    ['/moves/00000000-0000-4000-8000-00000000000a/stop', '/changes/00000000-0000-4000-8000-00000000000a'],
    ['/notices/read?from=somewhere', '/notices'],
    ['/calendar/check', '/calendar'],
  ])('%s leads to the page the form stands on, %s', async (address, page) => {
    expect(await manager.get(address)).toMatchObject({ status: 303, location: page });
  });

  it('says so there, once, and nothing is done', async () => {
    const { location = '' } = await manager.get('/notices/read');
    const [first, second] = [await manager.get(location), await manager.get(location)];

    expect(first.text).toContain('Nothing was done just now');
    expect(first.text).toContain('the address that a form is sent to');
    expect(second.text).not.toContain('Nothing was done just now');
  });

  it('leads whoever is not signed in nowhere, and says what it is', async () => {
    const shown = await new Visitor(api).get('/notices/read');

    expect([shown.status, title(shown.text)]).toEqual([405, 'There is no page at this address']);
  });
});

describe('the foot of a page', () => {
  it('leads to what programs are told only those who give them tokens, and whoever is not signed in', async () => {
    const administrator = await visitorAs('administrator');

    expect((await manager.get('/')).text).not.toContain('href="/docs"');
    expect((await administrator.get('/')).text).toContain('href="/docs"');
    expect((await new Visitor(api).get('/sign-in')).text).toContain('href="/docs"');
  });
});
