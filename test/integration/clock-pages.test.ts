import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ServiceClock } from '../../src/clock/service-clock.js';
import { CaseReading } from '../../src/reading/case-reading.js';
import { londonToInstant } from '../../workflows/protocol/index.js';
import { DECISION, NATIONAL } from '../helpers/clocks.js';
import { CHECKLIST, CONSENT } from '../helpers/pathway.js';
import { pausingPlace } from '../helpers/pausing-place.js';
import { openCase, startApi, type Api, type User } from '../web/api.js';
import { hiddenIn, Visitor, type Shown } from '../web/visitor.js';

const PASSWORD = 'a long enough password';
const place = pausingPlace();

let api: Api;
let nurse: User;
let manager: User;
let chief: User;
let visitor: Visitor;

beforeAll(async () => {
  api = await startApi({ placesDir: place.placesDir });
  nurse = await api.user(['nurseAssessor']);
  manager = await api.user(['manager']);
  chief = await api.user(['chiefNurse']);
  await api.accounts.create('sefton', nurse.id, { username: 'nurse@example.org', password: PASSWORD });
}, 60_000);
afterAll(async () => {
  await api.close();
  place.remove();
});

/** Moves the service's clock, after which the nurse signs in again. */
async function moveTo(at: string): Promise<void> {
  await api.app.get(ServiceClock).moveTo(londonToInstant(at));
  visitor = new Visitor(api);
  await visitor.signIn('nurse@example.org', PASSWORD);
}

async function tell(id: string, type: string, content: Record<string, unknown>): Promise<void> {
  const { etag } = await versionOf(id);
  const { status, text } = await api.send('POST', `/api/v1/cases/${id}/events`, {
    as: nurse,
    ifMatch: etag,
    body: { type, content },
  });
  if (status !== 200 && status !== 201) throw new Error(`${type}: ${text}`);
}

const versionOf = async (id: string): Promise<{ etag: string }> => ({
  etag: String((await api.send('GET', `/api/v1/cases/${id}`, { as: nurse })).headers['etag']),
});

/** A case whose checklist is received on Monday 5 January 2026: the decision is due on Monday 12 January. */
async function received(): Promise<string> {
  const { id } = await openCase(api, nurse);
  await tell(id, 'CONSENT_GIVEN', CONSENT);
  await tell(id, 'CHECKLIST_RECEIVED', {
    ...CHECKLIST,
    attendees: [{ person: nurse.id, discipline: 'health' }],
  });
  return id;
}

const dueOf = async (id: string, key: string) =>
  (await api.app.get(CaseReading).deadlines('sefton', id))?.view.find((each) => each.key === key);

const day = (name: string, date: string): Record<string, string> => {
  const [year = '', month = '', ofMonth = ''] = date.split('-');
  return { [`${name}-day`]: ofMonth, [`${name}-month`]: month, [`${name}-year`]: year };
};

const formFields = ({ text }: Shown): Record<string, string> =>
  hiddenIn(/<form method="post" id="form"[\s\S]*?<\/form>/.exec(text)?.[0] ?? '');

const confirmFields = ({ text }: Shown, path: string): Record<string, string> => hiddenIn(text, path);

async function typedInto(path: string, typed: Record<string, string>): Promise<Shown> {
  const form = await visitor.get(path);
  return visitor.post(path, { ...formFields(form), ...typed });
}

describe('[HNA-11] a change of a clock', () => {
  it('[CHK-6] shows what a pause does to the due date, records nothing before it is confirmed, and lets it run on', async () => {
    await moveTo('2026-01-05T09:00');
    const id = await received();
    await moveTo('2026-01-07T10:00');
    const path = `/cases/${id}/do/CLOCK_PAUSED`;
    const typed = {
      deadline: DECISION,
      ...day('pausedOn', '2026-01-07'),
      reason: 'hospital',
      approvedBy: manager.id,
      secondedBy: chief.id,
    };

    const check = await typedInto(path, typed);
    expect([check.status, (await dueOf(id, DECISION))?.pausedSince]).toEqual([200, null]);
    expect(check.text).toContain('Check what this does before you record it');
    expect(check.text).toContain(
      'Due Monday 12 January 2026 so far. It stands still from Wednesday 7 January 2026.',
    );
    expect(check.text).toContain('href="/clauses/CHK-6"');
    expect(check.text).toContain('Monday 19 January 2026');
    expect(check.text).toContain('5 working days later');

    const changed = await visitor.post(path, { ...confirmFields(check, path), _change: 'yes' });
    expect([changed.status, (await dueOf(id, DECISION))?.pausedSince]).toEqual([200, null]);
    expect(changed.text).toMatch(/name="pausedOn-day"[^>]*value="07"/);

    const paused = await visitor.post(path, confirmFields(check, path));
    expect([paused.status, (await dueOf(id, DECISION))?.pausedSince]).toEqual([303, '2026-01-07']);

    await moveTo('2026-01-14T10:00');
    const on = `/cases/${id}/do/CLOCK_RESUMED`;
    const resume = { deadline: DECISION, ...day('resumedOn', '2026-01-14'), reason: 'Home again' };
    const runsOn = await typedInto(on, resume);
    expect(runsOn.text).toContain(
      'Due Monday 12 January 2026 becomes Monday 19 January 2026 (5 working days later).',
    );
    expect((await visitor.post(on, confirmFields(runsOn, on))).status).toBe(303);
    expect(await dueOf(id, DECISION)).toMatchObject({ dueOn: '2026-01-19', originalDueOn: '2026-01-12' });
  });

  it('[CHK-6] says that the date has moved since it was shown, and shows it again', async () => {
    await moveTo('2026-01-05T09:00');
    const id = await received();
    const path = `/cases/${id}/do/CLOCK_PAUSED`;
    const check = await typedInto(path, {
      deadline: DECISION,
      ...day('pausedOn', '2026-01-05'),
      reason: 'hospital',
      approvedBy: manager.id,
      secondedBy: chief.id,
    });
    const administrator = await api.user('administrator');
    const proclaimed = await api.send('POST', '/api/v1/calendars/england-and-wales/days', {
      as: administrator,
      body: { kind: 'proclaimed', date: '2026-01-09', name: 'A day of mourning' },
    });
    expect([proclaimed.status, proclaimed.text]).toEqual([201, proclaimed.text]);

    const again = await visitor.post(path, confirmFields(check, path));
    expect([again.status, (await dueOf(id, DECISION))?.pausedSince]).toEqual([200, null]);
    expect(again.text).toContain('The dates have changed');
    expect(again.text).toContain('Due Tuesday 13 January 2026 so far.');

    const paused = await visitor.post(path, confirmFields(again, path));
    expect([paused.status, (await dueOf(id, DECISION))?.pausedSince]).toEqual([303, '2026-01-05']);
  });

  it('[HNA-11] says of an exception that the due date stays, and refuses without a step between', async () => {
    await moveTo('2026-01-05T09:00');
    const id = await received();
    const path = `/cases/${id}/do/CLOCK_EXCEPTION_RECORDED`;
    const typed = { deadline: NATIONAL, reason: 'The family is abroad.', ...day('newTarget', '2026-03-20') };

    const refused = await typedInto(path, { ...typed, approvedBy: nurse.id });
    expect(refused.status).toBe(409);

    const check = await typedInto(path, { ...typed, approvedBy: manager.id });
    expect(check.text).toContain('this does not move. The new target is Friday 20 March 2026.');
    expect(check.text).toContain('it still counts as late');
    expect((await visitor.post(path, confirmFields(check, path))).status).toBe(303);
    expect(await dueOf(id, NATIONAL)).toMatchObject({ exception: { newTarget: '2026-03-20' } });
  });

  it('[HNA-11] [DIS-1] refuses an extension or a new target that is far too long, on the page and by the API', async () => {
    await moveTo('2026-01-05T09:00');
    const id = await received();
    const due = (await dueOf(id, DECISION))?.dueOn;
    const path = `/cases/${id}/do/CLOCK_EXTENDED`;
    const signed = { approvedBy: manager.id, secondedBy: chief.id, reason: 'A report is awaited.' };
    const extension = { deadline: DECISION, unit: 'workingDays', ...signed };
    const says =
      /All extensions together move this clock to no later than \w+ \d+ April 2026, 3 calendar months/;

    const page = await typedInto(path, { ...extension, amount: '5000' });
    expect([page.status, page.text]).toEqual([409, expect.stringMatching(says)]);
    expect(page.text).toContain('href="/clauses/CHK-6"');
    expect(page.text).toMatch(/name="amount"[^>]*value="5000"/);

    const send = async (type: string, content: Record<string, unknown>) =>
      api.send('POST', `/api/v1/cases/${id}/events`, {
        as: nurse,
        ifMatch: (await versionOf(id)).etag,
        body: { type, content },
      });
    const extended = await send('CLOCK_EXTENDED', { ...extension, amount: 5000 });
    expect([extended.status, extended.body.refusals]).toEqual([
      409,
      expect.arrayContaining([
        expect.objectContaining({ clauses: ['CHK-6'], message: expect.stringMatching(says) }),
      ]),
    ]);
    const excepted = await send('CLOCK_EXCEPTION_RECORDED', {
      deadline: NATIONAL,
      reason: 'The family is abroad.',
      approvedBy: manager.id,
      newTarget: '2031-03-20',
    });
    expect([excepted.status, excepted.body.refusals[0]?.message]).toEqual([
      409,
      expect.stringContaining('The new target of an exception lies no later than'),
    ]);
    expect((await dueOf(id, DECISION))?.dueOn).toBe(due);
  });
});
