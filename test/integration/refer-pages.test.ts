import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { visitDemonstration, type DemonstrationVisits } from '../web/demonstration-visitors.js';
import { hiddenIn, type Visitor } from '../web/visitor.js';

let visits: DemonstrationVisits;
let referrer: Visitor;
let nurse: Visitor;
/** The referral page of the child that is referred here. */
let referral: string;

const DOMAINS = [
  'breathing',
  'eating-and-drinking',
  'mobility',
  'continence-and-elimination',
  'skin-and-tissue-viability',
  'communication',
  'drug-therapies-and-medicines',
  'psychological-and-emotional-needs',
  'seizures',
  'challenging-behaviour',
];
const formOf = (text: string): Record<string, string> =>
  hiddenIn(/<form method="post" id="form"[\s\S]*?<\/form>/.exec(text)?.[0] ?? '');
const caseOf = (path: string): string => path.split('/')[2] ?? '';

/** Sends a form of a case with what is typed into it. */
async function record(who: Visitor, path: string, typed: Record<string, string | string[]>) {
  return who.post(path, { ...formOf((await who.get(path)).text), ...typed });
}

const today = { day: '10', month: '6', year: '2026' };
const day = (name: string) => ({
  [`${name}-day`]: today.day,
  [`${name}-month`]: today.month,
  [`${name}-year`]: today.year,
});

async function attendee(): Promise<string> {
  return visits.person('referrer');
}

async function fillEverything(): Promise<void> {
  await record(referrer, `${referral}/referrer`, {
    setting: 'communityNursing',
    profession: 'Community nurse',
  });
  await record(referrer, `${referral}/needs`, {
    needs: ['physicalDisability'],
    'unmetNeeds.0': 'Nights',
  });
  await record(referrer, `${referral}/services`, {
    'servicesExplored.0.service': 'Community nursing',
    'servicesExplored.0.outcome': 'Comes by day only',
  });
  await record(referrer, `${referral}/domains`, {
    ...Object.fromEntries(DOMAINS.map((slug) => [`level-${slug}`, 'low'])),
    'seen-breathing': 'Uses an <inhaler>',
  });
  await record(referrer, `${referral}/team`, {
    'attendees.0.person': await attendee(),
    'attendees.0.discipline': 'health',
  });
}

async function send(): Promise<{ status: number; location: string | undefined; text: string }> {
  const path = `${referral}/check-answers`;
  const { text } = await referrer.get(path);
  return referrer.post(path, {
    ...hiddenIn(text, path),
    _version: '1',
    _key: 'sent',
    ...hiddenIn(text, path),
  });
}

beforeAll(async () => {
  visits = await visitDemonstration();
  referrer = await visits.as('referrer');
  nurse = await visits.as('nurseAssessor');
}, 240_000);
afterAll(() => visits.close());

describe('referring a child', () => {
  it('[CHK-1] begins on a page that says what is needed, and leads from the child to the list of tasks', async () => {
    const start = await referrer.get('/refer');
    const child = await referrer.get('/do/CASE_OPENED');
    expect(child.text).toMatch(/<h1[^>]*>Refer a child<\/h1>/);
    expect(child.text).not.toContain('Open a case');
    const opened = await record(referrer, '/do/CASE_OPENED?to=/cases/%7Bid%7D/referral', {
      givenName: 'Demo Wren',
      familyName: 'Example',
      'dateOfBirth-day': '3',
      'dateOfBirth-month': '4',
      'dateOfBirth-year': '2019',
      nhsNumberMissing: 'Still being traced',
      'parentalResponsibility.0.relationship': 'mother',
      'parentalResponsibility.0.name': 'Demo Mother',
    });

    expect(start.text).toContain('href="/do/CASE_OPENED?to=/cases/{id}/referral"');
    expect(opened.status).toBe(303);
    expect(opened.location).toMatch(/^\/cases\/[0-9a-f-]{36}\/referral$/);
    referral = opened.location ?? '';
    const { text } = await referrer.get(referral);
    for (const words of ['Consent', 'Services explored first', 'The care domains', 'To do'])
      expect(text).toContain(words);
    expect(text).toContain('A nurse assessor corrects a wrong date of birth');
    expect((await referrer.get('/')).text).toContain('Not sent yet. It is with you.');
  });

  it('[CHK-2] says what a part lacks, keeps it all the same, and shows it again later', async () => {
    const path = `${referral}/services`;
    const sent = await record(referrer, path, {
      'servicesExplored.0.service': '<b>Portage</b>',
      'servicesExplored.0.outcome': '',
    });

    expect(sent.status).toBe(422);
    expect(sent.text).toContain('Enter what came of it');
    expect((await referrer.get(path)).text).toContain('&lt;b&gt;Portage&lt;/b&gt;');
    expect((await referrer.get(referral)).text).toContain('Not complete');
    expect((await nurse.get(path)).text).not.toContain('Portage');
  });

  it('[HNA-3] asks for each care domain with its own levels and what each is about', async () => {
    const { text } = await referrer.get(`${referral}/domains`);
    const sent = await record(referrer, `${referral}/domains`, { 'level-breathing': 'low' });

    expect(text).toContain('Is ventilated permanently');
    expect([...text.matchAll(/type="radio"/g)]).toHaveLength(51);
    expect(sent.status).toBe(422);
    expect(sent.text).toContain('href="#level-mobility">Mobility: choose what fits best');
    expect(sent.text).toMatch(/name="level-breathing"[^>]*value="low" checked/);
  });

  it('[CHK-3] is not sent before everything is there, consent among it, and says where it is put right', async () => {
    const early = await send();
    await fillEverything();
    const check = await referrer.get(`${referral}/check-answers`);

    expect(early.status).toBe(422);
    expect(check.text).toContain('Not ready to send');
    expect(check.text).toContain('A checklist without it is sent back (CHK-3)');
    expect(check.text).not.toContain('The care domains: ');
    expect(check.text).not.toContain('Send the checklist');
    expect(check.text).toContain('Uses an &lt;inhaler&gt;');
    expect((await send()).status).toBe(422);
  });

  it('[CHK-4] is not sent where nobody from health completed it, and says so', async () => {
    const team = (discipline: string) =>
      attendee().then((person) =>
        record(referrer, `${referral}/team`, {
          'attendees.0.person': person,
          'attendees.0.discipline': discipline,
        }),
      );
    const alone = await team('education');
    const check = await referrer.get(`${referral}/check-answers`);

    expect([alone.status, alone.text.includes('Add somebody from health')]).toEqual([422, true]);
    expect(check.text).toContain('Who completed the checklist: Add somebody from health');
    expect((await team('health')).status).toBe(303);
  });

  it('[CHK-6] is sent once, and says where it is and by when it is decided', async () => {
    const consent = await record(referrer, `/cases/${caseOf(referral)}/do/CONSENT_GIVEN?to=${referral}`, {
      capacity: 'parent',
      givenBy: 'Demo Mother',
      scope: ['assessment', 'sharing'],
      ...day('signedOn'),
      document: 'Signed form',
    });
    expect(consent.location).toBe(referral);

    const check = (await referrer.get(`${referral}/check-answers`)).text;
    for (const words of ['Demo Mother', 'Assessment; Sharing', 'Signed form']) expect(check).toContain(words);

    const anew = await referrer.post(`${referral}/check-answers`, { _again: 'yes' });
    expect(anew.text).toContain('You have signed in again since this form was opened.');
    const sent = await send();
    const shown = await referrer.get(referral);

    expect(sent).toMatchObject({ status: 303, location: referral });
    expect(shown.text).toContain('The checklist is sent');
    expect(shown.text).toContain('Sent. The nurses check it now.');
    expect(shown.text).toContain('Wednesday 17 June 2026');
    expect(shown.text).toContain('When something is, it stands here and on your home page.');
    expect((await referrer.get('/')).text).toContain('Sent. The nurses check it now.');
    expect((await referrer.get(`${referral}/needs`)).status).toBe(404);
    expect((await send()).location).toBe(referral);
  });

  it('[CHK-9] comes back with what is missing and with what was typed, and is sent again', async () => {
    const at = `/cases/${caseOf(referral)}/do`;
    await record(nurse, `${at}/CHECKLIST_RETURNED`, {
      ...day('returnedOn'),
      'missing.0': 'What CAMHS <said>',
    });

    const back = await referrer.get(referral);
    const services = await referrer.get(`${referral}/services`);
    const domains = await referrer.get(`${referral}/domains`);
    expect((await referrer.get('/')).text).toContain('See what is missing, and send it again');
    expect(back.text).toContain('What CAMHS &lt;said&gt;');
    expect(back.text).toContain('Have you added what was missing?');
    expect(back.text).not.toContain('Everything is there.');
    const checklist = `/cases/${caseOf(referral)}/checklist`;
    const away = (await nurse.get(checklist)).text;
    expect(away).toMatch(/It is with the referrer, who is asked for:[\s\S]*What CAMHS &lt;said&gt;/);
    expect(away).toContain('Tell the referrer that it went back');
    expect(services.text).toContain('Comes by day only');
    expect(domains.text).toContain('Uses an &lt;inhaler&gt;');
    expect([...domains.text.matchAll(/value="low" checked/g)]).toHaveLength(10);

    await record(referrer, `${referral}/services`, {
      'servicesExplored.0.service': 'Community nursing',
      'servicesExplored.0.outcome': 'Comes by day only',
      'servicesExplored.1.service': 'CAMHS',
      'servicesExplored.1.outcome': 'Not for them',
    });
    expect(await send()).toMatchObject({ status: 303, location: referral });
    const again = (await nurse.get(checklist)).text;
    expect(again).toMatch(/This was asked for when it went back[\s\S]*What CAMHS &lt;said&gt;/);
    expect(again).toMatch(/health needs assessment, first time[\s\S]*health needs assessment, second time/);
    const { text } = await nurse.get(`/cases/${caseOf(referral)}/timeline`);
    expect([...text.matchAll(/Receive the checklist/g)]).toHaveLength(2);
    expect(text).toContain('Not for them');
  });

  it('tells the reason where it does not go on, and lets its referrer disagree', async () => {
    const at = `/cases/${caseOf(referral)}/do`;
    await record(nurse, `${at}/CHECKLIST_QUALITY_ASSURED`, { complete: 'yes' });
    await record(nurse, `${at}/CHECKLIST_NOT_PROCEEDED`, {
      ...day('decidedOn'),
      reason: 'Community nursing can cover this',
    });

    const { text } = await referrer.get(referral);

    expect(text).toContain('Decided: no full assessment.');
    expect(text).toContain('Community nursing can cover this');
    expect(text).toContain('I do not agree');
  });

  it('[PAN-2] is a demonstration in which every member of the panel can be signed in as', async () => {
    const page = await visits.api.send('GET', '/sign-in', {});

    for (const name of [
      'Commissioner Jones',
      'Head of inclusion Kaur',
      'Panel chair Hughes',
      'Panel nurse Iqbal',
    ])
      expect(page.text).toContain(name);
  });

  it('is for those who may refer', async () => {
    expect((await (await visits.as('auditor')).get('/refer')).status).toBe(403);
    expect((await (await visits.as('panelMember')).get(referral)).status).toBe(403);
  });
});
