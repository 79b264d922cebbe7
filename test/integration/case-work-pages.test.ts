import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CaseReading } from '../../src/reading/case-reading.js';
import { visitDemonstration, type DemonstrationVisits } from '../web/demonstration-visitors.js';
import { hiddenIn, type Visitor } from '../web/visitor.js';

let visits: DemonstrationVisits;
let nurse: Visitor;
/** Cases of the demonstration, by the words of their stage. */
let cases: { id: string; stage: string }[];

const formOf = (text: string): Record<string, string> =>
  hiddenIn(/<form method="post" id="form"[\s\S]*?<\/form>/.exec(text)?.[0] ?? '');
const actionIn = (text: string): string =>
  (/<form method="post" id="form" action="([^"]*)"/.exec(text)?.[1] ?? '').replaceAll('&amp;', '&');
const at = (stage: string, nth = 0): string => {
  const found = cases.filter((one) => one.stage === stage)[nth];
  if (!found) throw new Error(`The demonstration has no case at '${stage}'.`);
  return `/cases/${found.id}`;
};
const TODAY = { day: '10', month: '6', year: '2026' };
const day = (name: string) => ({
  [`${name}-day`]: TODAY.day,
  [`${name}-month`]: TODAY.month,
  [`${name}-year`]: TODAY.year,
});

beforeAll(async () => {
  visits = await visitDemonstration();
  nurse = await visits.as('nurseAssessor');
  const asked = { limit: 200, after: null, total: false };
  const { items } = await visits.api.app.get(CaseReading, { strict: false }).list('sefton', {}, asked);
  cases = items.map(({ id, stage }) => ({ id, stage: stage.words }));
}, 240_000);
afterAll(() => visits.close());

describe('every page of a case', () => {
  it.each(['checklist', 'assessment', 'package', 'reviews'])(
    '%s is there at every stage a case can be at',
    async (page) => {
      const stages = [...new Set(cases.map(({ stage }) => stage))];
      expect(stages.length).toBeGreaterThan(12);
      for (const stage of stages) {
        const { status, text } = await nurse.get(`${at(stage)}/${page}`);
        expect({ stage, status }).toEqual({ stage, status: 200 });
        expect(text).not.toMatch(/undefined|\[object Object\]|NaN/);
      }
    },
  );
});

describe('what can be done next in a case', () => {
  it('[TRA-1] leaves moving to adult services folded away until one of its clocks has begun', async () => {
    const shown = await Promise.all(
      cases
        .filter(({ stage }) => stage === 'Package of care under way')
        .map(async ({ id }) => (await nurse.get(`/cases/${id}`)).text),
    );
    const next = (text: string): string => /id="next"[\s\S]*?<\/section>/.exec(text)?.[0] ?? '';
    const folded = /<summary[^>]*><span[^>]*>Moving to adult services: its clocks have not begun/;
    const open = /<h3[^>]*>Moving to adult services<\/h3>/;
    const ahead = shown.filter((text) => folded.test(next(text)));
    const begun = shown.filter((text) => open.test(next(text)));

    expect([ahead.length > 0, begun.length > 0]).toEqual([true, true]);
    expect(ahead.filter((text) => open.test(next(text)))).toEqual([]);
    for (const text of ahead) expect(next(text)).toContain('/do/CHC_NOTIFIED');
  });
});

describe('the checklist, as it is checked', () => {
  it('[CHK-2] [CHK-3] [CHK-4] [CHK-6] shows what was sent beside what is needed, and by when it is decided', async () => {
    const { text } = await nurse.get(`${at('Checklist received')}/checklist`);

    for (const clause of ['CHK-2', 'CHK-3', 'CHK-4', 'CHK-6', 'SCO-2'])
      expect(text).toContain(`href="/clauses/${clause}"`);
    expect(text).toContain('What was sent, beside what is needed');
    expect(text).toMatch(/working days? (left|over)|due today/);
  });

  it('[CHK-9] puts what was found missing into the letter back, and says who is told', async () => {
    const page = `${at('Checklist received')}/checklist`;
    const first = await nurse.get(page);
    const checked = await nurse.post(actionIn(first.text), {
      ...formOf(first.text),
      complete: 'no',
      'gaps.0': 'The school report',
    });
    expect(checked).toMatchObject({ status: 303, location: page });

    const second = await nurse.get(page);
    expect(second.text).toContain('Return the checklist with what is missing');
    expect(second.text).toContain('The school report');
    const returned = await nurse.post(actionIn(second.text), {
      ...formOf(second.text),
      ...day('returnedOn'),
      'missing.0': 'The school report',
    });

    expect(returned).toMatchObject({ status: 303, location: page });
    expect((await nurse.get(page)).text).toContain('It went back once');
    expect((await nurse.get(page.replace('checklist', 'people'))).text).toContain('Still to be told');
  });

  it('keeps what was typed where something is wrong with it', async () => {
    const page = `${at('Checklist quality assured')}/checklist`;
    const link = /href="([^"]*CHECKLIST_PROCEEDED[^"]*)"/.exec((await nurse.get(page)).text)?.[1] ?? '';
    const path = link.replaceAll('&amp;', '&');
    const form = await nurse.get(path);

    const sent = await nurse.post(path, {
      ...formOf(form.text),
      rationale: 'Several services',
      'decidedOn-day': '40',
    });

    expect(form.text).toMatch(/name="decidedOn-day"[^>]*value="\d+"/);
    expect(sent.status).toBe(422);
    expect(sent.text).toContain('Several services');
  });

  it('is read by others, who check nothing', async () => {
    const auditor = await visits.as('auditor');
    const { text } = await auditor.get(`${at('Checklist quality assured')}/checklist`);

    expect(text).toContain('What was sent, beside what is needed');
    expect(text).not.toContain('id="form"');
  });
});

describe('the team', () => {
  it('[HNA-1] shows each discipline with who was invited, who came, and what is still owed', async () => {
    const { text } = await nurse.get(`${at('Assessment under way')}/assessment/team`);

    for (const words of ['Health', 'Social care', 'Education', 'Parent or carer', 'Still owed'])
      expect(text).toContain(words);
  });
});

describe('evidence', () => {
  it('[HNA-5] [HNA-3] stays to be seen after the assessment is over, by care domain', async () => {
    const { text } = await nurse.get(`${at('Package of care under way')}/assessment`);

    expect(text).toContain('The last assessment or review');
    expect(text).toContain('Where it is held');
    expect(text).toContain('Challenging behaviour');
  });
});

describe('the package', () => {
  it('[PRV-1] [PRV-10] names every gap by person and task, and leads to the form that closes it', async () => {
    const { text } = await nurse.get(`${at('Package designed, being arranged')}/package`);

    expect(text).toContain('What is provided');
    expect(text).toMatch(/training (is not recorded|ended on)/);
    expect(text).toMatch(/href="[^"]*ASSURANCE_RECORDED\?process=[^"]*&amp;kind=training&amp;carer=/);
  });

  it('[PAN-5] shows what it costs last, and nothing of it while need is before the panel', async () => {
    const { text } = await nurse.get(`${at('Package of care under way')}/package`);
    const before = await nurse.get(`${at('On the agenda of the joint panel')}/package`);

    expect(text.indexOf('What it costs')).toBeGreaterThan(text.indexOf('Contingency'));
    expect(text.indexOf('£')).toBeGreaterThan(text.indexOf('What it costs'));
    expect(before.text).not.toContain('£');
  });
});

describe('the reviews', () => {
  it('[REV-1] [REV-6] show the one to come, when it is due, and the levels to compare with', async () => {
    const { text } = await nurse.get(`${at('Package of care under way')}/reviews`);

    expect(text).toMatch(/Review (the package after three months|every year)/);
    expect(text).toMatch(/href="\/clauses\/REV-[12]"/);
    expect(text).toContain('Levels to compare with');
  });
});
