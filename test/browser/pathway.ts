import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { addTo, dayOf, idOf, pressForm, tell, typeInto } from './filling.js';
import type { Served } from './served.js';

const TODAY = '2026-06-10';
const MEETING_DAY = '2026-06-19';
const NURSE = 'Nurse assessor Ahmed';
const ELSE = 'Nurse assessor Tan';
const REFERRER = 'Community nurse Cole';

/** A journey of one child: who is served, the page, how it is checked, and the child's case once there is one. */
export interface Journey {
  served: Served;
  page: Page;
  check: () => Promise<void>;
  id: string;
}

export async function signIn(
  { served, page }: Pick<Journey, 'served' | 'page'>,
  name: string,
): Promise<void> {
  await page.context().clearCookies();
  await page.goto(`${served.origin}/sign-in`);
  await page.getByRole('button', { name }).first().click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

const go = ({ served, page, id }: Journey, end: string) => page.goto(`${served.origin}/cases/${id}${end}`);
const main = (page: Page): Promise<string> => page.locator('main').innerText();
const told = (page: Page, words: string): Promise<void> => page.getByText(words).first().waitFor();

/** The referrer opens the case, records consent, fills in every part, is told what is missing, and sends it. */
export async function refer(journey: Journey): Promise<void> {
  const { served, page, check } = journey;
  await signIn(journey, REFERRER);
  await page.goto(`${served.origin}/refer`);
  await check();
  await page.getByRole('button', { name: 'Start now' }).click();
  await typeInto(page, {
    givenName: 'Demo Wren',
    familyName: 'Heron',
    ...dayOf('dateOfBirth', '2019-04-03'),
    nhsNumberMissing: 'Still being traced',
    'parentalResponsibility.0.relationship': 'mother',
    'parentalResponsibility.0.name': 'Demo Heron',
  });
  await pressForm(page);
  await page.waitForURL(/\/referral$/);
  journey.id = page.url().split('/').at(-2) ?? '';
  await check();

  await go(journey, '/referral/services');
  await typeInto(page, { 'servicesExplored.0.service': 'Community nursing' });
  await pressForm(page);
  expect(await page.getByRole('alert').innerText()).toContain('Enter what came of it');
  await check();
  await typeInto(page, { 'servicesExplored.0.outcome': 'Comes by day only' });
  await pressForm(page);
  await page.waitForURL(/\/domains$/);
  const boxes = await page
    .locator('#form [value="low"]')
    .evaluateAll((all) => all.map((box) => (box as unknown as { name: string }).name));
  await typeInto(page, Object.fromEntries(boxes.map((name) => [name, 'low'])));
  await check();
  await pressForm(page);
  await typeInto(page, {
    'attendees.0.discipline': 'health',
    'attendees.0.person': await idOf(served, REFERRER),
  });
  await pressForm(page);
  await go(journey, '/referral/referrer');
  await typeInto(page, { setting: 'communityNursing', profession: 'Community nurse' });
  await pressForm(page);
  await page.waitForURL(/\/needs$/);
  await typeInto(page, { needs: ['physicalDisability'], 'unmetNeeds.0': 'Nights' });
  await pressForm(page);
  await page.waitForURL(/\/referral$/);
  await go(journey, '/referral/check-answers');
  expect(await main(page)).toContain('A checklist without it is sent back');
  await check();
  await page.getByRole('link', { name: 'Record consent' }).click();
  await typeInto(page, {
    capacity: 'parent',
    givenBy: 'Demo Heron',
    scope: ['assessment', 'sharing'],
    ...dayOf('signedOn', TODAY),
    document: 'Signed form, in the record of the clinic',
  });
  await pressForm(page);
  await page.getByRole('button', { name: 'Send the checklist' }).click();
  await told(page, 'The checklist is sent');
  await check();
}

/** The nurse finds something missing and sends it back; the referrer sees what, finds everything still there, and sends it again. */
export async function returnAndResubmit(journey: Journey): Promise<void> {
  const { served, page, check } = journey;
  await tell(served, {
    by: 'Service manager Lloyd',
    type: 'ASSESSOR_NAMED',
    content: { assessor: await idOf(served, NURSE) },
    id: journey.id,
  });
  await signIn(journey, NURSE);
  await go(journey, '/checklist');
  await check();
  await typeInto(page, { complete: 'no', 'gaps.0': 'What the hospital said' });
  await pressForm(page);
  await told(page, 'Recorded: quality assure the checklist');
  expect(await page.locator('#form [name="missing.0"]').inputValue()).toBe('What the hospital said');
  await pressForm(page);
  await told(page, 'Recorded: return the checklist');
  await check();

  await signIn(journey, REFERRER);
  await page.goto(`${served.origin}/`);
  expect(await main(page)).toContain('Sent back to you. Something is missing.');
  await check();
  await page.getByRole('link', { name: 'See what is missing, and send it again' }).first().click();
  await go(journey, '/referral/services');
  expect(await page.locator('#form [name="servicesExplored.0.outcome"]').inputValue()).toBe(
    'Comes by day only',
  );
  await addTo(page, 'servicesExplored', 'servicesExplored.1.service');
  await typeInto(page, {
    'servicesExplored.1.service': 'Hospital',
    'servicesExplored.1.outcome': 'Asked us',
  });
  await pressForm(page);
  await page.waitForURL(/\/referral$/);
  await page.getByRole('button', { name: 'Check your answers' }).click();
  await page.getByRole('button', { name: 'Send the checklist' }).click();
  await told(page, 'Sent. The nurses check it now.');
}

/** The nurse checks the checklist, goes on, holds the team, gives the levels, recommends; another assures it. */
export async function assess(journey: Journey): Promise<void> {
  const { served, page, check, id } = journey;
  await signIn(journey, NURSE);
  await go(journey, '/checklist');
  await typeInto(page, { complete: 'yes' });
  await pressForm(page);
  await page.getByRole('link', { name: 'Decide to proceed to a full assessment' }).click();
  await typeInto(page, { rationale: 'Several needs at night' });
  await pressForm(page);
  await told(page, 'Recorded: decide to proceed');

  await go(journey, '/assessment/team');
  await typeInto(page, dayOf('meetsOn', TODAY));
  await check();
  await pressForm(page);
  await told(page, 'Recorded: invite');
  for (const [at, discipline] of ['socialCare', 'education', 'parentCarer'].entries()) {
    if (at > 0) await addTo(page, 'missing', `missing.${at}.reason`);
    await typeInto(page, { [`missing.${at}.discipline`]: discipline, [`missing.${at}.reason`]: 'Ill' });
  }
  await pressForm(page);
  await told(page, 'Recorded: record the multi-disciplinary team meeting');
  await check();

  for (const area of ['preferences', 'holistic', 'mdtReports'])
    await tell(served, {
      by: NURSE,
      type: 'EVIDENCE_RECORDED',
      content: { area, kind: 'report', dated: TODAY, heldAt: 'The record of the clinic' },
      id,
    });
  await go(journey, '/assessment');
  const domains = await page
    .locator('.nhsuk-task-list__link[href*="/assessment/"]')
    .evaluateAll((links) =>
      links
        .map((link) => (link as unknown as { pathname: string }).pathname.split('/').at(-1) ?? '')
        .filter((slug) => slug !== 'team' && slug !== 'check-answers'),
    );
  const [first = '', ...others] = [...new Set(domains)];
  for (const domain of others)
    await tell(served, {
      by: NURSE,
      type: 'DOMAIN_SCORED',
      content: { domain, level: 'high', evidence: 'Seen by the team' },
      id,
    });
  await go(journey, `/assessment/${first}`);
  expect(await main(page)).toMatch(/In the checklist\s+Low/);
  await typeInto(page, { level: 'high', evidence: 'Needs suction every night' });
  await pressForm(page);
  await go(journey, '/assessment/check-answers');
  await page.getByRole('button', { name: 'Go on to the recommendation' }).click();
  await typeInto(page, {
    ...dayOf('completedOn', TODAY),
    eligible: 'yes',
    packageNeeded: 'yes',
    rationale: 'The needs at night are more than parents can meet',
  });
  await pressForm(page);
  await told(page, 'Recorded: make the recommendation');

  await signIn(journey, ELSE);
  await go(journey, '/do/ASSESSMENT_QUALITY_ASSURED');
  await check();
  const answers = await page
    .locator('#form [value="yes"]')
    .evaluateAll((all) => all.map((box) => (box as unknown as { name: string }).name));
  expect(answers.length).toBe(8);
  await typeInto(page, Object.fromEntries(answers.map((name) => [name, 'yes'])));
  await pressForm(page);
  await told(page, 'Recorded: quality assure the assessment');
}

/** The panel finds the child eligible, and its members commit the money: recorded by the engine. */
export async function decide({ served, id }: Journey): Promise<void> {
  const rows: { id: string }[] = await served.engine.dataSource.query(
    `SELECT id FROM meetings WHERE stage = 'meeting.arranged' AND held_on = $1`,
    [MEETING_DAY],
  );
  const meeting = rows[0]?.id ?? '';
  const names = ['Panel chair Hughes', 'Commissioner Jones', 'Head of inclusion Kaur', 'Panel nurse Iqbal'];
  const people = await Promise.all(names.map((name) => idOf(served, name)));
  const [chair = '', socialCare = ''] = people;
  await tell(served, { by: 'Panel coordinator Grant', type: 'ITEM_LISTED', content: { meeting }, id });
  await served.engine.clock.moveTo(`${MEETING_DAY}T09:00:00.000Z`);
  await tell(served, {
    by: 'Panel coordinator Grant',
    type: 'ATTENDANCE_RECORDED',
    content: { present: people, apologies: [] },
    kind: 'meeting',
    id: meeting,
  });
  const bodies = await Promise.all(
    [chair, socialCare].map(async (person) => {
      const all = await served.engine.directory.everyone('sefton');
      return { person, organisation: all.find((each) => each.id === person)?.organisation ?? '' };
    }),
  );
  await tell(served, {
    by: 'Panel chair Hughes',
    type: 'PANEL_DECIDED',
    content: {
      outcome: 'eligible',
      packageNeeded: true,
      rationale: 'More than universal and specialist services can meet',
      evidenceReliedOn: 'The decision support tool',
      dueRegard: 'Disability was considered',
      disagreements: [],
      positions: bodies.map((each) => ({ ...each, position: 'agree' })),
    },
    id,
  });
  await tell(served, {
    by: 'Social worker Ellis',
    type: 'FUNDING_PROPOSED',
    content: { kind: 'healthAndSocialCare', weeklyCost: 120_000, effectiveFrom: MEETING_DAY },
    id,
  });
  await tell(served, {
    by: 'Panel chair Hughes',
    type: 'FUNDING_COMMITTED',
    content: {
      commitments: [
        { person: chair, body: 'health', weekly: 60_000 },
        { person: socialCare, body: 'socialCare', weekly: 60_000 },
      ],
    },
    id,
  });
  await tell(served, {
    by: 'Chief Nurse Murray',
    type: 'HIGH_COST_AUTHORISED',
    content: { authorisedOn: MEETING_DAY, reason: 'In proportion to the need' },
    id,
  });
}

/** The nurse designs the package, closes every gap, tells the family, begins it, and reviews it. */
export async function provideAndReview(journey: Journey): Promise<void> {
  const { served, page, check, id } = journey;
  await signIn(journey, NURSE);
  await go(journey, '/package');
  await check();
  await page.getByRole('link', { name: 'Design the package' }).click();
  const considered = await page
    .locator('#form [name^="considered."][name$=".answer"]')
    .evaluateAll((all) => all.map((box) => (box as unknown as { name: string }).name));
  await typeInto(page, {
    'elements.0.what': 'Care at night',
    'elements.0.minutesPerWeek': '2400',
    'elements.0.skill': 'trained-carer',
    'elements.0.place': 'home',
    'elements.0.providerKind': 'independentProvider',
    'elements.0.shortTermOutcome': 'Sleep',
    'elements.0.longTermOutcome': 'School every day',
    ...Object.fromEntries(considered.map((name) => [name, 'Looked at'])),
    ...dayOf('assessmentsDatedOn', TODAY),
    parentsContribution: 'The parents care by day',
  });
  await pressForm(page);
  await told(page, 'Recorded: design the package');
  const agency = await idOf(served, 'Agency nurse Novak');
  const task = 'suction';
  await tell(served, {
    by: NURSE,
    type: 'CARER_NAMED',
    content: { carer: agency, kind: 'agencyWorker', tasks: [task], trainedBy: 'provider' },
    id,
  });
  await go(journey, '/package');
  expect(await main(page)).toContain('4 gaps');
  await check();
  await page.getByRole('link', { name: /^Record training of Agency nurse Novak/ }).click();
  expect(await page.locator(`#form [name="kind"][value="training"]`).isChecked()).toBe(true);
  await typeInto(page, { status: 'assured', assuredBy: await idOf(served, NURSE), evidence: 'Record' });
  await pressForm(page);
  await told(page, 'Recorded: record an assurance');
  const assured = { status: 'assured', assuredBy: await idOf(served, NURSE), evidence: 'Seen' };
  for (const about of [
    { kind: 'competency-sign-off', carer: agency, task },
    { kind: 'care-plan' },
    { kind: 'risk-assessment' },
  ])
    await tell(served, { by: NURSE, type: 'ASSURANCE_RECORDED', content: { ...about, ...assured }, id });
  for (const against of ['provider-failure', 'carer-sickness-or-incapacity'])
    await tell(served, {
      by: NURSE,
      type: 'CONTINGENCY_AGREED',
      content: {
        against,
        plan: 'A second agency',
        agreedByFamily: true,
        agreedByChild: 'notApplicable',
        agreedByAgencies: true,
        hospital: false,
      },
      id,
    });
  await go(journey, '/package');
  expect(await main(page)).toContain('Everything is assured today');
  for (const [title, field] of [
    ['Record that the package is arranged', 'arrangedOn'],
    ['Commence the package', 'commencedOn'],
  ] as const) {
    await page.getByRole('link', { name: title }).click();
    await typeInto(page, dayOf(field, MEETING_DAY));
    await pressForm(page);
    await told(page, `Recorded: ${title.toLowerCase()}`);
  }
  await check();

  await go(journey, '/people');
  await page
    .getByRole('link', { name: /^Letter to the family/ })
    .last()
    .click();
  await page.getByText('Yours sincerely').waitFor();
  await check();
  await page.getByRole('link', { name: 'Record that it was sent' }).click();
  await typeInto(page, { said: 'What each agency provides', ...dayOf('toldOn', MEETING_DAY) });
  await pressForm(page);
  await told(page, 'Recorded: record who was told');

  await go(journey, '/reviews');
  await check();
  await page.getByRole('link', { name: 'Name the reviewer' }).click();
  await typeInto(page, { reviewer: await idOf(served, NURSE) });
  await pressForm(page);
  await page.getByRole('link', { name: 'Complete the review' }).click();
  await check();
  await typeInto(page, {
    ...dayOf('completedOn', MEETING_DAY),
    form: 'threeMonthProforma',
    outcome: 'change',
    summary: 'More help at weekends',
    comparedWithLast: 'The nights are as they were',
    outcomesReviewed: 'yes',
  });
  await pressForm(page);
  await told(page, 'Recorded: complete the review');
  expect(await main(page)).toContain('came to: change');
  await check();
}
