import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { openBrowser, type OpenBrowser } from './chromium.js';
import { expectAccessible, expectNoSidewaysScroll, serve, type Served } from './served.js';

const CHAIR = 'Panel chair Hughes';
const NURSE = 'Panel nurse Iqbal';
const SOCIAL = 'Commissioner Jones';
const EDUCATION = 'Head of inclusion Kaur';
const COORDINATOR = 'Panel coordinator Grant';
const MEETING_DAY = '2026-06-19T09:00:00.000Z';

let served: Served;
let withScripts: OpenBrowser;
let without: OpenBrowser;
let meeting: string;
let items: string[];

beforeAll(async () => {
  served = await serve();
  withScripts = await openBrowser();
  without = await openBrowser({ javaScript: false });
  const rows: { meeting: string; case: string }[] = await served.engine.dataSource.query(
    `SELECT m.id AS meeting, i.case_id AS "case" FROM agenda_items i
     JOIN meetings m ON m.place_id = i.place_id AND m.id = i.meeting_id
     WHERE m.stage = 'meeting.arranged' AND i.status = 'listed' ORDER BY i.listed_at, i.case_id`,
  );
  meeting = `/meetings/${rows[0]?.meeting ?? ''}`;
  items = rows.map((row) => `${meeting}/items/${row.case}`);
}, 240_000);
afterAll(async () => {
  await withScripts.close();
  await without.close();
  await served.close();
});

async function as(page: Page, name: string): Promise<void> {
  await page.context().clearCookies();
  await page.goto(`${served.origin}/sign-in`);
  await page.getByRole('button', { name }).first().click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

const to = (page: Page, path: string) => page.goto(`${served.origin}${path}`);
const main = (page: Page): Promise<string> => page.locator('main').innerText();
const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name }).last().click();

async function choose(select: Locator, text: string): Promise<void> {
  await select.selectOption(await select.locator('option', { hasText: text }).last().getAttribute('value'));
}

/** Checks the page as it stands, at both widths. */
async function check(page: Page): Promise<void> {
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 900 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1280, height: 900 });
}

async function declareNone(page: Page, item: string): Promise<void> {
  await to(page, item);
  await page.getByLabel('No, I have no interest').check();
  await press(page, 'Declare');
  await page.getByText('You declared that you have no interest').waitFor();
}

async function giveView(page: Page, name: string, item: string, words: string): Promise<void> {
  await as(page, name);
  await declareNone(page, item);
  await page.getByLabel('Eligible', { exact: true }).check();
  await page.getByLabel('Your reasons').fill(words);
  await press(page, 'Keep my view');
  await page.getByText('Your view is kept').waitFor();
}

describe.each(['with scripts', 'without scripts'])('before a meeting, %s,', (how) => {
  const scripts = how === 'with scripts';
  const newPage = (): Promise<Page> => (scripts ? withScripts : without).context.newPage();
  const item = (): string => items[scripts ? 0 : 1] ?? '';
  const other = (): string => items[scripts ? 2 : 3] ?? '';
  const checked = (page: Page): Promise<void> => (scripts ? check(page) : Promise.resolve());

  it('[PAN-1] a coordinator sees meetings, puts a case that waits on the agenda and takes it off again', async () => {
    const page = await newPage();
    await as(page, COORDINATOR);
    await to(page, '/meetings');
    await checked(page);
    await to(page, '/meetings/members');
    await checked(page);
    await to(page, '/meetings/plan');
    await checked(page);
    await choose(page.getByLabel('Chair'), 'Hughes');
    await press(page, 'Show the days');
    await page.getByRole('button', { name: 'Arrange the ticked meetings' }).waitFor();
    await checked(page);
    await to(page, meeting);
    await checked(page);
    expect(await main(page)).toContain('Would be quorate');
    const free = page.getByRole('link', { name: 'Put on this agenda' });
    const before = await free.count();
    // One that is ready: of one that was deferred, what the panel wants may not have come yet.
    const ready = page.getByRole('row', { name: /Ready for the joint panel/i }).first();
    const put = ready.getByRole('link', { name: 'Put on this agenda' });
    const reference = (await put.innerText()).split(': ').at(-1) ?? '';
    await put.click();
    await press(page, 'Record');
    await page.getByText('Recorded: put the case on an agenda').waitFor();
    expect(await page.locator('.app-panel__agenda').innerText()).toContain(reference);
    await page
      .getByRole('link', { name: /^Take item \d+ off/ })
      .last()
      .click();
    await page.getByLabel('Why').fill('The family is away');
    await press(page, 'Record');
    await page.getByText('Recorded: take the case off the agenda').waitFor();
    expect(await free.count()).toBe(before);

    await page.getByRole('link', { name: 'Move the meeting' }).click();
    await checked(page);
    await page.getByLabel('Day', { exact: true }).fill('17');
    await page.getByLabel('Month', { exact: true }).fill('7');
    await page.getByLabel('Year', { exact: true }).fill('2026');
    await page.getByLabel('Why', { exact: true }).fill('The room is taken');
    await press(page, 'See what follows');
    await page.getByText('Nothing has been changed yet').waitFor();
    await checked(page);
    await page.getByRole('link', { name: 'Leave it as it is' }).click();
    await to(page, `${meeting}/cancel`);
    await page.getByText('It cannot be cancelled yet').waitFor();
    await checked(page);
    await page.close();
  });

  it('[PAN-1] whoever opens a form of a meeting is told beforehand what is missing', async () => {
    const page = await newPage();
    await as(page, COORDINATOR);
    await to(page, `${meeting}/do/ATTENDANCE_RECORDED`);

    expect(await main(page)).toContain('Who attends is recorded when the panel meets');
    expect(await page.getByRole('button', { name: 'Record' }).count()).toBe(0);
    await page.close();
  });

  it('[PAN-3] a member reads nothing of a case before declaring, and nothing after declaring a conflict', async () => {
    const page = await newPage();
    await as(page, EDUCATION);
    const first = await to(page, other());
    expect(first?.status()).toBe(200);
    expect(await main(page)).not.toContain('What is recommended');
    expect(await page.locator('.app-identity').count()).toBe(0);
    await checked(page);
    await to(page, `${other()}/decision`);
    expect(await main(page)).toContain('Before you read');

    await page.getByLabel('Yes, I have an interest').check();
    await press(page, 'Declare');
    expect(await page.getByRole('alert').innerText()).toContain('Enter what the interest is');
    await checked(page);
    await page.getByLabel('If yes: what it is').fill('Her aunt is a neighbour');
    await page.getByLabel('Yes', { exact: true }).check();
    await press(page, 'Declare');

    expect(await page.locator('h1').innerText()).toBe('You declared an interest in this case');
    const again = await to(page, other());
    expect(again?.status()).toBe(403);
    expect(await main(page)).toContain('PAN-3');
    await checked(page);
    await to(page, meeting);
    expect(await main(page)).toContain('You declared an interest: not shown to you');
    await page.close();
  });

  it('[PAN-5] a member reads the pack without costs, gives a view, and sees no other until the chair opens them', async () => {
    const page = await newPage();
    await giveView(page, SOCIAL, item(), 'Nights need someone awake');
    await checked(page);
    expect(await main(page)).toContain('What is recommended');
    expect(await main(page)).not.toContain('£');
    await page.getByLabel('Your reasons').fill('');
    await press(page, 'Keep my view');
    expect(await page.getByRole('alert').innerText()).toContain('Enter your reasons');
    await checked(page);

    await giveView(page, CHAIR, item(), 'The levels show it');
    expect(await main(page)).not.toContain('Nights need someone awake');
    await press(page, 'Open the views to everyone');
    await page.getByText('The views are open').first().waitFor();
    expect(await main(page)).toContain('Nights need someone awake');
    expect(await page.getByLabel('Your reasons').count()).toBe(0);
    await checked(page);

    await as(page, EDUCATION);
    await declareNone(page, item());
    expect(await main(page)).not.toContain('Nights need someone awake');
    expect(await main(page)).toContain('You see them once you have given your own');
    await page.close();
  });
});

async function fillDecision(page: Page, rationale: string): Promise<void> {
  await page.getByRole('group', { name: 'Outcome' }).getByLabel('Eligible', { exact: true }).check();
  await page
    .getByRole('group', { name: /A package of care is needed/ })
    .getByLabel('Yes')
    .check();
  await page.getByLabel('Full rationale').fill(rationale);
  await page.getByLabel('Evidence relied on').fill('All the reports');
  await page.getByLabel('Due regard').fill('Nothing more was needed');
}

async function position(page: Page, nth: number, organisation: RegExp, name: string): Promise<void> {
  const group = page.getByRole('group', { name: `Position ${nth}`, exact: true });
  await group.getByLabel(organisation).check();
  await choose(group.getByLabel('Member'), name);
  await group.getByLabel('Agree', { exact: true }).check();
}

describe('at a meeting and after', () => {
  it('[PAN-2] [PAN-4] [PAN-7] [PAN-8] attendance, a decision that two record at once, a deferral, minutes approved, locked and corrected', async () => {
    await served.engine.clock.moveTo(MEETING_DAY);
    const page = await without.context.newPage();
    await as(page, COORDINATOR);
    await to(page, `${meeting}/do/ATTENDANCE_RECORDED?to=${meeting}`);
    const present = page.getByRole('group', { name: 'Present' });
    for (const name of [CHAIR, NURSE, SOCIAL, EDUCATION]) await present.getByLabel(name).check();
    await press(page, 'Record');
    await page.getByText('Recorded: record who attends').waitFor();
    expect(await page.locator('.app-panel__agenda').textContent()).toContain('declared an interest');
    expect(await main(page)).toContain('Quorum for item 3: not quorate');
    for (const left of items.slice(2)) {
      const id = left.split('/').at(-1) ?? '';
      await to(page, `/cases/${id}/do/ITEM_TAKEN_OFF?to=${meeting}`);
      await page.getByLabel('Why').fill('No time');
      await press(page, 'Record');
      await page.getByText('Recorded: take the case off').waitFor();
    }

    await to(page, `${meeting}/minutes`);
    expect(await main(page)).toContain('Her aunt is a neighbour');

    await as(page, CHAIR);
    await to(page, `${items[0] ?? ''}/decision`);
    await page.getByRole('link', { name: "Record the panel's decision" }).click();
    const form = new URL(page.url());
    await fillDecision(page, 'She needs somebody at night');
    await position(page, 1, /Cheshire and Merseyside/, CHAIR);
    await press(page, 'Record');
    expect(await page.getByRole('alert').innerText()).toContain('PAN-8');
    expect(await page.getByLabel('Full rationale').inputValue()).toBe('She needs somebody at night');
    await press(page, 'Add another: position');
    await position(page, 2, /Sefton.*Council/i, SOCIAL);
    const other = await withScripts.context.newPage();
    await as(other, COORDINATOR);
    await to(other, `${form.pathname}${form.search}`);
    await fillDecision(other, 'Written down by the coordinator meanwhile');
    await position(other, 1, /Cheshire and Merseyside/, CHAIR);
    await press(other, 'Add another: position');
    await position(other, 2, /Sefton.*Council/i, SOCIAL);
    await press(page, 'Record');
    expect(await main(page)).toContain("Recorded: record the panel's decision");
    await press(other, 'Record');
    await other.getByRole('alert').waitFor();
    expect(await main(other)).toContain(CHAIR);
    expect(await other.getByLabel('Full rationale').inputValue()).toBe(
      'Written down by the coordinator meanwhile',
    );
    await check(other);
    await other.close();
    expect(await main(page)).toContain('She needs somebody at night');
    expect(await main(page)).toContain('Still to be told');

    await to(page, `${items[1] ?? ''}/decision`);
    await page.getByRole('link', { name: 'Defer the case' }).click();
    await page.getByLabel('Why the panel could not ratify').fill('The sleep study is missing');
    await page.getByLabel('What', { exact: true }).fill('The sleep study');
    await page.getByLabel('From whom').fill('The respiratory team');
    await press(page, 'Record');
    await page.getByText('Recorded: defer the case').waitFor();
    expect(await main(page)).toContain('The sleep study is missing');

    await to(page, `${meeting}/minutes`);
    expect(await main(page)).toContain('Draft');
    expect(await page.getByRole('button', { name: 'Approve the minutes' }).count()).toBe(0);
    await to(page, `${meeting}/do/MEETING_CLOSED?to=${meeting}/minutes`);
    await press(page, 'Record');
    const minutes = await main(page);
    for (const words of [
      'She needs somebody at night',
      'The sleep study is missing',
      'Terms of reference',
      EDUCATION,
    ])
      expect(minutes).toContain(words);
    const looking = await withScripts.context.newPage();
    await as(looking, CHAIR);
    for (const path of [
      `${meeting}/minutes`,
      `${meeting}/bundle`,
      `${items[0] ?? ''}/decision`,
      `${items[1] ?? ''}/decision`,
      meeting,
    ]) {
      await to(looking, path);
      await check(looking);
    }
    await looking.close();
    await press(page, 'Approve the minutes');
    await page.getByText('Approved and locked').waitFor();
    await page.getByRole('link', { name: 'Add a correction to the minutes' }).click();
    await page.getByLabel('What was wrong').fill('The respiratory team was named wrongly');
    await page.getByLabel('What is right').fill('It is the team in Liverpool');
    await press(page, 'Record');
    await page.getByText('Recorded: add a correction').waitFor();
    expect(await main(page)).toContain('It is the team in Liverpool');
    await press(page, 'Approve the minutes');
    await page.getByText('Approved and locked').waitFor();

    await as(page, EDUCATION);
    await to(page, `${meeting}/minutes`);
    expect(await main(page)).toContain(
      'You declared an interest in this case: what was said of it is not shown',
    );
    expect(await main(page)).not.toContain('Her aunt is a neighbour');
    const closed = await withScripts.context.newPage();
    await as(closed, CHAIR);
    for (const item of items.slice(0, 2)) expect((await to(closed, `${item}/decision`))?.status()).toBe(403);
    expect(await main(closed)).toContain('The minutes of meeting');
    await check(closed);
    await closed.close();
    await page.close();
  }, 120_000);

  it('notes who read which pack, in the words of the part', async () => {
    const rows: { part: string }[] = await served.engine.dataSource.query(
      `SELECT DISTINCT part FROM record_reads WHERE part LIKE 'panel%' ORDER BY part`,
    );

    expect(rows.map(({ part }) => part)).toEqual([
      'panel decision and views',
      'panel deferral',
      'panel minutes',
      'panel pack',
      'panel pack and views',
      'panel pack in a bundle',
    ]);
  });
});
