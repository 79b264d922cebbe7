import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openBrowser, type OpenBrowser } from './chromium.js';
import { Keyboard } from './keyboard.js';
import { pageAs, serve, type Served } from './served.js';

let served: Served;
let browser: OpenBrowser;

beforeAll(async () => {
  served = await serve();
  browser = await openBrowser();
}, 240_000);
afterAll(async () => {
  await browser.close();
  await served.close();
});

const heading = (page: Page): Promise<string> => page.locator('h1').innerText();
const main = (page: Page): Promise<string> => page.locator('main').innerText();

/** The assessment, of a case of the reader's, in which most care domains have no level yet. */
async function anAssessment(page: Page): Promise<string> {
  const hrefs = await page
    .locator('.app-work a[href^="/cases/"]')
    .evaluateAll((links) =>
      links.map((link) => (link as unknown as { pathname: string }).pathname.split('/')[2] ?? ''),
    );
  for (const id of new Set(hrefs)) {
    await page.goto(`${served.origin}/cases/${id}/assessment`);
    if ((await page.getByText('To do', { exact: true }).count()) > 5) return page.url();
  }
  throw new Error('The demonstration has no assessment that has just begun.');
}

/** An item of the next meeting that is not yet decided. */
async function anItem(): Promise<string> {
  const [row]: { meeting: string; case: string }[] = await served.engine.dataSource.query(
    `SELECT m.id AS meeting, i.case_id AS "case" FROM agenda_items i
     JOIN meetings m ON m.place_id = i.place_id AND m.id = i.meeting_id
     WHERE m.stage = 'meeting.arranged' AND i.status = 'listed' ORDER BY i.listed_at, i.case_id LIMIT 1`,
  );
  return `/meetings/${row?.meeting ?? ''}/items/${row?.case ?? ''}`;
}

describe('with the keyboard alone', () => {
  it('a nurse assessor skips the menu, is led to what was wrong, and records a level with its evidence', async () => {
    const page = await pageAs(browser.context, served, 'nurseAssessor');
    const keys = new Keyboard(page);
    await keys.enter('My work');
    await page.keyboard.press('Tab');
    await keys.press('Enter');
    expect(await keys.isAt('#maincontent')).toBe(true);

    await anAssessment(page);
    await keys.enter('Seizures');
    expect(await heading(page)).toBe('Seizures');
    await keys.enter('Record, and back to the list');
    expect(await keys.isAt('.nhsuk-error-summary')).toBe(true);
    await keys.to(/^Choose a level/);
    await keys.press('Enter');
    await keys.choose(/^Moderate/);
    await keys.to(/^The evidence for this level/);
    await keys.type('One seizure a week.');
    await keys.enter('Record, and back to the list');

    await page.getByText('Recorded: Seizures, moderate').waitFor();
    await page.close();
  }, 120_000);

  it('[PAN-3] [PAN-5] a member of the panel declares, reads the pack and gives a view', async () => {
    const page = await pageAs(browser.context, served, 'panelMember');
    const keys = new Keyboard(page);
    await page.goto(`${served.origin}${await anItem()}`);
    await keys.to(/^(No, I have no interest|Yes, I have an interest)/);
    await keys.choose(/^No, I have no interest/);
    await keys.enter('Declare');
    expect(await main(page)).toContain('You declared that you have no interest');

    await keys.enter('Keep my view');
    expect(await keys.isAt('.nhsuk-error-summary')).toBe(true);
    await keys.to(/^(Eligible|Not eligible)/);
    await keys.choose(/^Eligible/);
    await keys.to(/^Your reasons/);
    await keys.type('Nights need somebody awake.');
    await keys.enter('Keep my view');
    expect(await main(page)).toContain('Your view is kept');
    await page.close();
  }, 120_000);

  it('a manager filters a queue, and gives a case to somebody else after seeing what that does', async () => {
    const page = await pageAs(browser.context, served, 'manager');
    const keys = new Keyboard(page);
    await page.goto(`${served.origin}/queues/overdue`);
    await keys.to(/^Overdue by/);
    await keys.press('ArrowDown');
    await keys.enter('Show');
    expect(await main(page)).toContain('Shown: only');

    await page.goto(`${served.origin}/workload/cases?unassigned=true`);
    await keys.to(/^Choose SEF-/);
    await keys.press('Space');
    await keys.to('To whom');
    await keys.press('ArrowDown');
    await keys.to(/^Why/);
    await keys.type('It has waited long enough');
    await keys.enter('See what would happen');
    expect(await main(page)).toContain('Nothing has been changed yet');
    await keys.enter('Carry it out');
    expect(await main(page)).toContain('The cases are being given to their new assessors');
    await page.close();
  }, 120_000);
});
