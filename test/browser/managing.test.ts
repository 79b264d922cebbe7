import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Role } from '../../src/access/roles.js';
import { openBrowser, type OpenBrowser } from './chromium.js';
import { expectAccessible, expectNoSidewaysScroll, pageAs, serve, type Served } from './served.js';

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

const rowsOf = (page: Page): Promise<number> => page.locator('main tbody tr').count();

/** Every count of the queues with the address of its list. */
async function counted(page: Page): Promise<{ count: number; href: string }[]> {
  const links = await page.locator('a.app-count__link').all();
  return Promise.all(
    links.map(async (link) => ({
      count: Number(await link.locator('.app-count__number').innerText()),
      href: (await link.getAttribute('href')) ?? '',
    })),
  );
}

const styleOf = (page: Page, of: string, what: string): Promise<string> =>
  page.evaluate(`getComputedStyle(document.querySelector(${JSON.stringify(of)}))[${JSON.stringify(what)}]`);

describe.each(['with scripts', 'without scripts'])('a manager, %s,', (how) => {
  const contextOf = () => (how === 'with scripts' ? withScripts : without).context;

  it('goes from a count to exactly the list it counts, and from there to the case', async () => {
    const page = await pageAs(contextOf(), served, 'manager');
    await page.getByRole('link', { name: 'Overdue', exact: true }).first().click();
    const counts = await counted(page);

    expect(counts.map(({ count }) => count).reduce((a, b) => a + b)).toBeGreaterThan(0);
    for (const { count, href } of counts) {
      await page.goto(`${served.origin}${href}&rows=100`);
      expect({ href, rows: await rowsOf(page) }).toEqual({ href, rows: count });
    }
    await page.goto(`${served.origin}/queues/overdue`);
    await page.locator('main tbody a').first().click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.close();
  });

  it('filters, takes a filter away, and reads a queue the other way round', async () => {
    const page = await pageAs(contextOf(), served, 'manager');
    await page.goto(`${served.origin}/queues/overdue`);
    const all = await rowsOf(page);
    const first = await page.locator('main tbody tr').first().innerText();
    await page.getByRole('link', { name: 'Due', exact: false }).filter({ hasText: '▲' }).click();
    await page.getByText('the last due first').waitFor();
    expect(await page.locator('main tbody tr').last().innerText()).toBe(first);

    await page.getByLabel('Overdue by').selectOption({ index: 1 });
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText('Shown: only').waitFor();
    expect(await rowsOf(page)).toBeLessThan(all);
    expect(page.url()).toContain('order=dueLast');
    await page.getByRole('link', { name: 'take this filter away' }).click();
    await page.getByText('the last due first').waitFor();
    expect(await rowsOf(page)).toBe(all);
    await page.close();
  });

  it('has the filters folded on a small screen, with the list in sight, and open on a wide one', async () => {
    const page = await pageAs(contextOf(), served, 'manager');
    const team = page.getByLabel('Team');
    for (const path of ['/queues', '/queues/overdue', '/cases']) {
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(`${served.origin}${path}`);
      const shown = page.getByRole('button', { name: 'Show', exact: true });
      expect(await shown.isVisible()).toBe(true);
      await page.setViewportSize({ width: 320, height: 900 });
      expect(await shown.isVisible()).toBe(false);
    }
    await page.goto(`${served.origin}/queues/overdue`);
    await page.locator('summary', { hasText: 'Filters' }).click();
    expect(await team.isVisible()).toBe(true);
    await page.goto(`${served.origin}/queues/overdue?team=nobody`);
    expect(await team.isVisible()).toBe(true);
    await page.close();
  });

  it('says why a deadline was missed, and comes back to the queue without it', async () => {
    const page = await pageAs(contextOf(), served, 'manager');
    await page.goto(`${served.origin}/queues/reasonWanted`);
    const wanted = await rowsOf(page);
    await page.getByRole('link', { name: 'Say why' }).first().click();
    await page.getByLabel('Awaiting a report').check();
    await page.getByLabel('Yes', { exact: true }).check();
    await page.getByRole('button', { name: 'Record' }).last().click();

    await page.getByText('Recorded: ').waitFor();
    expect(new URL(page.url()).pathname).toBe('/queues/reasonWanted');
    expect(await rowsOf(page)).toBe(wanted - 1);
    await page.close();
  });

  it('sees what one more panel date would spare, side by side', async () => {
    const page = await pageAs(contextOf(), served, 'manager');
    await page.goto(`${served.origin}/forecast`);
    await page.getByLabel('Day', { exact: true }).fill('30');
    await page.getByLabel('Month', { exact: true }).fill('6');
    await page.getByLabel('Year', { exact: true }).fill('2026');
    await page.getByRole('button', { name: 'Compare' }).click();

    await page.getByRole('heading', { name: 'With a meeting on Tuesday 30 June 2026' }).waitFor();
    expect(await page.locator('main').innerText()).toMatch(/would spare \d+ of the breaches foreseen/);
    await page.close();
  });

  it('reads notices until none is left', async () => {
    const page = await pageAs(contextOf(), served, how === 'with scripts' ? 'manager' : 'chiefNurse');
    await page
      .getByRole('link', { name: /^Notices/ })
      .first()
      .click();
    const all = page.getByRole('button', { name: /^Mark (all|it)/ });
    if ((await all.count()) > 0) {
      await page
        .getByRole('button', { name: /^Mark as read/ })
        .first()
        .click();
      await page.getByText('The notice is marked as read').waitFor();
      if ((await all.count()) > 0) await all.click();
    }
    await page.getByRole('link', { name: 'Not read', exact: true }).click();
    await page.getByText('You have read everything').waitFor();
    expect(await page.locator('header').innerText()).not.toContain('not read');
    await page.close();
  });
});

describe('the pages of a manager', () => {
  it('are on paper without what can only be pressed, and a list begins beneath its heading', async () => {
    const page = await pageAs(withScripts.context, served, 'manager');
    await page.goto(`${served.origin}/queues/overdue`);
    await page.emulateMedia({ media: 'print' });
    for (const pressed of ['Save this list as a view', 'Take them as a file', 'Say why'])
      expect({ pressed, seen: await page.getByText(pressed).first().isVisible() }).toEqual({
        pressed,
        seen: false,
      });
    expect(await styleOf(page, 'main table', 'breakInside')).toBe('auto');
    await page.close();
  });

  it('draw charts in the colours somebody chose', async () => {
    const page = await pageAs(withScripts.context, served, 'manager');
    await page.goto(`${served.origin}/performance`);
    await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' });
    const words = await styleOf(page, 'h1', 'color');

    expect(await styleOf(page, '.app-chart', 'backgroundColor')).not.toBe(words);
    for (const drawn of ['.app-chart__bar', '.app-chart__label', '.app-chart__mark--second'])
      expect({ drawn, in: await styleOf(page, drawn, 'fill') }).toEqual({ drawn, in: words });
    await page.close();
  });
});

describe('a saved view', () => {
  it('is made of a filtered list, leads back to it with its filters, and is deleted', async () => {
    const page = await pageAs(without.context, served, 'manager');
    await page.goto(`${served.origin}/queues/overdue`);
    await page.getByLabel('Overdue by').selectOption({ index: 1 });
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText('Shown: only').waitFor();
    const rows = await rowsOf(page);
    await page.getByText('Save this list as a view').click();
    await page.getByRole('button', { name: 'Save view' }).click();
    await page.getByRole('alert').getByText('Enter a name of 1 to').waitFor();
    await page.getByLabel('Name of the view').fill('Just late');
    await page.getByRole('button', { name: 'Save view' }).click();
    await page.getByText('Saved as “Just late”').waitFor();

    await page.goto(`${served.origin}/queues`);
    await page.getByRole('link', { name: 'Just late' }).click();
    await page.getByText('Shown: only').waitFor();
    expect(await rowsOf(page)).toBe(rows);
    await page.getByRole('link', { name: 'Change views' }).click();
    await page.getByRole('button', { name: 'Delete Just late' }).click();
    await page.getByText('The view is deleted').waitFor();
    expect(await page.getByRole('link', { name: 'Just late' }).count()).toBe(0);
    await page.close();
  });
});

describe('the Chief Nurse', () => {
  it('[ROL-3] authorises what waits, with a reason, and sees what was escalated', async () => {
    const page = await pageAs(without.context, served, 'chiefNurse');
    await page.goto(`${served.origin}/authorisations`);
    const waiting = page.getByRole('link', { name: 'Authorise the high cost form' });
    const before = await waiting.count();
    await waiting.first().click();
    await page.getByRole('button', { name: 'Record' }).last().click();
    await page.getByRole('alert').getByText('Reason').waitFor();
    await page.getByLabel('Day', { exact: true }).fill('10');
    await page.getByLabel('Month', { exact: true }).fill('6');
    await page.getByLabel('Year', { exact: true }).fill('2026');
    await page.getByLabel('Reason').fill('The cost is in proportion to the need');
    await page.getByRole('button', { name: 'Record' }).last().click();
    await page.getByText('Recorded: authorise the high cost form').waitFor();
    expect(new URL(page.url()).pathname).toBe('/authorisations');
    expect(await waiting.count()).toBe(before - 1);

    await page
      .getByRole('link', { name: /^See (all|them)/ })
      .first()
      .click();
    await page.getByText('Escalated to: commissioning lead').waitFor();
    expect(await rowsOf(page)).toBeGreaterThan(0);
    await page.close();
  });
});

describe('a caseload', () => {
  it('is given to somebody else after it was looked at, and can be left as it is', async () => {
    const page = await pageAs(without.context, served, 'manager');
    await page.goto(`${served.origin}/workload`);
    await page.locator('main tbody a').first().click();
    await page.getByRole('button', { name: 'See what would happen' }).click();
    await page.getByText('Tick at least one case').first().waitFor();
    await page.locator('input[name=case]').first().check();
    await page.getByLabel('To whom').selectOption('spread');
    await page.getByLabel('Why').fill('She is on leave');
    await page.getByRole('button', { name: 'See what would happen' }).click();
    await page.getByText('Nothing has been changed yet').waitFor();
    expect(await page.locator('main').innerText()).toMatch(/with 1 case more: \d+ of \d+ points, \d+%/);
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByText('Nothing was changed').waitFor();
    expect(await page.locator('main').innerText()).toContain('Discarded');
    expect(await page.locator('main').innerText()).not.toContain('What they would carry');

    await page.goto(`${served.origin}/workload/cases?unassigned=true`);
    await page.getByLabel('All of them').check();
    await page.getByLabel('To whom').selectOption('spread');
    await page.getByLabel('Why').fill('They have waited long enough');
    await page.getByRole('button', { name: 'See what would happen' }).click();
    await page.getByRole('button', { name: 'Carry it out' }).click();
    await page.getByText('The cases are being given to their new assessors').waitFor();
    await served.engine.duePass.run();
    await page.getByRole('link', { name: 'See how far it is now' }).click();
    await page.getByText('Done').first().waitFor();
    await page.close();
  });
});

describe('an administrator', () => {
  it('adds somebody, lets them sign in, and ends that again', async () => {
    const page = await pageAs(without.context, served, 'administrator');
    await page.goto(`${served.origin}/people/new`);
    await page.getByRole('button', { name: 'Add them' }).click();
    await page.getByRole('alert').getByText('A name has from 1').waitFor();
    await page.getByLabel('Name people know them by').fill('Sam Newcomer');
    await page.getByLabel('Auditor').check();
    await page.getByRole('button', { name: 'Add them' }).click();
    await page.getByText('Sam Newcomer is in the directory').waitFor();
    await page.getByLabel('User name').fill('sam.newcomer');
    await page.getByLabel('First password').fill('short');
    await page.getByRole('button', { name: 'Let them sign in' }).click();
    await page.getByRole('alert').getByText('A password has from 12').waitFor();
    await page.getByLabel('User name').fill('sam.newcomer');
    await page.getByLabel('First password').fill('long enough for anybody');
    await page.getByRole('button', { name: 'Let them sign in' }).click();
    await page.getByText('sam.newcomer can sign in now').waitFor();
    await page.getByRole('button', { name: 'End the account' }).click();
    await page.getByText('Nothing has been ended yet').waitFor();
    await page.getByRole('button', { name: 'End the account' }).click();
    await page.getByText('They are signed out, and can sign in no more').waitFor();
    await page.close();
  });

  it('looks at what a proclaimed day would do before the calendar is changed', async () => {
    const page = await pageAs(without.context, served, 'administrator');
    await page.goto(`${served.origin}/calendar`);
    await page.getByLabel('A day is added').check();
    await page.getByLabel('What the day is called').fill('Day of mourning');
    const day = page.getByRole('group', { name: 'The day', exact: true });
    await day.getByLabel('Day').fill('25');
    await day.getByLabel('Month').fill('12');
    await day.getByLabel('Year').fill('2026');
    await page.getByRole('button', { name: 'See what would change' }).click();
    await page.getByRole('alert').getByText('is a holiday already').waitFor();
    await day.getByLabel('Day').fill('15');
    await day.getByLabel('Month').fill('6');
    await page.getByRole('button', { name: 'See what would change' }).click();
    await page.getByText('Nothing has been changed yet').waitFor();
    expect(await page.locator('main').innerText()).toMatch(/\d+ deadlines? moves?, in \d+ cases?/);

    await page.getByRole('button', { name: 'Go back' }).click();
    expect(await page.getByLabel('What the day is called').inputValue()).toBe('Day of mourning');
    await page.getByRole('button', { name: 'See what would change' }).click();
    await page.getByRole('button', { name: 'Change the calendar' }).click();
    await page.getByText('The calendar is changed').waitFor();
    await served.engine.duePass.run();
    await page.getByRole('link', { name: 'See how far it is now' }).click();
    await page.getByText('Changed: ').first().waitFor();
    await page.close();
  });
});

const PAGES: readonly (readonly [role: Role, paths: readonly string[]])[] = [
  [
    'manager',
    [
      '/queues',
      '/queues?team=nurses-north',
      '/queues/overdue',
      '/queues/criticallyOverdue?ageing=wd-1-5',
      '/queues/paused',
      '/queues/overdue?order=childFirst&escalatedTo=manager',
      '/authorisations',
      '/views',
      '/forecast',
      '/forecast?day=30&month=6&year=2026',
      '/forecast?day=30&month=2&year=2026',
      '/performance',
      '/performance?timescale=checklist-decision',
      '/performance?from=2026-05&to=2026-01',
      '/notices',
      '/notices?which=withdrawn',
      '/mailbox',
      '/exceptions',
      '/exceptions?state=setAside',
      '/exceptions/00000000-0000-4000-8000-000000000000/set-aside',
      '/deliveries',
      '/deliveries?state=failed',
      '/workload',
      '/workload?team=nurses-north',
      '/workload/cases?unassigned=true',
      '/workload/cases?leavers=true',
      '/absences',
      '/changes',
      '/changes?kind=protocol',
    ],
  ],
  [
    'administrator',
    [
      '/',
      '/people',
      '/people?role=auditor',
      '/people/new',
      '/organisations',
      '/calendar',
      '/protocol',
      '/exceptions',
    ],
  ],
  ['chiefNurse', ['/', '/authorisations', '/cases?state=open&order=openedLast&rows=50']],
  [
    'auditor',
    [
      '/',
      '/authorisations',
      '/queues',
      '/queues/overdue',
      '/audit',
      '/audit?fromDay=31&fromMonth=2&fromYear=2026&person=service',
      '/access-log',
      '/exceptions',
      '/changes',
    ],
  ],
];

describe('every page for those who manage', () => {
  it.each(PAGES)(
    'meets WCAG 2.2 AA as far as a program can tell, and fits a screen of 320 pixels: %s',
    async (role, paths) => {
      const page = await pageAs(withScripts.context, served, role);
      const narrow = await withScripts.context.newPage();
      await narrow.setViewportSize({ width: 320, height: 900 });
      for (const path of paths) {
        await page.goto(`${served.origin}${path}`);
        await expectAccessible(page);
        await narrow.goto(`${served.origin}${path}`);
        await expectNoSidewaysScroll(narrow);
      }
      await page.close();
      await narrow.close();
    },
    120_000,
  );
});
