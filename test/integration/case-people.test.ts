import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { openCase, startApi, type Api, type Body, type OpenedCase, type User } from '../web/api.js';
import { hiddenIn, Visitor } from '../web/visitor.js';

const PASSWORD = 'a long enough password';
const MOTHER = { name: 'Quenby Mother', relation: 'mother' };

let api: Api;
let nurse: User;
let visitor: Visitor;

beforeAll(async () => {
  api = await startApi();
  nurse = await api.user('nurseAssessor');
  await api.accounts.create('sefton', nurse.id, { username: 'nurse@example.org', password: PASSWORD });
  visitor = new Visitor(api);
  await visitor.signIn('nurse@example.org', PASSWORD);
});
afterAll(() => api.close());

const peopleOf = (caseId: string): string => `/api/v1/cases/${caseId}/people`;

async function added(caseId: string, body: object = MOTHER, as: User = nurse): Promise<Body> {
  return (await api.send('POST', peopleOf(caseId), { as, body })).body;
}

/** What inviting them to the team is answered with, before a team can be invited: who is named is judged first. */
async function naming({ id, etag }: OpenedCase, person: string): Promise<{ status: number; body: Body }> {
  const content = { meetsOn: '2026-03-02', invited: [{ person, discipline: 'parentCarer' }] };
  return api.send('POST', `/api/v1/cases/${id}/events`, {
    as: nurse,
    body: { type: 'MDT_INVITED', content },
    ifMatch: etag,
  });
}

/** The lists of the form that invites the team, which is shown with what is wrong before it can be sent. */
async function teamForm(caseId: string): Promise<string> {
  return (await visitor.post(`/cases/${caseId}/do/MDT_INVITED`)).text;
}

describe('somebody of a case', () => {
  it('[HNA-1] is offered and can be named there, and for no other child', async () => {
    const [own, other] = [await openCase(api, nurse), await openCase(api, nurse)];
    const mother = await added(own.id);

    const [here, there] = [await naming(own, mother.id), await naming(other, mother.id)];

    // The team cannot be invited yet; who was named is in order.
    expect(here.status).toBe(409);
    expect(there.status).toBe(422);
    expect(there.body.errors).toEqual([
      {
        field: 'content.invited.0.person',
        message: expect.stringContaining('there is no such person whom this case can name') as unknown,
      },
    ]);
    expect(await teamForm(own.id)).toContain('Quenby Mother, mother');
    expect(await teamForm(other.id)).not.toContain('Quenby Mother');
  });

  it('is in no directory, and has no page, role or account there', async () => {
    const { id } = await openCase(api, nurse);
    const mother = await added(id, { name: 'Aaron Father' });
    const administrator = await api.user('administrator');
    const people = await api.send('GET', '/api/v1/people?limit=100', { as: administrator });
    const roles = await api.send('POST', `/api/v1/people/${mother.id}/roles`, {
      as: administrator,
      body: { roles: ['manager'] },
    });

    expect(people.text).not.toContain('Aaron Father');
    expect(roles.status).toBe(404);
    expect((await visitor.get(`/people/${mother.id}`)).status).toBe(404);
    expect((await api.send('GET', peopleOf(id), { as: nurse })).body.items).toEqual([
      { id: mother.id, name: 'Aaron Father', relation: null, before: [] },
    ]);
  });

  it('is added once however often it is asked, and not twice under one name', async () => {
    const { id } = await openCase(api, nurse);
    const key = 'key-of-a-form';
    const sent = { as: nurse, body: MOTHER, key };
    const [first, again] = [
      await api.send('POST', peopleOf(id), sent),
      await api.send('POST', peopleOf(id), sent),
    ];
    const twice = await api.send('POST', peopleOf(id), {
      as: nurse,
      body: { ...MOTHER, name: 'quenby mother' },
    });

    expect([first.status, again.status, again.body.id]).toEqual([201, 201, first.body.id]);
    expect([twice.status, twice.body.errors]).toEqual([
      422,
      [{ field: 'name', message: 'They are among the people of this case already' }],
    ]);
    expect((await api.send('GET', peopleOf(id), { as: nurse })).body.items).toHaveLength(1);
  });

  it('is put right by whoever may add people of a case, which is noted without the name and keeps what was said before', async () => {
    const [own, other] = [await openCase(api, nurse), await openCase(api, nurse)];
    const { id: person } = await added(own.id);
    const path = `${peopleOf(own.id)}/${person}`;
    const right = { name: 'Quenby Motherly', relation: 'grandmother' };
    const changed = await api.send('POST', path, { as: nurse, body: right });
    const unchanged = await api.send('POST', path, { as: nurse, body: right });
    const elsewhere = await api.send('POST', `${peopleOf(other.id)}/${person}`, { as: nurse, body: right });
    const chief = await api.send('POST', path, { as: await api.user('chiefNurse'), body: right });
    const noted = await api.app
      .get(DataSource)
      .query<{ action: string; detail: unknown }[]>(
        `SELECT action, detail FROM audit_entries WHERE subject_id = $1 AND action LIKE 'casePerson%' ORDER BY id`,
        [own.id],
      );

    expect(changed.body).toEqual({
      id: person,
      ...right,
      before: [
        { ...MOTHER, until: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as unknown, by: 'Sam nurseAssessor' },
      ],
    });
    expect(unchanged.body).toEqual(changed.body);
    expect([elsewhere.status, chief.status]).toEqual([404, 403]);
    expect(noted).toEqual([
      { action: 'casePersonAdded', detail: { person } },
      { action: 'casePersonChanged', detail: { person } },
      { action: 'casePersonChanged', detail: { person } },
    ]);
  });

  it('is not named in the audit trail to whoever administers the service and may read no case', async () => {
    const { id } = await openCase(api, nurse);
    await added(id, { name: 'Ursula Unseen', relation: 'mother' });
    const administrator = await api.user('administrator');
    const username = 'administrator@example.org';
    await api.accounts.create('sefton', administrator.id, { username, password: PASSWORD });
    const other = new Visitor(api);
    await other.signIn(username, PASSWORD);
    const { text } = await other.get('/audit');

    expect(text).toContain('Added to the people of a case');
    expect(text).not.toContain('Ursula Unseen');
  });

  it('[ROL-7] has no absences and is given no cases: they do not work here', async () => {
    const { id } = await openCase(api, nurse);
    const { id: mother } = await added(id);
    const manager = await api.user('manager');
    const send = (path: string, body: object) => api.send('POST', `/api/v1/${path}`, { as: manager, body });
    const absence = await send('absences', { person: mother, from: '2030-01-07', reason: 'leave' });
    const given = await send('reassignments', { cases: [id], to: mother, reason: 'A test.' });

    expect([absence.status, absence.body.errors[0]?.field]).toEqual([422, 'person']);
    expect([given.status, given.body.errors[0]?.field]).toEqual([422, 'to']);
    expect(absence.text + given.text).not.toContain('Quenby Mother');
  });

  it('is one person however many spaces stand in their name', async () => {
    const { id } = await openCase(api, nurse);
    await added(id);
    const spaced = { name: ' Quenby   Mother ', relation: 'mother ' };
    const twice = await api.send('POST', peopleOf(id), { as: nurse, body: spaced });

    expect([twice.status, twice.body.errors[0]?.message]).toEqual([
      422,
      'They are among the people of this case already',
    ]);
  });

  it.each([
    [{ name: ' ' }, 'name'],
    [{}, 'name'],
    [{ name: 'x'.repeat(121) }, 'name'],
    [{ name: 'Pat', relation: 'y'.repeat(61) }, 'relation'],
    [{ name: 'Pat', roles: ['manager'] }, 'roles'],
  ])('cannot be %j', async (body, field) => {
    const { id } = await openCase(api, nurse);
    const { status, body: answer } = await api.send('POST', peopleOf(id), { as: nurse, body });

    expect([status, answer.errors[0]?.field]).toEqual([422, field]);
  });
});

describe('somebody of the directory', () => {
  it('[HNA-1] with no part in the work of the place is offered for no child, and named for none', async () => {
    const own = await openCase(api, nurse);
    const stranger = await api.user([], { name: 'Pat Stranger' });
    const teacher = await api.user([], { name: 'Tess Teacher', organisation: 'sefton-council' });
    const form = await teamForm(own.id);

    expect(form).not.toContain('Pat Stranger');
    expect(form).toContain('Tess Teacher');
    expect((await naming(own, stranger.id)).status).toBe(422);
    expect((await naming(own, teacher.id)).status).toBe(409);
  });

  it('can be named after they left: who was staff is not a stranger', async () => {
    const own = await openCase(api, nurse);
    const leaver = await api.user('referrer', { name: 'Lee Leaver' });
    await api.directory.setRoles('sefton', leaver.id, []);

    expect((await naming(own, leaver.id)).status).toBe(409);
  });
});

describe('the page that adds somebody to a case', () => {
  it('offers who holds parental responsibility in one press, and leads back to the form they are wanted for', async () => {
    const { id } = await openCase(api, nurse);
    const form = await teamForm(id);
    const [, href = ''] = /href="([^"]*\/people\/new[^"]*)"/.exec(form) ?? [];
    const page = await visitor.get(href.replaceAll('&amp;', '&'));
    const action = `/cases/${id}/people/new`;
    const sent = await visitor.post(action, hiddenIn(page.text, action));

    expect(page.text).toContain('Alex Testcase');
    expect(page.text).toContain('Who holds parental responsibility');
    expect([sent.status, sent.location]).toEqual([303, `/cases/${id}/do/MDT_INVITED`]);
    expect(await teamForm(id)).toContain('Alex Testcase, mother');
    expect((await visitor.get(action)).text).not.toContain('Who holds parental responsibility');
    expect((await visitor.get(`/cases/${id}/people`)).text).toContain('Alex Testcase, mother');
  });

  it('says what is wrong and keeps what was typed; puts right who somebody is', async () => {
    const { id } = await openCase(api, nurse);
    const action = `/cases/${id}/people/new`;
    const hidden = hiddenIn((await visitor.get(action)).text.split('Somebody else')[1] ?? '');
    const wrong = await visitor.post(action, { ...hidden, name: '', relation: 'aunt' });
    const unshown = await visitor.post(action, { ...hidden, name: 'Ann\u0001Aunt', relation: 'aunt' });
    await visitor.post(action, { ...hidden, name: 'Ann Aunt', relation: 'aunt' });
    const { id: person = '' } = ((await api.send('GET', peopleOf(id), { as: nurse })).body.items[0] ??
      {}) as {
      id?: string;
    };
    const path = `/cases/${id}/people/${person}`;
    const shown = await visitor.get(path);
    const put = await visitor.post(path, {
      ...hiddenIn(shown.text, path),
      name: 'Ann Aunt',
      relation: 'great-aunt',
    });

    expect([
      wrong.status,
      wrong.text.includes('Enter their name'),
      wrong.text.includes('value="aunt"'),
    ]).toEqual([422, true, true]);
    expect([unshown.status, unshown.text.includes('characters that cannot be shown')]).toEqual([422, true]);
    expect(shown.text).not.toMatch(/<title>[^<]*Ann/);
    expect([put.status, put.location]).toEqual([303, `/cases/${id}/people`]);
    expect((await visitor.get(`/cases/${id}/people`)).text).toMatch(
      /Ann Aunt, great-aunt[\s\S]*Until [^<]*: Ann Aunt, aunt\. Put right by /,
    );
  });

  it('is for those who invite teams and name carers', async () => {
    const { id } = await openCase(api, nurse);
    const chief = await api.user('chiefNurse');
    await api.accounts.create('sefton', chief.id, { username: 'chief@example.org', password: PASSWORD });
    const other = new Visitor(api);
    await other.signIn('chief@example.org', PASSWORD);

    expect((await other.get(`/cases/${id}/people/new`)).status).toBe(403);
    expect((await other.get(`/cases/${id}/people`)).text).not.toContain('people/new');
  });
});
