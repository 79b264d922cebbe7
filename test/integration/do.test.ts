import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { AlarmRing } from '../../src/alarms/ring.js';
import { ServiceClock } from '../../src/clock/service-clock.js';
import { allEvents } from '../../workflows/protocol/index.js';
import { openCase, startApi, type Api, type User } from '../web/api.js';
import { hiddenIn, Visitor, type Shown } from '../web/visitor.js';

const PASSWORD = 'a long enough password';
const SCRIPT = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`;

let api: Api;
let nurse: User;
let accounts = 0;

async function signedIn(user: User): Promise<Visitor> {
  accounts += 1;
  const username = `person${accounts}@example.org`;
  await api.accounts.create('sefton', user.id, { username, password: PASSWORD });
  const visitor = new Visitor(api);
  await visitor.signIn(username, PASSWORD);
  return visitor;
}

let visitor: Visitor;

beforeAll(async () => {
  api = await startApi();
  nurse = await api.user(['nurseAssessor']);
  visitor = await signedIn(nurse);
});
afterAll(() => api.close());

/** The form of an event of a new case, as it was opened. */
async function formOf(
  type: string,
): Promise<{ path: string; id: string; shown: Shown; hidden: Record<string, string> }> {
  const { id } = await openCase(api, nurse);
  const path = `/cases/${id}/do/${type}`;
  const shown = await visitor.get(path);
  return { path, id, shown, hidden: formFields(shown) };
}

const formFields = ({ text }: Shown): Record<string, string> => {
  const form = /<form method="post" id="form"[\s\S]*?<\/form>/.exec(text)?.[0] ?? '';
  return hiddenIn(form);
};

const eventsOf = async (id: string): Promise<{ type: string; content: Record<string, unknown> }[]> =>
  (await api.send('GET', `/api/v1/cases/${id}/events?limit=100`, { as: nurse })).body.items as never;

describe('a form', () => {
  it('records what was typed, says so once on the page it leads to, and records nothing when sent again', async () => {
    const { path, id, hidden } = await formOf('CASE_NOTE_ADDED');
    const sent = { ...hidden, note: 'The school rang.\r\nThey will write.' };

    const first = await visitor.post(path, sent);
    const again = await visitor.post(path, sent);
    const after = await visitor.get(first.location ?? '');

    expect([first.status, first.location, again.status]).toEqual([303, `/cases/${id}`, 303]);
    expect(after.text).toContain('Recorded: add a case note');
    expect((await visitor.get(`/cases/${id}`)).text).not.toContain('Recorded: add a case note');
    const notes = (await eventsOf(id)).filter(({ type }) => type === 'CASE_NOTE_ADDED');
    expect(notes.map(({ content }) => content['note'])).toEqual(['The school rang.\nThey will write.']);
  });

  it('shows what is missing, with the box to go to, and keeps the rest', async () => {
    const { path, hidden } = await formOf('CONTACT_LOGGED');
    const shown = await visitor.post(path, { ...hidden, about: 'Feeding at night', how: 'telephone' });

    expect(shown.status).toBe(422);
    expect(shown.text).toContain('<title>Error: Log a contact');
    expect(shown.text).toContain('href="#f-with"');
    expect(shown.text).toContain('href="#f-contactOn-day"');
    expect(shown.text).toContain('Feeding at night');
    expect(shown.text).toMatch(/value="telephone" checked/);
  });

  it('[CHK-9] says by which clause a step is refused, leads to its text, and keeps what was typed', async () => {
    const { path, hidden } = await formOf('CHECKLIST_RECEIVED');
    const shown = await visitor.post(path, {
      ...hidden,
      'receivedOn-day': '1',
      'receivedOn-month': '6',
      'receivedOn-year': '2020',
      setting: 'school',
      profession: 'A head teacher of years',
      needs: ['physicalDisability'],
      'unmetNeeds.0': 'Feeding',
    });

    expect(shown.status).toBe(409);
    expect(shown.text).toContain('The protocol does not allow this yet');
    expect(shown.text).toMatch(/href="\/clauses\/[A-Z]+-\d+"/);
    expect(shown.text).toContain('A head teacher of years');
    expect(shown.text).toMatch(/value="physicalDisability" checked/);
  });

  it('keeps the text where somebody else was first, and says who did what; sent again it is recorded', async () => {
    const { path, id, hidden } = await formOf('CASE_NOTE_ADDED');
    const manager = await api.user('manager', { name: 'Maxine Manager' });
    const { headers } = await api.send('GET', `/api/v1/cases/${id}`, { as: manager });
    const { status } = await api.send('POST', `/api/v1/cases/${id}/events`, {
      as: manager,
      ifMatch: String(headers['etag']),
      body: {
        type: 'VOICE_RECORDED',
        content: { stage: 'checklist', whose: 'child', said: 'Let me sleep.', gathered: 'At home' },
      },
    });
    expect(status).toBe(201);

    const lost = await visitor.post(path, { ...hidden, note: 'An hour of typing' });

    expect(lost.status).toBe(412);
    expect(lost.text).toContain('Maxine Manager');
    expect(lost.text).toContain('voice');
    expect(lost.text).toContain('An hour of typing');
    const again = await visitor.post(path, { ...formFields(lost), note: 'An hour of typing' });
    expect(again.status).toBe(303);
    expect((await eventsOf(id)).map(({ type }) => type)).toEqual([
      'CASE_OPENED',
      'VOICE_RECORDED',
      'CASE_NOTE_ADDED',
    ]);
  });

  it('adds and removes entries of a list without scripts, and records nothing by that', async () => {
    const { path, id, hidden } = await formOf('CHECKLIST_RECEIVED');
    const typed = { ...hidden, 'unmetNeeds.0': 'Feeding', profession: 'Health visitor' };
    const added = await visitor.post(path, { ...typed, _add: 'unmetNeeds' });
    const removed = await visitor.post(path, { ...typed, 'unmetNeeds.1': 'Sleep', _remove: 'unmetNeeds.0' });

    expect([added.status, removed.status]).toEqual([200, 200]);
    expect(added.text).toContain('name="unmetNeeds.1"');
    expect(added.text).toContain('value="Feeding"');
    expect(removed.text).toContain('value="Sleep"');
    expect(removed.text).not.toContain('value="Feeding"');
    expect(removed.text).toContain('value="Health visitor"');
    expect(await eventsOf(id)).toHaveLength(1);
  });

  it('is shown again, and not sent, where its owner had to sign in meanwhile', async () => {
    const { path, id, hidden } = await formOf('CASE_NOTE_ADDED');
    const shown = await visitor.post(path, { ...hidden, note: 'Typed before', _again: 'yes' });

    expect(shown.status).toBe(200);
    expect(shown.text).toContain('You have signed in again');
    expect(shown.text).toContain('Typed before');
    expect(await eventsOf(id)).toHaveLength(1);
  });

  it('sent under the key of another says that it was sent before', async () => {
    const { path, hidden } = await formOf('CASE_NOTE_ADDED');
    await visitor.post(path, { ...hidden, note: 'The first' });
    const other = await visitor.post(path, { ...hidden, note: 'The second' });

    expect(other.status).toBe(422);
    expect(other.text).toContain('was sent before');
    expect(other.text).toContain('The second');
    expect(formFields(other)['_key']).not.toBe(hidden['_key']);
  });

  it('can be filled by an address with codes, numbers and days, never with words', async () => {
    const { id } = await openCase(api, nurse);
    const { text } = await visitor.get(
      `/cases/${id}/do/FACT_CORRECTED?event=7&field=receivedOn&reason=words`,
    );

    expect(text).toMatch(/name="event" type="text" value="7"/);
    expect(text).toMatch(/name="field" type="text" value="receivedOn"/);
    expect(text).not.toContain('words</textarea>');
  });

  describe('that puts a fact right', () => {
    const logged = async (): Promise<{ id: string; form: string }> => {
      const { path, id, hidden } = await formOf('CONTACT_LOGGED');
      const { status } = await visitor.post(path, {
        ...hidden,
        'contactOn-day': '3',
        'contactOn-month': '2',
        'contactOn-year': '2026',
        with: 'professional',
        how: 'telephone',
        about: 'Feeding',
      });
      expect(status).toBe(303);
      return { id, form: `/cases/${id}/do/FACT_CORRECTED` };
    };
    const boxes = ({ text }: Shown): string =>
      /<form method="post" id="form"[\s\S]*?<\/form>/.exec(text)?.[0] ?? '';

    it('[CHK-9] asks for a day as a day and for a choice as a choice, and never shows a code', async () => {
      const { id, form } = await logged();
      const day = await visitor.get(`${form}?event=2&field=contactOn`);
      const choice = await visitor.get(`${form}?event=2&field=how`);

      expect(boxes(day)).toContain('name="to-month"');
      expect(boxes(day)).not.toMatch(/name="(event|field)" type="text"|2026-03-27/);
      expect(boxes(choice)).toMatch(/type="radio" value="telephone"/);
      const wrong = await visitor.post(`${form}?event=2&field=contactOn`, {
        ...formFields(day),
        'to-day': '30',
        'to-month': '2',
        'to-year': '2026',
        reason: 'Misread',
      });
      expect([wrong.status, wrong.text.includes('enter a real day')]).toEqual([422, true]);
      const right = { ...formFields(wrong), 'to-day': '4', 'to-month': '2', 'to-year': '2026' };
      const sent = await visitor.post(form, { ...right, reason: 'Misread' });
      expect(sent.status).toBe(303);
      const { content } = (await eventsOf(id)).find(({ type }) => type === 'FACT_CORRECTED') ?? {};
      expect(content).toMatchObject({ event: 2, field: 'contactOn', to: '2026-02-04' });
      const { text } = await visitor.get(`/cases/${id}/timeline`);
      expect(text).toContain('Wednesday 4 February 2026');
      expect(text).toContain('Log a contact: ');
      expect(text).not.toMatch(/contactOn<\/dd>|2026-02-04/);
    });

    it('keeps a draft of its own for each fact, and leads from the case to the entries', async () => {
      const { id, form } = await logged();
      const draftOf = async (field: string): Promise<Shown> => visitor.get(`${form}?event=2&field=${field}`);
      const day = await draftOf('contactOn');
      const kept = { ...formFields(day), 'to-day': '4', reason: 'Misread by me' };
      expect((await visitor.post(`/cases/${id}/drafts`, kept)).location).toBe(
        `${form}?event=2&field=contactOn`,
      );

      expect((await draftOf('how')).text).not.toContain('Misread by me');
      expect((await draftOf('contactOn')).text).toContain('Misread by me');
      const { text } = await visitor.get(`/cases/${id}`);
      expect(text).toContain(`${form}?event=2&amp;field=contactOn`);
      expect(text).toMatch(new RegExp(`href="/cases/${id}/timeline"[^>]*>Correct a wrong fact`));
    });
  });

  it('that opens a case leads to the new case', async () => {
    const shown = await visitor.get('/do/CASE_OPENED');
    const sent = await visitor.post('/do/CASE_OPENED', {
      ...formFields(shown),
      givenName: 'Robin',
      familyName: 'Testcase',
      'dateOfBirth-day': '1',
      'dateOfBirth-month': '2',
      'dateOfBirth-year': '2019',
      nhsNumberMissing: 'Still being traced',
      'parentalResponsibility.0.relationship': 'mother',
      'parentalResponsibility.0.name': 'Alex Testcase',
    });

    expect(sent.status).toBe(303);
    expect(sent.location).toMatch(/^\/cases\/[0-9a-f-]{36}$/);
    const page = await visitor.get(sent.location ?? '');
    expect(page.text).toContain('Robin Testcase');
    expect(page.text).toContain('Alex Testcase (mother)');
  });

  it('names everything that is wrong at once, in the order of the form, whoever finds it', async () => {
    const shown = await visitor.get('/do/CASE_OPENED');
    const { id } = await openCase(api, nurse);
    const known = (await api.send('GET', `/api/v1/cases/${id}`, { as: nurse })).body['child'] as {
      nhsNumber: string;
    };
    const sent = await visitor.post('/do/CASE_OPENED', {
      ...formFields(shown),
      familyName: 'Testcase',
      'dateOfBirth-day': '1',
      'dateOfBirth-month': '2',
      'dateOfBirth-year': '2219',
      nhsNumber: known.nhsNumber,
      'parentalResponsibility.0.relationship': 'mother',
    });

    expect(sent.status).toBe(422);
    const links = [...sent.text.matchAll(/<li><a href="(#f-[^"]+)">([^<]+)<\/a>/g)];
    expect(links.map(([, href]) => href)).toEqual([
      '#f-givenName',
      '#f-dateOfBirth-day',
      '#f-nhsNumber',
      '#f-parentalResponsibility-0-name',
    ]);
    expect(links.map(([, , words]) => words).join(' ')).toMatch(/is still to come.*already known here/);
  });

  it('goes nowhere but within the service', async () => {
    const { path, id, hidden } = await formOf('CASE_NOTE_ADDED');
    const within = await visitor.post(path, { ...hidden, note: 'One', _to: `/cases/${id}/timeline` });
    const { path: other, hidden: fresh } = await formOf('CASE_NOTE_ADDED');
    const outside = await visitor.post(other, { ...fresh, note: 'Two', _to: 'https://evil.example' });

    expect([within.location, outside.location]).toEqual([`/cases/${id}/timeline`, '/']);
  });

  it.each(['CASE_OPENED', 'MEETING_MOVED', 'DEADLINE_PASSED', 'NO_SUCH_EVENT', '__proto__'])(
    'of %s is not to be had for a case',
    async (type) => {
      const { id } = await openCase(api, nurse);

      expect((await visitor.get(`/cases/${id}/do/${type}`)).status).toBe(404);
    },
  );

  it('is for those who may: others are told who', async () => {
    const { id } = await openCase(api, nurse);
    const auditor = await signedIn(await api.user('auditor'));
    const administrator = await signedIn(await api.user('administrator'));
    const asked = await auditor.get(`/cases/${id}/do/CASE_NOTE_ADDED`);
    const sent = await auditor.post(`/cases/${id}/do/CASE_NOTE_ADDED`, {
      note: 'A look inside',
      _key: 'k',
      _version: '1',
    });

    expect(asked.text).toContain('This is not for your role. It is recorded by:');
    expect(sent.status).toBe(403);
    expect((await administrator.get(`/cases/${id}`)).status).toBe(403);
    expect(await eventsOf(id)).toHaveLength(1);
  });
});

describe('what is typed of a child who is not known here yet', () => {
  const DRAFT = '/do/CASE_OPENED/draft';
  const TYPED = {
    givenName: 'Robin',
    familyName: 'Draftonly',
    'dateOfBirth-day': '1',
    'dateOfBirth-month': '2',
    'dateOfBirth-year': '2019',
    nhsNumberMissing: 'Still being traced',
    'parentalResponsibility.0.relationship': 'mother',
    'parentalResponsibility.0.name': 'Alex Draftonly',
  };
  const drafts = (): Promise<{ typed: Record<string, string> }[]> =>
    api.app.get(DataSource).query('SELECT typed FROM opening_drafts');

  it('is kept for its writer alone, in any browser, until it is sent', async () => {
    const writer = await api.user(['nurseAssessor']);
    const first = await signedIn(writer);
    const form = formFields(await first.get('/do/CASE_OPENED'));
    const kept = await first.post(DRAFT, { ...form, ...TYPED }, { accept: 'application/json' });
    expect([kept.status, kept.text]).toEqual([200, expect.stringMatching(/^\{"saved":"\d\d:\d\d"\}$/)]);

    const later = new Visitor(api);
    await later.signIn(`person${accounts}@example.org`, PASSWORD);
    const [home, work, again] = [
      await later.get('/'),
      await later.get('/work'),
      await later.get('/do/CASE_OPENED'),
    ];
    for (const page of [home, work]) {
      expect(page.text).toContain('You began, and have not sent');
      expect(page.text).toContain('href="/do/CASE_OPENED"');
      expect(page.text).not.toContain('Draftonly');
    }
    expect(again.text).toContain('This is your draft of');
    expect(again.text).toMatch(/It is kept until \w+day \d+ \w+ \d{4}\./);
    expect(again.text).toContain('value="Draftonly"');
    expect((await visitor.get('/do/CASE_OPENED')).text).not.toContain('Draftonly');

    const sent = await later.post('/do/CASE_OPENED', formFields(again));
    expect(sent.status).toBe(422);
    expect((await drafts()).map(({ typed }) => typed['familyName'])).toEqual(['Draftonly']);
    const opened = await later.post('/do/CASE_OPENED', { ...formFields(again), ...TYPED });
    const late = await later.post(DRAFT, { ...formFields(again), ...TYPED }, { accept: 'application/json' });
    expect([opened.status, late.status, await drafts()]).toEqual([303, 404, []]);
    expect(api.log.join('')).not.toContain('Draftonly');
  });

  it('is kept by the button without scripts, and can be thrown away', async () => {
    await visitor.get('/do/CASE_TAKEN_ON');
    const saved = await visitor.post('/do/CASE_TAKEN_ON/draft', {
      _form: 'CASE_TAKEN_ON',
      _back: '/do/CASE_TAKEN_ON',
      givenName: 'Robin',
    });
    expect([saved.status, saved.location]).toEqual([303, '/do/CASE_TAKEN_ON']);
    const shown = await visitor.get('/do/CASE_TAKEN_ON');
    expect(shown.text).toMatch(/Draft saved \d\d:\d\d/);
    expect(shown.text).toContain('value="Robin"');

    const gone = await visitor.post('/do/CASE_TAKEN_ON/draft', {
      _discard: 'yes',
      _back: '/do/CASE_TAKEN_ON',
    });
    expect([gone.status, await drafts()]).toEqual([303, []]);
    expect((await visitor.get('/do/CASE_TAKEN_ON')).text).not.toContain('value="Robin"');
  });

  it('is kept of nothing that opens nothing, and for nobody who may not open it', async () => {
    const auditor = await signedIn(await api.user('auditor'));
    const asked = [
      await visitor.post('/do/CASE_NOTE_ADDED/draft', { note: 'A note' }),
      await visitor.post('/do/NOTHING/draft', {}),
      await auditor.post(DRAFT, TYPED),
    ];
    expect(asked.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect(await drafts()).toEqual([]);
  });

  it('is forgotten when its time is over, which is noted', async () => {
    const writer = await api.user(['nurseAssessor']);
    const browser = await signedIn(writer);
    await browser.get('/do/CASE_OPENED');
    await browser.post(DRAFT, TYPED);
    const source = api.app.get(DataSource);
    const [alarm] = await source.query<{ id: string }[]>(`SELECT id FROM alarms WHERE kind = 'openingDraft'`);
    const ring = async (): Promise<number> => {
      await api.app.get(AlarmRing).ring(alarm?.id ?? '');
      return (await drafts()).length;
    };
    await source.query(`UPDATE alarms SET rings_at = service_now() WHERE kind = 'openingDraft'`);
    expect(await ring()).toBe(1);
    await source.query(`UPDATE opening_drafts SET saved_at = saved_at - interval '31 days'`);
    await source.query(`UPDATE alarms SET rings_at = service_now() WHERE kind = 'openingDraft'`);
    expect(await ring()).toBe(0);

    const entries = await source.query<{ detail: object }[]>(
      `SELECT detail FROM audit_entries WHERE action = 'draftForgotten'`,
    );
    expect(entries).toEqual([{ detail: { person: writer.id } }]);
  });
});

describe('the days a form asks for', () => {
  const boxIn = (text: string, name: string): string | undefined =>
    new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(text)?.[0];
  const filled = (text: string, name: string): string =>
    ['year', 'month', 'day']
      .map((part) => /value="(\d+)"/.exec(boxIn(text, `${name}-${part}`) ?? '')?.[1] ?? '')
      .map((part) => part.padStart(2, '0'))
      .join('-');

  it('[CHK-6] are today where it is the day of what is recorded, and of no other', async () => {
    const today = await api.app.get(ServiceClock, { strict: false }).today();
    const checklist = (await formOf('CHECKLIST_RECEIVED')).shown.text;
    const { path, shown } = await formOf('CONTACT_LOGGED');
    const given = (await visitor.get(`${path}?contactOn=2026-01-05`)).text;
    const opening = (await visitor.get('/do/CASE_OPENED')).text;
    const died = (await formOf('CHILD_DIED')).shown.text;

    expect(filled(checklist, 'receivedOn')).toBe(today);
    expect(filled(shown.text, 'contactOn')).toBe(today);
    expect(filled(given, 'contactOn')).toBe('2026-01-05');
    for (const [text, name] of [
      [checklist, 'sentOn'],
      [opening, 'dateOfBirth'],
      [died, 'diedOn'],
    ] as const) {
      expect(boxIn(text, `${name}-day`)).toBeDefined();
      expect(filled(text, name)).toBe('00-00-00');
    }
  });

  it('[HNA-1] [REV-1] are never filled where they may lie ahead', () => {
    const ahead = allEvents().flatMap(({ type, definition }) =>
      Object.entries(definition.fields)
        .filter(([, field]) => field.usuallyToday && (field.future !== false || field.optional))
        .map(([name]) => `${type}.${name}`),
    );

    expect(ahead).toEqual([]);
  });

  it('keep what was typed where something else is wrong', async () => {
    const { path, hidden } = await formOf('CONTACT_LOGGED');
    const typed = { 'contactOn-day': '6', 'contactOn-month': '1', 'contactOn-year': '2026' };
    const { status, text } = await visitor.post(path, { ...hidden, ...typed });

    expect(status).toBe(422);
    expect(filled(text, 'contactOn')).toBe('2026-01-06');
  });
});

describe('whom a form offers', () => {
  const offered = (text: string, name: string): string =>
    new RegExp(`<select[^>]*name="${name.replaceAll('.', '\\.')}"[\\s\\S]*?</select>`).exec(text)?.[0] ??
    [...text.matchAll(/<input[^>]*type="(?:radio|checkbox)"[^>]*>/g)]
      .map(([box]) => box)
      .filter((box) => box.includes(`name="${name}"`))
      .join('');

  it('[CHK-4] [HNA-1] is who the protocol version has it name, and nobody else', async () => {
    const [auditor, administrator, parent, council] = [
      await api.user('auditor', { name: 'Ada Auditor' }),
      await api.user('administrator', { name: 'Adam Administrator' }),
      await api.user([], { name: 'Pat Parent' }),
      await api.user('councilOfficer', { name: 'Col Council' }),
    ];
    const checklist = offered((await formOf('CHECKLIST_RECEIVED')).shown.text, 'attendees.0.person');
    // Sent empty, the form is shown with what is wrong, though its step cannot be taken yet.
    const invitation = await formOf('MDT_INVITED');
    const team = offered((await visitor.post(invitation.path)).text, 'invited.0.person');

    for (const list of [checklist, team]) {
      expect(list).toContain(`value="${council.id}"`);
      for (const { id } of [auditor, administrator]) expect(list).not.toContain(id);
    }
    expect(checklist).not.toContain(parent.id);
    expect(team).not.toContain(parent.id);
  });

  it('is also who is named already', async () => {
    const { id } = await api.user('auditor', { name: 'Ana Auditor' });
    const { path } = await formOf('ASSESSOR_NAMED');
    const named = await visitor.get(`${path}?assessor=${id}`);

    expect(offered((await visitor.get(path)).text, 'assessor')).not.toContain(id);
    expect(offered(named.text, 'assessor')).toMatch(new RegExp(`value="${id}" (checked|selected)`));
  });
});

describe('a script', () => {
  it('stays text in every field of a case, wherever it is shown', async () => {
    const { id } = await openCase(api, nurse, { familyName: SCRIPT, givenName: SCRIPT, address: SCRIPT });
    for (const [type, fields] of [
      ['CASE_NOTE_ADDED', { note: SCRIPT }],
      ['VOICE_RECORDED', { stage: 'checklist', whose: 'child', said: SCRIPT, gathered: SCRIPT }],
      ['REGARD_RECORDED', { interpreter: SCRIPT, communicationNeeds: SCRIPT }],
    ] as const) {
      const path = `/cases/${id}/do/${type}`;
      const hidden = formFields(await visitor.get(path));
      expect((await visitor.post(path, { ...hidden, ...fields })).status).toBe(303);
    }
    const wrong = await visitor.post(`/cases/${id}/do/CONTACT_LOGGED`, { about: SCRIPT });
    const pages = [
      wrong,
      await visitor.get(`/cases/${id}`),
      await visitor.get(`/cases/${id}/timeline`),
      await visitor.get('/cases'),
    ];

    expect(pages.map(({ text }) => text.includes('&lt;script&gt;alert(1)'))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    for (const { text } of pages) {
      expect(text).not.toContain('<script>alert');
      expect(text).not.toContain('<img src=x');
    }
  });
});

describe('reading a case on pages', () => {
  it('is noted: who, and which page', async () => {
    const { id } = await openCase(api, nurse);
    await visitor.get(`/cases/${id}`);
    await visitor.get(`/cases/${id}/timeline`);
    await visitor.get(`/cases/${id}/do/CASE_NOTE_ADDED`);
    const manager = await signedIn(await api.user('manager'));

    const { text } = await manager.get(`/cases/${id}/readers`);

    for (const part of ['Overview', 'Timeline', 'Form']) expect(text).toContain(part);
    expect(text).toContain('Sam nurseAssessor');
    expect((await visitor.get(`/cases/${id}/readers`)).status).toBe(403);
  });

  it('finds nothing of a case that is not there', async () => {
    for (const path of ['', '/timeline', '/readers', '/do/CASE_NOTE_ADDED']) {
      const manager = visitor;
      const { status } = await manager.get(`/cases/7a2f0a52-9c3a-4f5b-8f0e-3d0f6f2b9c11${path}`);
      expect([path, [403, 404].includes(status)]).toEqual([path, true]);
    }
  });
});
