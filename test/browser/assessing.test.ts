import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openBrowser, type OpenBrowser } from './chromium.js';
import { assess, decide, provideAndReview, refer, returnAndResubmit, type Journey } from './pathway.js';
import { expectAccessible, expectNoSidewaysScroll, pageAs, serve, signInAs, type Served } from './served.js';

let served: Served;
let withScripts: OpenBrowser;
let without: OpenBrowser;

beforeAll(async () => {
  served = await serve();
  withScripts = await openBrowser();
  without = await openBrowser({ javaScript: false });
}, 240_000);
afterAll(async () => {
  await withScripts.close();
  await without.close();
  await served.close();
});

const heading = (page: Page): Promise<string> => page.locator('h1').innerText();

/** Checks the page as it stands, with scripts, on a wide screen and on one of 320 pixels. */
async function check(page: Page): Promise<void> {
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 900 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1280, height: 900 });
}

/** Goes to the assessment of a case of the reader's in which some care domain has no level yet, by way of their work. */
async function anAssessment(page: Page): Promise<void> {
  await page.goto(`${served.origin}/work`);
  const cases = await page
    .locator('.app-work a[href^="/cases/"]')
    .evaluateAll((links) => [
      ...new Set(links.map((link) => (link as unknown as { pathname: string }).pathname.split('/')[2] ?? '')),
    ]);
  for (const id of cases) {
    await page.goto(`${served.origin}/cases/${id}/assessment`);
    if ((await page.getByText('To do', { exact: true }).count()) > 5) return;
  }
  throw new Error('The demonstration has no assessment that has just begun.');
}

const LONG = 150_000;
/** Less than the time after which a draft that was not saved is tried again in any case. */
const AT_ONCE = 10_000;

describe('a nurse assessor, with scripts,', () => {
  it(
    'sees what to do first, writes of a care domain, is told when it was saved, and finds it after signing in again',
    async () => {
      const page = await pageAs(withScripts.context, served, 'nurseAssessor');
      await page.goto(`${served.origin}/work`);
      expect(await heading(page)).toBe('My work');
      await check(page);

      await anAssessment(page);
      await check(page);
      await page.getByRole('link', { name: 'Seizures' }).click();
      await check(page);
      await page.getByLabel('High').check();
      await page.getByLabel('The evidence for this level').fill('Three seizures a night.');
      await page.getByText(/Saved 09:\d\d/).waitFor();
      const at = page.url();
      await page.getByRole('button', { name: 'Sign out' }).click();
      const again = await pageAs(withScripts.context, served, 'nurseAssessor');
      await again.goto(at);
      expect(await again.getByLabel('The evidence for this level').inputValue()).toBe(
        'Three seizures a night.',
      );
      await check(again);

      await again.getByRole('button', { name: 'Record, and back to the list' }).click();
      await again.getByText('Recorded: Seizures, high').waitFor();
      await again.getByRole('link', { name: 'Check your answers' }).click();
      expect(await again.locator('main').innerText()).toContain('The recommendation cannot be made yet');
      await check(again);
      await page.close();
      await again.close();
    },
    LONG,
  );

  it('keeps a draft of any other form too, and can throw it away', async () => {
    const page = await pageAs(withScripts.context, served, 'nurseAssessor');
    await anAssessment(page);
    const at = page.url().replace('/assessment', '/do/CASE_NOTE_ADDED');
    await page.goto(at);
    await page.getByLabel('Note').fill('Half a note');
    await page.getByText(/Saved 09:\d\d/).waitFor();
    await page.goto(at);
    expect(await page.getByLabel('Note').inputValue()).toBe('Half a note');
    await check(page);
    await page.getByRole('button', { name: 'Throw this draft away' }).click();
    await page.getByText('Your draft is thrown away').waitFor();
    expect(await page.getByLabel('Note').inputValue()).toBe('');
    await page.close();
  });
});

describe('a draft while the network is lost', () => {
  it(
    'is kept on the page, which says so, and saved by itself when the network is back',
    async () => {
      const page = await pageAs(withScripts.context, served, 'nurseAssessor');
      await anAssessment(page);
      await page.goto(page.url().replace('/assessment', '/do/CASE_NOTE_ADDED'));
      await page.context().setOffline(true);
      await page.getByLabel('Note').fill('Written in a lift');
      await page.getByText('Not saved just now').waitFor();
      expect(await page.getByLabel('Note').inputValue()).toBe('Written in a lift');

      await page.context().setOffline(false);
      await page.getByText(/Saved \d\d:\d\d/).waitFor({ timeout: AT_ONCE });
      await page.reload();
      expect(await page.getByLabel('Note').inputValue()).toBe('Written in a lift');
      await page.getByRole('button', { name: 'Throw this draft away' }).click();
      await page.getByText('Your draft is thrown away').waitFor();
      await page.close();
    },
    LONG,
  );

  it(
    'is not said to be saving for ever where nothing answers',
    async () => {
      const page = await withScripts.context.newPage();
      await page.clock.install();
      await signInAs(page, served, 'nurseAssessor');
      await anAssessment(page);
      await page.goto(page.url().replace('/assessment', '/do/CASE_NOTE_ADDED'));
      const draft = (await page.locator('form[data-draft]').getAttribute('data-draft')) ?? '';
      const asked = page.waitForRequest(`**${draft}`);
      await page.route(`**${draft}`, () => undefined);
      await page.getByLabel('Note').fill('Written where nothing answers');
      await page.clock.runFor('00:03');
      await page.getByText('Saving…').waitFor();
      await asked;
      await page.clock.runFor('00:21');
      await page.getByText('Not saved just now').waitFor();
      expect(await page.getByLabel('Note').inputValue()).toBe('Written where nothing answers');
      await page.close();
    },
    LONG,
  );
});

describe('the other pages of a case', () => {
  it(
    'meet WCAG 2.2 AA as far as a program can tell, and fit a screen of 320 pixels',
    async () => {
      const page = await pageAs(withScripts.context, served, 'nurseAssessor');
      await page.goto(`${served.origin}/work`);
      const letter = page.locator('#owed').locator('xpath=..').getByRole('link', { name: /^SEF-/ });
      const at = (await letter.first().getAttribute('href')) ?? '';
      for (const end of ['', '/people', '/course', '/assessment']) {
        await page.goto(`${served.origin}${at}${end}`);
        await check(page);
      }
      await page.goto(`${served.origin}${at}/people`);
      await page
        .getByRole('link', { name: /^Letter/ })
        .first()
        .click();
      await page.getByText('Yours sincerely').waitFor();
      await check(page);
      const referrer = await pageAs(withScripts.context, served, 'referrer');
      await referrer.goto(`${served.origin}/work`);
      await check(referrer);
      await page.close();
      await referrer.close();
    },
    LONG,
  );
});

describe('a nurse assessor, without scripts,', () => {
  it(
    'saves a draft by its button, is told what is missing, and goes on from care domain to care domain',
    async () => {
      const page = await pageAs(without.context, served, 'nurseAssessor', 1);
      await anAssessment(page);
      await page.locator('.nhsuk-task-list__link', { hasText: 'Breathing' }).click();
      await page.getByLabel('The evidence for this level').fill('Breathes by himself.');
      await page.getByRole('button', { name: 'Save draft' }).click();
      await page.getByText(/Draft saved 09:\d\d/).waitFor();
      expect(await page.getByLabel('The evidence for this level').inputValue()).toBe('Breathes by himself.');

      await page.getByRole('button', { name: 'Record, and go on to the next' }).click();
      expect(await page.getByRole('alert').innerText()).toContain('Choose a level');
      await page.getByLabel('No additional needs').check();
      await page.getByLabel('The evidence for this level').fill('As other children of that age.');
      await page.getByRole('button', { name: 'Record, and go on to the next' }).click();
      await page.getByText('Recorded: Breathing, no additional needs').waitFor();

      expect(await heading(page)).toBe('Eating and drinking');
      await page.close();
    },
    LONG,
  );
});

describe('one child, from the referral to the first review,', () => {
  const VERY_LONG = 600_000;

  it(
    '[CHK-9] is referred, sent back and sent again, assessed, provided for and reviewed, each by the pages of whoever does it',
    async () => {
      const page = await withScripts.context.newPage();
      const journey: Journey = { served, page, check: () => check(page), id: '' };

      await refer(journey);
      await returnAndResubmit(journey);
      await assess(journey);
      await decide(journey);
      await provideAndReview(journey);

      await page.close();
    },
    VERY_LONG,
  );
});
