import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { visitDemonstration, type DemonstrationVisits } from '../web/demonstration-visitors.js';
import { hiddenIn, type Visitor } from '../web/visitor.js';

const HERE = '/authorisations';

let visits: DemonstrationVisits;
let chiefNurse: Visitor;

beforeAll(async () => {
  visits = await visitDemonstration();
  chiefNurse = await visits.as('chiefNurse');
}, 240_000);
afterAll(() => visits.close());

const main = (text: string): string => /<main[\s\S]*<\/main>/.exec(text)?.[0] ?? '';
const formsIn = (text: string): string[] =>
  [...main(text).matchAll(/href="(\/cases\/[^"]*\/do\/HIGH_COST_AUTHORISED[^"]*)"/g)].map(([, href]) =>
    (href ?? '').replaceAll('&amp;', '&'),
  );

describe('the page of the Chief Nurse', () => {
  it('[ROL-5] counts what was escalated as the list it leads to does', async () => {
    const shown = await chiefNurse.get(HERE);
    const href = /href="(\/queues\/overdue\?escalatedTo[^"]*)"/.exec(main(shown.text))?.[1] ?? '';
    const list = await chiefNurse.get(href.replaceAll('&amp;', '&'));

    expect(main(shown.text)).toContain('Escalated to the commissioning lead');
    expect(main(shown.text)).not.toContain('Escalated to the manager');
    expect(list.text).toContain('Escalated to: commissioning lead');
    const total = Number(/<strong>(\d+) deadlines?<\/strong>/.exec(list.text)?.[1]);
    const rows = main(shown.text).split('Escalated to the commissioning lead').at(-1) ?? '';
    expect(total).toBeGreaterThan(0);
    expect(/See all (\d+)/.exec(rows)?.[1] ?? String(total)).toBe(String(total));
  });

  it('[ROL-3] is led to from My work, which never says that nothing waits while a form does', async () => {
    const work = await chiefNurse.get('/work');

    expect(main(work.text)).toContain('<a href="/authorisations">Authorisations</a>');
    expect(main(work.text)).not.toContain('Nothing is waiting for you');
  });

  it('is in the menu and on the home page of the Chief Nurse, and what they looked at is noted', async () => {
    const home = await chiefNurse.get('/');
    const log = await (await visits.as('auditor')).get('/access-log');

    expect(home.text.match(/href="\/authorisations"/g)?.length).toBeGreaterThanOrEqual(2);
    expect(log.text).toContain('Authorisations and escalations');
  });

  it('[ROL-3] says to a manager whom it waits for, and to an auditor what there is, without a way to do it', async () => {
    const manager = await (await visits.as('manager')).get(HERE);
    const auditor = await (await visits.as('auditor')).get(HERE);

    expect(manager.text).toContain('Waits for: Chief Nurse or deputy');
    expect(main(manager.text)).toContain('Escalated to the manager');
    expect(auditor.status).toBe(200);
    expect([formsIn(manager.text), formsIn(auditor.text)]).toEqual([[], []]);
    expect(main(auditor.text)).not.toContain('/do/');
  });

  it('is not for a nurse assessor or an administrator', async () => {
    const asked = [await visits.as('nurseAssessor'), await visits.as('administrator')];

    expect((await Promise.all(asked.map((each) => each.get(HERE)))).map(({ status }) => status)).toEqual([
      403, 403,
    ]);
  });

  it('[ROL-3] leads from what waits to its form, and what is authorised waits no more', async () => {
    const before = await chiefNurse.get(HERE);
    const [form = ''] = formsIn(before.text);
    const shown = await chiefNurse.get(form);
    const path = form.split('?')[0] ?? '';
    const done = await chiefNurse.post(path, {
      ...hiddenIn(shown.text),
      'authorisedOn-day': '10',
      'authorisedOn-month': '6',
      'authorisedOn-year': '2026',
      reason: 'The cost is in proportion to the need.',
    });
    const after = await chiefNurse.get(HERE);

    expect(before.status).toBe(200);
    expect([done.status, done.location]).toEqual([303, HERE]);
    expect(formsIn(after.text)).toEqual(formsIn(before.text).slice(1));
  });
});

describe('the form on which the Chief Nurse decides', () => {
  it('[ROL-3] [PAN-6] shows what is decided on, and where the package is', async () => {
    const [form = ''] = formsIn((await chiefNurse.get(HERE)).text);
    const { text } = await chiefNurse.get(form);

    expect(main(text)).toMatch(/Proposed: £[\d,]+ a week from /);
    expect(main(text)).toContain(`href="${form.split('/do/')[0] ?? ''}/package"`);
  });

  it('[ROL-3] can be refused, and what is refused waits no more but is proposed again', async () => {
    const before = await chiefNurse.get(HERE);
    const [form = ''] = formsIn(before.text);
    const refusal = form.replace('HIGH_COST_AUTHORISED', 'HIGH_COST_REFUSED');
    expect(before.text.replaceAll('&amp;', '&')).toContain(`href="${refusal}"`);
    const shown = await chiefNurse.get(refusal);
    const nothing = await chiefNurse.post(refusal.split('?')[0] ?? '', hiddenIn(shown.text));
    const done = await chiefNurse.post(refusal.split('?')[0] ?? '', {
      ...hiddenIn(shown.text),
      'refusedOn-day': '10',
      'refusedOn-month': '6',
      'refusedOn-year': '2026',
      reason: 'The nights are not costed.',
    });
    const [home = ''] = form.split('/do/');
    const [after, seen, decisions] = [
      await chiefNurse.get(HERE),
      await chiefNurse.get(`${home}/package`),
      await chiefNurse.get(`${home}/people`),
    ];

    expect(nothing.status).toBe(422);
    expect([done.status, done.location]).toEqual([303, HERE]);
    expect(formsIn(after.text)).toEqual(formsIn(before.text).slice(1));
    expect(main(seen.text)).toContain('The high cost form was refused.');
    expect(main(seen.text)).toContain('the funding, proposed again');
    expect(main(decisions.text)).toContain('The nights are not costed.');
  });
});

describe('a queue of deadlines', () => {
  it('[ROL-1] leads a manager from a case that nobody assesses to who could, and nobody who may not name them', async () => {
    const link = /href="(\/cases\/[^"]+\/assessors)"/;
    const manager = await visits.as('manager');
    const shown = await manager.get('/queues/unassigned');
    const assessors = await manager.get(link.exec(shown.text)?.[1] ?? '');
    const auditor = await (await visits.as('auditor')).get('/queues/unassigned');

    expect(shown.text).toContain('href="/queues/columns">what its columns mean (CSV)');
    expect(assessors.text).toContain('Who could be the assessor');
    expect(auditor.text).toContain('Nobody yet');
    expect(auditor.text).not.toMatch(link);
  });
});

describe('the people of a place', () => {
  it('are called what they are, with its capitals', async () => {
    const { text } = await (await visits.as('administrator')).get('/people?role=chiefNurse');

    expect(text).toContain('<span>Chief Nurse or deputy</span>');
  });
});

describe('giving cases to somebody else', () => {
  const triedOut = async (manager: Visitor, list: string): Promise<string> => {
    const { text } = await manager.get(list);
    const asked = { ...hiddenIn(text, list), which: 'all', to: 'spread', reason: 'They are evened out' };
    const { location = '' } = await manager.post(list, asked);
    return main((await manager.get(location)).text);
  };

  it('[ROL-1] says of each case from whom it goes to whom before it is done', async () => {
    const manager = await visits.as('manager');
    const nurse = await visits.person('nurseAssessor');
    const name = (await visits.api.directory.person('sefton', nurse))?.name ?? 'nobody';
    const whats = (shown: string): string[] =>
      [...shown.matchAll(/>What changes <\/span><span>\s*([^<]*)</g)].map(([, what]) => what?.trim() ?? '');
    const [unassigned, theirs] = [
      whats(await triedOut(manager, '/workload/cases?unassigned=true')),
      whats(await triedOut(manager, `/workload/cases?assessor=${nurse}`)),
    ];

    expect(unassigned.length).toBeGreaterThan(0);
    expect(unassigned.filter((what) => !/^From unassigned to [A-Z]/.test(what))).toEqual([]);
    expect(theirs.some((what) => what.startsWith(`From ${name} to `))).toBe(true);
  });

  it('says when what was tried out is out of date, leads to the same list again, and is discarded for good', async () => {
    const manager = await visits.as('manager');
    const list = '/workload/cases?unassigned=true';
    const { text } = await manager.get(list);
    const asked = { ...hiddenIn(text, list), which: 'all', to: 'spread', reason: 'They have waited' };
    const { location: change = '' } = await manager.post(list, asked);
    const tried = main((await manager.get(change)).text);
    const [, caseHref = ''] = /href="(\/cases\/[^"]+)"/.exec(tried) ?? [];
    const note = `${caseHref}/do/CASE_NOTE_ADDED`;
    await manager.post(note, { ...hiddenIn((await manager.get(note)).text), note: 'Somebody rang' });
    const old = main((await manager.get(change)).text);
    const stop = `${change.replace('/changes/', '/reassignments/')}/stop`;
    const fields = hiddenIn((await manager.get(change)).text, stop);
    await manager.post(stop, fields);
    const first = (await manager.get(change)).text;
    await manager.post(stop, fields);
    const second = (await manager.get(change)).text;
    const discarded = main((await manager.get(change)).text);
    const noted: unknown = await visits.api.app
      .get(DataSource)
      .query(`SELECT action FROM audit_entries WHERE detail ->> 'change' = $1 ORDER BY id`, [
        change.split('/').at(-1),
      ]);

    expect(tried).not.toContain('out of date');
    expect(old).toMatch(/This is out of date\.<\/strong> 1 of \d+ cases? changed since it was tried out\./);
    expect(old).toContain('<a href="/workload/cases">Run it again</a>');
    expect(discarded).toContain('Discarded');
    expect(discarded).not.toContain('out of date');
    expect(first).toContain('Nothing was changed.');
    expect(second).toContain('This change was discarded.');
    expect(main((await manager.get('/changes')).text)).toContain('Discarded');
    expect(noted).toEqual([{ action: 'changeBegun' }, { action: 'changeDiscarded' }]);
  });

  it('leads whoever presses late back to the change, which says how it stands', async () => {
    const [first, second] = await Promise.all([visits.as('manager'), visits.as('manager')]);
    const list = '/workload/cases?unassigned=true';
    const { text } = await first.get(list);
    const asked = { ...hiddenIn(text, list), which: 'all', to: 'spread', reason: 'They have waited' };
    const { location: change = '' } = await first.post(list, asked);
    const [ours, theirs] = [await first.get(change), await second.get(change)];
    const action = (what: string): string => `${change.replace('/changes/', '/reassignments/')}/${what}`;
    await first.post(action('stop'), hiddenIn(ours.text, action('stop')));
    const late = await second.post(action('apply'), hiddenIn(theirs.text, action('apply')));
    const shown = await second.get(change);

    expect([late.status, late.location]).toEqual([303, change]);
    expect(main(shown.text)).toContain('Nothing was done just now');
    expect(main(shown.text)).toContain('Not given');
    expect(main(shown.text)).not.toContain('To be given');
  });
});
