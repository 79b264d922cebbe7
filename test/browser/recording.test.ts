import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openBrowser, type OpenBrowser } from './chromium.js';
import { withDatabase } from '../helpers/database.js';
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

/** The page of an open case in which something is overdue. */
async function aCase(page: Page): Promise<string> {
  await page.goto(`${served.origin}/cases?state=open&overdue=true`);
  await page.locator('tbody a').first().click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  return page.url();
}

const record = (page: Page): Promise<void> => page.getByRole('button', { name: 'Record' }).last().click();

describe.each(['with scripts', 'without scripts'])('a nurse assessor, %s,', (how) => {
  const contextOf = () => (how === 'with scripts' ? withScripts : without).context;

  it('signs in, opens a case for a child, says who holds responsibility, and adds a note', async () => {
    const page = await pageAs(contextOf(), served, 'nurseAssessor');
    await page.goto(`${served.origin}/do/CASE_OPENED`);
    await record(page);
    expect(await page.getByRole('alert').innerText()).toContain('Enter given name');

    await page.getByLabel('Given name').fill('Demo Robin');
    await page.getByLabel('Family name').fill(how.includes('out') ? 'Quill' : 'Feather');
    await page.getByLabel('Day', { exact: true }).fill('4');
    await page.getByLabel('Month', { exact: true }).fill('2');
    await page.getByLabel('Year', { exact: true }).fill('2019');
    await page.getByLabel('Why there is no NHS number yet').fill('Still being traced');
    await page.getByLabel('Mother').check();
    await page.getByLabel('Name', { exact: true }).fill('Demo Alex');
    await page.getByRole('button', { name: 'Add another: holder' }).click();
    expect(await page.getByLabel('Given name').inputValue()).toBe('Demo Robin');
    await page.getByRole('group', { name: 'Holder 2' }).getByLabel('Council').check();
    await page.getByRole('group', { name: 'Holder 2' }).getByLabel('Name').fill('Sefton Council');
    await record(page);

    await page.getByText('Recorded: open a case').waitFor();
    expect(await page.locator('.app-identity').innerText()).toContain('Sefton Council (council)');

    await page.getByRole('link', { name: 'Add a case note' }).click();
    await page.getByLabel('Note').fill('Rang the mother.\nShe will write.');
    await record(page);
    await page.getByText('Recorded: add a case note').waitFor();
    await page.getByRole('link', { name: 'Timeline' }).click();
    expect(await page.locator('.app-timeline').innerText()).toContain('She will write.');
    await page.getByRole('button', { name: 'Sign out' }).click();
    expect(await heading(page)).toBe('You are signed out');
    await page.close();
  });

  it('finds a child by name, and nothing of the child is in the address', async () => {
    const page = await pageAs(contextOf(), served, 'nurseAssessor');
    await page.goto(`${served.origin}/search`);
    await page.getByLabel('Name').fill('dunn');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('heading', { name: 'Children found' }).waitFor();

    expect(await page.locator('tbody').innerText()).toContain('Dunn');
    expect(page.url().toLowerCase()).not.toContain('dunn');
    await page.close();
  });

  it('who loses to a colleague keeps the text, sees what changed, and sends it again', async () => {
    const page = await pageAs(contextOf(), served, 'nurseAssessor');
    const at = await aCase(page);
    await page.goto(`${at}/do/CASE_NOTE_ADDED`);
    await page.getByLabel('Note').fill('What took me an hour');
    const colleague = await openBrowser();
    const other = await pageAs(colleague.context, served, 'manager');
    await other.goto(`${at}/do/CASE_NOTE_ADDED`);
    await other.getByLabel('Note').fill('A word in between');
    await record(other);
    await other.getByText('Recorded: add a case note').waitFor();
    await colleague.close();

    await record(page);

    await page.getByText('Somebody recorded something since you opened this form').waitFor();
    expect(await page.locator('main').innerText()).toContain('Service manager Lloyd');
    expect(await page.getByLabel('Note').inputValue()).toBe('What took me an hour');
    await page.getByRole('button', { name: 'Send it again' }).click();
    await page.getByText('Recorded: add a case note').waitFor();
    await page.close();
  });

  it('whose session ended gets back what was typed, after signing in again', async () => {
    const page = await pageAs(contextOf(), served, 'nurseAssessor');
    const at = await aCase(page);
    await page.goto(`${at}/do/CASE_NOTE_ADDED`);
    await page.getByLabel('Note').fill('Before I was called away');
    await page.context().clearCookies();
    await record(page);
    await page.getByText('It is kept on this page').waitFor();
    if (how === 'with scripts') await expectAccessible(page);

    await page.getByRole('button', { name: 'Nurse assessor Ahmed' }).click();
    await page.getByRole('button', { name: 'Go back to what you typed' }).click();

    expect(await page.getByLabel('Note').inputValue()).toBe('Before I was called away');
    await record(page);
    await page.getByText('Recorded: add a case note').waitFor();
    await page.close();
  });
});

describe('a session about to end', () => {
  it('warns, goes on where that is wished, and hides the page when it is over', async () => {
    const page = await withScripts.context.newPage();
    await page.clock.install();
    await signInAs(page, served, 'nurseAssessor');
    const at = await aCase(page);
    await page.goto(`${at}/do/CASE_NOTE_ADDED`);
    await page.getByLabel('Note').fill('Half a sentence');

    await page.clock.runFor('18:30');
    await page.getByRole('alertdialog').waitFor();
    expect(await page.getByRole('alertdialog').innerText()).toContain('You will be signed out soon');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Stay signed in' }).click();
    await page.getByRole('alertdialog').waitFor({ state: 'hidden' });
    expect(await page.getByLabel('Note').inputValue()).toBe('Half a sentence');

    await page.clock.runFor('20:30');
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    expect(await page.getByLabel('Note').isVisible()).toBe(false);
    await page.close();
  });
});

describe('a session that has lasted as long as any may', () => {
  it('says so once, and lets what was typed be sent in the time that is left', async () => {
    const page = await withScripts.context.newPage();
    await page.clock.install();
    await signInAs(page, served, 'nurseAssessor');
    const at = await aCase(page);
    await withDatabase(served.visits.url, (client) =>
      client.query(
        `UPDATE sessions SET created_at = service_now() - interval '9 hours 55 minutes'
         WHERE revoked_at IS NULL AND last_seen_at = (SELECT max(last_seen_at) FROM sessions)`,
      ),
    );
    await page.goto(`${at}/do/CASE_NOTE_ADDED`);
    await page.getByLabel('Note').fill('Just in time');
    await page.clock.runFor('03:30');
    const dialog = page.getByRole('alertdialog');
    await dialog.waitFor();
    expect(await dialog.innerText()).toContain('as long as the service allows');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.clock.runFor('00:05');
    expect(await dialog.isVisible()).toBe(false);

    await record(page);
    await page.getByText('Recorded: add a case note').waitFor();
    await page.close();
  });
});

describe('a session that is over on a page of several forms', () => {
  it('sends to be kept the one that was typed into', async () => {
    const page = await withScripts.context.newPage();
    await page.clock.install();
    await signInAs(page, served, 'administrator');
    await page.goto(`${served.origin}/people`);
    await page.getByRole('link', { name: 'Nurse assessor Ahmed' }).click();
    await page.getByLabel('Where their e-mail from the service goes').fill('ahmed@example.org');
    await page.clock.runFor('20:30');

    const sent = page.waitForRequest((request) => request.method() === 'POST');
    const answered = page.waitForEvent('load');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Sign in' }).click();

    expect((await sent).url()).toMatch(/\/email$/);
    await answered;
    await page.close();
  });
});

describe('a session in two tabs', () => {
  it('goes on in both where it goes on in one', async () => {
    const page = await withScripts.context.newPage();
    await page.clock.install();
    await signInAs(page, served, 'nurseAssessor');
    const at = await aCase(page);
    await page.goto(`${at}/do/CASE_NOTE_ADDED`);
    await page.clock.runFor('18:30');
    await page.getByRole('alertdialog').waitFor();

    const other = await withScripts.context.newPage();
    await other.goto(at);
    await page.getByRole('alertdialog').waitFor({ state: 'hidden' });
    await other.close();
    await page.close();
  });
});

describe('every page', () => {
  it('meets WCAG 2.2 AA as far as a program can tell, and fits a screen of 320 pixels, in each of its states', async () => {
    const page = await withScripts.context.newPage();
    const check = async (): Promise<void> => {
      await expectAccessible(page);
      await page.setViewportSize({ width: 320, height: 900 });
      await expectNoSidewaysScroll(page);
      await page.setViewportSize({ width: 1280, height: 900 });
    };
    const visit = async (path: string): Promise<void> => {
      await page.goto(path.startsWith('http') ? path : `${served.origin}${path}`);
      await check();
    };
    await page.context().clearCookies();
    for (const path of ['/', '/sign-in', '/signed-out', '/docs', '/nowhere']) await visit(path);
    await page.goto(`${served.origin}/sign-in`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await check();
    await signInAs(page, served, 'nurseAssessor');
    await check();
    const at = await aCase(page);
    for (const path of [
      '/cases',
      '/cases?state=open&overdue=true&whose=me',
      '/cases?allocated=false&state=closed&overdue=true',
      at,
      `${at}/timeline`,
      `${at}/readers`,
      `${at}/do/CASE_NOTE_ADDED`,
      `${at}/do/PACKAGE_DESIGNED`,
      `${at}/do/HIGH_COST_AUTHORISED`,
      `${at}/do/CONTINGENCY_AGREED`,
      '/do/CASE_OPENED',
      '/search',
      '/clauses/CHK-3',
    ])
      await visit(path);
    await page.goto(`${served.origin}/do/CASE_TAKEN_ON`);
    await record(page);
    await check();
    await signInAs(page, served, 'auditor');
    await visit(`${at}/readers`);
  });

  it('finds a fault where there is one', async () => {
    const page = await withScripts.context.newPage();
    await page.setContent('<html><body><img src="/x.png"><input></body></html>');

    await expect(expectAccessible(page)).rejects.toThrow('image-alt');
    await page.close();
  });
});

describe('a change of a clock', () => {
  it('[HNA-11] shows what it does to the due date before it is recorded', async () => {
    const [clock] = await served.engine.dataSource.query<{ id: string; key: string }[]>(
      `SELECT d.case_id AS id, d.key FROM deadlines d JOIN cases c ON c.id = d.case_id
       WHERE d.timescale = 'decision-national' AND d.is_open AND c.closed_on IS NULL AND d.due_at > service_now()
       ORDER BY d.due_at, d.case_id LIMIT 1`,
    );
    const page = await pageAs(withScripts.context, served, 'nurseAssessor');
    await page.goto(`${served.origin}/cases/${clock?.id ?? ''}/do/CLOCK_EXCEPTION_RECORDED`);
    await page.locator(`#form [name="deadline"][value="${clock?.key ?? ''}"]`).check();
    await page.locator('#form [name="reason"]').fill('The family is abroad until the end of July.');
    await page.locator('#form [name="approvedBy"]').first().check();
    await page.locator('#form [name="newTarget-day"]').fill('28');
    await page.locator('#form [name="newTarget-month"]').fill('8');
    await page.locator('#form [name="newTarget-year"]').fill('2026');
    await record(page);

    expect(await heading(page)).toBe('Check what this does before you record it');
    expect(await page.locator('main').innerText()).toContain('The new target is Friday 28 August 2026.');
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.getByRole('button', { name: 'Confirm and record' }).click();
    await page.getByText('Recorded: record an exception to a clock').waitFor();
  });
});
