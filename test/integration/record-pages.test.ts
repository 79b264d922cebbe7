import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { timescaleOf } from '../../workflows/protocol/index.js';
import { CaseReading } from '../../src/reading/case-reading.js';
import { NoticeReading } from '../../src/reading/notice-reading.js';
import type { OwedNoticeView } from '../../src/reading/views.js';
import { withDatabase } from '../helpers/database.js';
import { SEFTON } from '../helpers/story.js';
import { visitDemonstration, type DemonstrationVisits } from '../web/demonstration-visitors.js';
import { hiddenIn, type Visitor } from '../web/visitor.js';

let visits: DemonstrationVisits;
let nurse: Visitor;
let owed: OwedNoticeView[];

beforeAll(async () => {
  visits = await visitDemonstration();
  nurse = await visits.as('nurseAssessor');
  const asked = { limit: 200, after: null, total: false };
  owed = (await visits.api.app.get(NoticeReading, { strict: false }).owed('sefton', {}, asked)).items;
}, 240_000);
afterAll(() => visits.close());

const toTell = (about: string, recipient = 'family'): OwedNoticeView => {
  const found = owed.find(
    (one) => one.about.id === about && one.recipient === recipient && one.form !== 'verbal',
  );
  if (!found) throw new Error(`Nobody of the demonstration is owed word of ${about}.`);
  return found;
};
const letterTo = ({ case: of, process, recipient }: OwedNoticeView): string =>
  `/cases/${of.id}/letters/${process}/${recipient}`;

describe('the outcome letter', () => {
  it('[PAN-10] [PAN-11] gives the reasons, and states the right to appeal with its dates', async () => {
    const { status, text } = await nurse.get(letterTo(toTell('notEligible')));

    expect(status).toBe(200);
    expect(text).toContain('is not eligible for children&#39;s continuing care');
    expect(text).toContain('<h3 class="nhsuk-heading-s">Why</h3>');
    expect(text).toMatch(
      /right to appeal[\s\S]*complaints procedure[\s\S]*You can appeal until Thursday 10 June 2027/,
    );
    expect(/<title[^>]*>([\s\S]*?)<\/title>/.exec(text)?.[1]).not.toContain('Demo');
  });

  it('[PAN-11] leads to the form that records it as sent, filled in as the letter is, and then is no longer owed', async () => {
    const notice = toTell('notEligible');
    const { text } = await nurse.get(letterTo(notice));
    const path = (/href="([^"]*NOTICE_GIVEN[^"]*)"/.exec(text)?.[1] ?? '').replaceAll('&amp;', '&');
    const form = await nurse.get(path);

    expect(form.text).toMatch(/name="appealRightStated"[^>]*value="yes" checked/);
    const sent = await nurse.post(path, {
      ...hiddenIn(/<form method="post" id="form"[\s\S]*?<\/form>/.exec(form.text)?.[0] ?? ''),
      recipient: 'family',
      how: 'letter',
      'toldOn-day': '9',
      'toldOn-month': '6',
      'toldOn-year': '2026',
      said: 'The outcome letter',
      rationaleGiven: 'yes',
      appealRightStated: 'yes',
    });

    expect(sent).toMatchObject({ status: 303, location: `/cases/${notice.case.id}/people` });
    const again = (await (await visits.as('manager')).get(letterTo(notice))).text;
    expect(again).not.toContain('Record that it was sent');
    expect(again).toMatch(/<p>Tuesday 9 June 2026<br>/);
    expect(again).toMatch(/app-letter__sign">Nurse assessor \w+<\/p>/);
    expect(again).toContain('You can appeal until Wednesday 9 June 2027');
    const people = (await nurse.get(`/cases/${notice.case.id}/people`)).text;
    expect(people).toMatch(/Told[\s\S]{0,60}9 Jun 2026, letter/);
  });

  it('[SCO-6] tells whoever writes it what the family needs, and so do the bar and the people of the case', async () => {
    const { case: of, process, recipient } = toTell('eligible');
    const path = `/cases/${of.id}/do/REGARD_RECORDED`;
    const form = await nurse.get(path);
    const posted = await nurse.post(path, {
      ...hiddenIn(/<form method="post" id="form"[\s\S]*?<\/form>/.exec(form.text)?.[0] ?? ''),
      communicationNeeds: 'Large print, one question at a time',
    });
    expect(posted.status).toBe(303);

    const [letter, people, home] = await Promise.all(
      [`/cases/${of.id}/letters/${process}/${recipient}`, `/cases/${of.id}/people`, `/cases/${of.id}`].map(
        (address) => nurse.get(address),
      ),
    );
    expect(letter?.text).toContain('Communication needs: Large print, one question at a time');
    expect(people?.text).toContain('Large print, one question at a time');
    expect(home?.text).toContain('Communication needs, under People and decisions');
  });

  it('is not there for what is not told by letter, or for nobody', async () => {
    const notice = toTell('notEligible');

    expect((await nurse.get(`/cases/${notice.case.id}/letters/${notice.process}/nobody`)).status).toBe(404);
  });
});

/** The letter of support of a case in which there is one. */
async function statement(): Promise<string> {
  const reading = visits.api.app.get(CaseReading, { strict: false });
  const { items } = await reading.list('sefton', {}, { limit: 200, after: null, total: false });
  for (const { id } of items.filter(({ stage }) => stage.words === 'Package of care under way')) {
    const notices = (await reading.notices('sefton', id))?.view ?? [];
    const one = notices.find(
      ({ about, recipient }) => about.id === 'statementOfSupport' && recipient === 'family',
    );
    if (one) return `/cases/${id}/letters/${one.process}/family`;
  }
  throw new Error('The demonstration has no letter of support.');
}

describe('the letter that says what each agency provides', () => {
  it('[PRV-14] names each part of the care in plain words, without codes or cost', async () => {
    const { status, text } = await nurse.get(await statement());
    const letter = /<article[\s\S]*<\/article>/.exec(text)?.[0] ?? '';

    expect(status).toBe(200);
    expect(letter).toMatch(
      /<li>[^<]+a week, at (home|school)\. It is arranged by NHS Cheshire and Merseyside Integrated Care Board\. What we hope it brings soon: [^<]+<\/li>/,
    );
    expect(letter).toMatch(/We will look at the package with you [^<]*months after it begins/);
    expect(letter).toContain('Your named contact is');
    expect(letter).not.toMatch(/£|\.\.|undefined/);
    expect(text).not.toContain('does not say which agency');
  });
});

describe('the other pages of a case', () => {
  it('[PAN-9] [PAN-14] show who is told of what, the decisions, and what was said', async () => {
    const { text } = await nurse.get(`/cases/${toTell('notEligible', 'gp').case.id}/people`);

    expect(text).toContain('Still to be told');
    expect(text).toContain('Record the panel&#39;s decision');
    expect(text).toContain('href="/clauses/PAN-14"');
  });

  it('[HNA-8] say what quality assurance asked in the words of its questions', async () => {
    const { text } = await nurse.get(`/cases/${toTell('eligible').case.id}/people`);

    expect(text).toContain('Was the education, health and care plan considered?');
    expect(text).not.toContain('Ehcp considered');
  });

  it('[PAN-14] lead from people who wait for the same word to the page that tells them apart, without codes', async () => {
    const id = toTell('eligible').case.id;
    const page = await nurse.get(`/cases/${id}`);
    const people = await nurse.get(`/cases/${id}/people`);

    expect(page.text).not.toMatch(/\((notice|review|package|assessment)-\d+\)/);
    expect(people.text).toMatch(/href="[^"]*NOTICE_NOT_NEEDED\?process=[^"]*recipient=family/);
  });

  it('draw where the case is with the present state marked once, and say the same in words', async () => {
    const { text } = await nurse.get(`/cases/${toTell('notEligible').case.id}/course`);
    const pictures = [...text.matchAll(/<svg class="app-chart"[\s\S]*?<\/svg>/g)].map(([svg]) => svg);

    expect(pictures.length).toBeGreaterThan(1);
    for (const svg of pictures) expect([...svg.matchAll(/app-chart__box--now/g)]).toHaveLength(1);
    expect(text).toContain('People to be told');
  });

  it('say on the first what is due next, whose it is, and how long is left', async () => {
    const { text } = await nurse.get(`/cases/${toTell('notEligible').case.id}`);

    expect(text).toMatch(
      /<strong>Next due:<\/strong>[\s\S]*working days? (over|left)[\s\S]*<strong>Who:<\/strong>[\s\S]*<a href="[^"]*\/do\/NOTICE_GIVEN/,
    );
  });

  it('[TRA-1] say that no clock runs where the next one begins in years, and ask for nothing', async () => {
    const { rows } = await withDatabase(visits.url, (client) =>
      client.query<{ case_id: string }>(
        `SELECT d.case_id FROM deadlines d WHERE d.settled_on IS NULL
         GROUP BY d.case_id
         HAVING bool_or(d.timescale = 'review-three-month')
           AND bool_and(d.timescale LIKE 'review-%' OR d.started_on > '2026-06-10')
           AND bool_or(d.started_on > '2026-06-10')
         ORDER BY d.case_id LIMIT 1`,
      ),
    );
    const path = `/cases/${rows[0]?.case_id ?? 'none'}`;
    const form = await nurse.get(`${path}/do/PACKAGE_ENDED`);
    const ended = await nurse.post(`${path}/do/PACKAGE_ENDED`, {
      ...hiddenIn(/<form method="post" id="form"[\s\S]*?<\/form>/.exec(form.text)?.[0] ?? ''),
      'endedOn-day': '10',
      'endedOn-month': '6',
      'endedOn-year': '2026',
      reason: 'noLongerNeeded',
    });
    expect(ended.status).toBe(303);

    const { text } = await nurse.get(path);
    expect(text).toContain('No clock runs now.');
    expect(text).not.toContain('Next due:');
  });

  it('[ROL-4] say of a deadline that it is critically overdue, as the queue does', async () => {
    const manager = await visits.as('manager');
    const { text } = await manager.get('/queues/criticallyOverdue');
    const [path = ''] = /\/cases\/[0-9a-f-]{36}/.exec(text) ?? [];

    expect((await manager.get(path)).text).toContain('Critically overdue');
  });

  it('offer to add a note to nobody who only reads', async () => {
    const path = `/cases/${toTell('notEligible').case.id}/people`;
    const auditor = await visits.as('auditor');

    expect((await nurse.get(path)).text).toContain('/do/CASE_NOTE_ADDED?');
    expect((await auditor.get(path)).text).not.toContain('/do/');
  });

  it('are not for an administrator', async () => {
    const administrator = await visits.as('administrator');
    const { id } = toTell('notEligible').case;

    for (const end of ['people', 'course', 'assessment'])
      expect((await administrator.get(`/cases/${id}/${end}`)).status).toBe(403);
  });
});

describe('a breach in the timeline', () => {
  it('[HNA-11] is named by its timescale and the day it was due, in words', async () => {
    const { rows } = await withDatabase(visits.url, (client) =>
      client.query<{ id: string; deadline: string }>(
        `SELECT subject_id AS id, content ->> 'deadline' AS deadline FROM events
         WHERE type = 'DEADLINE_PASSED' AND seq <= 50 ORDER BY at, subject_id LIMIT 1`,
      ),
    );
    const { text } = await nurse.get(`/cases/${rows[0]?.id}/timeline`);

    const breach = /A deadline passed[\s\S]*?(<dl[\s\S]*?<\/dl>)/.exec(text)?.[1] ?? '';
    expect(breach).toContain(
      timescaleOf(SEFTON.protocol, rows[0]?.deadline.split('/')[0] ?? '')?.title ?? 'no such timescale',
    );
    expect(breach).toMatch(/\d{1,2} \w+ 20\d\d/);
    expect(breach).not.toMatch(/Occurrence|T\d\d:|\/\w+-1/);
  });
});

describe('a mistake in the timeline', () => {
  const linkIn = (text: string, ending: string): string =>
    (new RegExp(`href="([^"]*${ending})"`).exec(text)?.[1] ?? '').replaceAll('&amp;', '&');

  it('[CHK-9] leads from the entry to the form that puts it right, which shows what stands there now', async () => {
    const id = toTell('notEligible').case.id;
    const { text } = await nurse.get(`/cases/${id}/timeline`);
    const path = linkIn(text, 'FACT_CORRECTED\\?event=\\d+&amp;field=receivedOn');

    const form = await nurse.get(path);

    expect(path).not.toBe('');
    expect(form.text).toMatch(/name="field"[^>]*value="receivedOn"/);
    expect(form.text).toContain('<strong>receive the checklist</strong>, says now');
    expect(form.text).toContain('Received by MLCSU on');
    const struck = await nurse.get(linkIn(text, 'ENTERED_IN_ERROR\\?event=\\d+'));
    expect(struck.text).toMatch(/name="event"[^>]*value="\d+"/);
  });

  it('is offered to nobody who may not correct', async () => {
    const auditor = await visits.as('auditor');
    const { text } = await auditor.get(`/cases/${toTell('notEligible').case.id}/timeline`);

    expect(text).toContain('Receive the checklist');
    expect(text).not.toContain('Correct this');
  });
});
