import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CaseReading } from '../../src/reading/case-reading.js';
import { visitDemonstration, type DemonstrationVisits } from '../web/demonstration-visitors.js';
import { hiddenIn, type Visitor } from '../web/visitor.js';

const WORDS = 'Ventilated at night.\nTwo carers turn him.';
let visits: DemonstrationVisits;
let nurse: Visitor;
let assessment: string;

const ofCase = (path: string): string => path.split('/')[2] ?? '';
const formOf = (text: string): Record<string, string> =>
  hiddenIn(/<form method="post" id="form"[\s\S]*?<\/form>/.exec(text)?.[0] ?? '');

/** The assessment of a case of the first nurse's in which no care domain has its level. */
async function anAssessment(): Promise<string> {
  const { text } = await nurse.get('/work');
  const cases = [
    ...new Set([...text.matchAll(/href="\/cases\/([0-9a-f-]{36})"/g)].map(([, id]) => id ?? '')),
  ];
  for (const id of cases) {
    const page = await nurse.get(`/cases/${id}/assessment`);
    if (page.text.includes('<p>0 of 10 care domains have their level')) return `/cases/${id}/assessment`;
  }
  throw new Error('The demonstration has no assessment that has just begun.');
}

beforeAll(async () => {
  visits = await visitDemonstration();
  nurse = await visits.as('nurseAssessor');
  assessment = await anAssessment();
}, 240_000);
afterAll(() => visits.close());

describe('the assessment as a list of tasks', () => {
  it('[HNA-2] [HNA-3] lists the team, the areas of evidence and every care domain, each with how far it is', async () => {
    const { text } = await nurse.get(assessment);

    for (const words of ['Record the meeting', 'Holistic assessment', 'Breathing', 'Challenging behaviour'])
      expect(text).toContain(words);
    expect([...text.matchAll(/nhsuk-task-list__item/g)].length).toBeGreaterThanOrEqual(19);
    expect(text).toContain('Cannot start yet');
  });

  it('[SCO-8] asks for the child’s and family’s voice, for the stage it is at', async () => {
    const task = (text: string) =>
      /What the child and family say, in their words[\s\S]*?nhsuk-task-list__status[\s\S]*?<\/div>/.exec(
        text,
      )?.[0] ?? '';
    const before = await nurse.get(assessment);
    const [, path = ''] = /href="([^"]*VOICE_RECORDED[^"]*)"/.exec(before.text) ?? [];
    const form = await nurse.get(path.replaceAll('&amp;', '&'));
    const sent = await nurse.post(path.replaceAll('&amp;', '&'), {
      ...formOf(form.text),
      stage: 'assessment',
      whose: 'child',
      said: 'I want to sleep in my own room',
      gathered: 'At home, with pictures',
    });

    expect(task(before.text)).toContain('To do');
    expect(form.text).toMatch(/name="stage"[^>]*value="assessment" checked/);
    expect(sent).toMatchObject({ status: 303, location: assessment });
    expect(task((await nurse.get(assessment)).text)).toContain('Recorded');
  });

  it('[HNA-4] says nothing of what the guide suggests while levels that could change it are still to come', async () => {
    const { text } = await nurse.get(assessment);

    expect(text).toContain('0 of 10 care domains have their level. What the guide suggests is said once');
    expect(text).not.toContain('does not suggest');
  });

  it('[HNA-8] says that quality assurance waits for somebody else, and what that person reads first', async () => {
    const { items } = await visits.api.app
      .get(CaseReading, { strict: false })
      .list('sefton', { stage: 'assessment.recommended' }, { limit: 1, after: null, total: false });
    const id = items[0]?.id ?? '';
    const nurses = await Promise.all([0, 1, 2].map(async (nth) => visits.as('nurseAssessor', nth)));
    const seen = await Promise.all(
      nurses.map(async (one) => ({
        list: (await one.get(`/cases/${id}/assessment`)).text,
        form: (await one.get(`/cases/${id}/do/ASSESSMENT_QUALITY_ASSURED`)).text,
      })),
    );

    const mayAssure = seen.filter(({ form }) => form.includes('name="answers.0.yes"'));
    const mayNot = seen.filter((one) => !mayAssure.includes(one));
    expect(mayAssure).not.toEqual([]);
    expect(mayNot).not.toEqual([]);
    for (const { form } of mayAssure) expect(form).toContain(`href="/cases/${id}/assessment/check-answers"`);
    for (const { list } of mayNot) expect(list).toContain('Waits for somebody else');
    for (const { list } of mayAssure) expect(list).not.toContain('Waits for somebody else');
  });

  it('[HNA-3] shows the levels of a care domain and no others, each with what it is about', async () => {
    const breathing = await nurse.get(`${assessment}/breathing`);
    const mobility = await nurse.get(`${assessment}/mobility`);

    expect(breathing.text).toContain('Is ventilated permanently');
    expect([...breathing.text.matchAll(/type="radio"/g)]).toHaveLength(6);
    expect([...mobility.text.matchAll(/type="radio"/g)]).toHaveLength(5);
    expect((await nurse.get(`${assessment}/temper`)).status).toBe(404);
  });

  it('says what is missing, and keeps what was typed', async () => {
    const path = `${assessment}/breathing`;
    const hidden = formOf((await nurse.get(path)).text);

    const sent = await nurse.post(path, { ...hidden, level: '', evidence: '<b>bold</b>' });

    expect(sent.status).toBe(422);
    expect(sent.text).toContain('Choose a level');
    expect(sent.text).toContain('&lt;b&gt;bold&lt;/b&gt;');
    expect(sent.text).toMatch(/<title[^>]*>\s*Error: Breathing/);
  });

  it('keeps a draft that outlives signing out, says when, and shows it to nobody else', async () => {
    const path = `${assessment}/seizures`;
    const hidden = formOf((await nurse.get(path)).text);
    const draft = { ...hidden, level: 'high', evidence: WORDS };

    const byScript = await nurse.post(`/cases/${ofCase(path)}/drafts`, draft, { accept: 'application/json' });
    const byButton = await nurse.post(`/cases/${ofCase(path)}/drafts`, draft);
    await nurse.post('/sign-out');
    nurse = await visits.as('nurseAssessor');
    const again = await nurse.get(path);
    const other = await (await visits.as('nurseAssessor', 1)).get(path);

    expect(JSON.parse(byScript.text)).toEqual({ saved: expect.stringMatching(/^09:\d\d$/) });
    expect(byButton).toMatchObject({ status: 303, location: path });
    expect(again.text).toMatch(/This is your draft of Wednesday 10 June 2026 at 09:\d\d/);
    expect(again.text).toContain('Two carers turn him.');
    expect(again.text).toMatch(/value="high" checked/);
    expect(other.text).not.toContain('Two carers turn him.');
    expect((await nurse.get(assessment)).text).toMatch(/Draft saved 09:\d\d/);
  });

  it('forgets a draft that is thrown away', async () => {
    const path = `${assessment}/communication`;
    const hidden = formOf((await nurse.get(path)).text);
    const drafts = `/cases/${ofCase(path)}/drafts`;
    await nurse.post(drafts, { ...hidden, level: 'low', evidence: 'Half a thought' });

    await nurse.post(drafts, { ...hidden, _discard: 'yes' });

    expect((await nurse.get(path)).text).not.toContain('Half a thought');
  });

  it('keeps no draft of a form that is none, or of a case that is not there', async () => {
    const path = `${assessment}/communication`;
    const hidden = formOf((await nurse.get(path)).text);

    expect((await nurse.post(`/cases/${ofCase(path)}/drafts`, { ...hidden, _form: 'NO_SUCH' })).status).toBe(
      404,
    );
    const elsewhere = '/cases/00000000-0000-4000-8000-000000000000/drafts';
    expect((await nurse.post(elsewhere, hidden)).status).toBe(404);
  });

  it('records a level, goes on to the next care domain without one, and shows the draft no more', async () => {
    const path = `${assessment}/seizures`;
    const hidden = formOf((await nurse.get(path)).text);

    const sent = await nurse.post(path, { ...hidden, level: 'high', evidence: WORDS });

    expect(sent).toMatchObject({ status: 303, location: `${assessment}/challenging-behaviour` });
    const told = await nurse.get(sent.location ?? '');
    expect(told.text).toContain('Recorded: Seizures, high');
    const after = await nurse.get(path);
    expect(after.text).not.toContain('This is your draft');
    expect(after.text).toMatch(/value="high" checked/);
    expect((await nurse.get(assessment)).text).toContain('<p>1 of 10 care domains have their level');
  });

  it('takes no draft of what was recorded meanwhile: saving that comes late is too late', async () => {
    const path = `${assessment}/communication`;
    const hidden = formOf((await nurse.get(path)).text);
    const typed = { ...hidden, level: 'low', evidence: 'Needs prompting' };
    await nurse.post(path, typed);

    const late = await nurse.post(`/cases/${ofCase(path)}/drafts`, typed, { accept: 'application/json' });

    expect(late.status).toBe(404);
    expect((await nurse.get(path)).text).not.toContain('This is your draft');
  });

  it('two assessors record two care domains at once, and neither stands in the other’s way', async () => {
    const hidden = formOf((await nurse.get(`${assessment}/breathing`)).text);
    const other = await visits.as('nurseAssessor', 1);
    const theirs = formOf((await other.get(`${assessment}/skin-and-tissue-viability`)).text);
    const [mine, yours] = [
      await nurse.post(`${assessment}/breathing`, { ...hidden, level: 'high', evidence: 'A mask at night' }),
      await other.post(`${assessment}/skin-and-tissue-viability`, {
        ...theirs,
        level: 'low',
        evidence: 'Intact',
      }),
    ];

    expect([mine.status, yours.status]).toEqual([303, 303]);
    expect((await nurse.get(`${assessment}/breathing`)).text).toContain('A mask at night');
    expect((await nurse.get(`${assessment}/skin-and-tissue-viability`)).text).toContain('Intact');
  });

  it('whoever is second keeps the text and sees what was recorded beside it', async () => {
    const path = `${assessment}/mobility`;
    const hidden = formOf((await nurse.get(path)).text);
    const other = await visits.as('nurseAssessor', 1);
    const first = formOf((await other.get(path)).text);
    await other.post(path, { ...first, level: 'low', evidence: 'Seen walking' });

    const sent = await nurse.post(path, { ...hidden, level: 'severe', evidence: 'Cannot be moved' });

    expect(sent.status).toBe(412);
    expect(sent.text).toContain('recorded this care domain while you were writing');
    const [, theirs = '', yours = ''] =
      /id="theirs"([\s\S]*?)id="yours"([\s\S]*?)<\/section>/.exec(sent.text) ?? [];
    expect(theirs).toContain('Low');
    expect(theirs).toContain('Seen walking');
    expect(yours).toContain('Severe');
    expect(yours).toContain('Cannot be moved');
    expect(sent.text).toMatch(/<textarea[^>]*name="evidence"[^>]*>Cannot be moved<\/textarea>/);
    expect(sent.text).toMatch(/name="level"[^>]*value="severe" checked/);
    const left = await nurse.get(path);
    expect(left.text).toContain('This is your draft');
    expect(left.text).toContain('Cannot be moved');
    expect(left.text).toContain('Seen walking');
    const again = await nurse.post(path, {
      ...formOf(sent.text),
      level: 'severe',
      evidence: 'Cannot be moved',
    });
    expect(again.status).toBe(303);
  });

  it('[HNA-1] [HNA-2] [HNA-3] says before the recommendation what is still missing, by clause', async () => {
    const { text } = await nurse.get(`${assessment}/check-answers`);

    expect(text).toContain('The recommendation cannot be made yet');
    for (const clause of ['HNA-1', 'HNA-2', 'HNA-3']) expect(text).toContain(`href="/clauses/${clause}"`);
  });

  it('is read, not changed, by others', async () => {
    const officer = await visits.as('councilOfficer');
    const { text } = await officer.get(`${assessment}/seizures`);

    expect(text).toContain('Levels are given by: nurse assessor.');
    expect(text).not.toContain('type="radio"');
    const forced = await officer.post(`${assessment}/seizures`, {
      level: 'low',
      evidence: 'No',
      _key: 'k',
      _version: '1',
    });
    expect([403, 412]).toContain(forced.status);
  });
});
