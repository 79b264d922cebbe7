import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { Places } from '../../src/places/places.js';
import { NextReading } from '../../src/reading/next-reading.js';
import { WorkReading } from '../../src/reading/work/work-reading.js';
import { opening } from '../web/api.js';
import { visitDemonstration, type DemonstrationVisits } from '../web/demonstration-visitors.js';
import type { Visitor } from '../web/visitor.js';

let visits: DemonstrationVisits;
let nurse: Visitor;

beforeAll(async () => {
  visits = await visitDemonstration();
  nurse = await visits.as('nurseAssessor');
}, 240_000);
afterAll(() => visits.close());

const sectionOf = (text: string, id: string): string =>
  new RegExp(`<section aria-labelledby="${id}">[\\s\\S]*?</section>`).exec(text)?.[0] ?? '';
const rowsIn = (section: string): number =>
  [...section.matchAll(/<tr role="row" class="nhsuk-table__row">/g)].length;

describe('my work', () => {
  it('[ROL-4] lists every open deadline of its reader once, by how urgent it is, with counts that equal the rows', async () => {
    const view = await visits.api.app
      .get(WorkReading, { strict: false })
      .of('sefton', await visits.person('nurseAssessor'), ['nurseAssessor'], 100);

    const { status, text } = await nurse.get('/work');

    expect(status).toBe(200);
    const groups = ['critical', 'overdue', 'soon', 'later'].map((id) => sectionOf(text, id));
    for (const group of groups) {
      const count = Number(/\((\d+)\)<\/span><\/h2>/.exec(group)?.[1]);
      expect(rowsIn(group)).toBe(count);
    }
    expect(groups.reduce((sum, group) => sum + rowsIn(group), 0)).toBe(view.total);
    expect(view.total).toBeGreaterThan(5);
  });

  it('judges what can be done in every case on it, as each case alone is judged', async () => {
    const person = await visits.person('nurseAssessor');
    const { app } = visits.api;
    const { lines } = await app
      .get(WorkReading, { strict: false })
      .of('sefton', person, ['nurseAssessor'], 100);
    const cases = [...new Set(lines.map((line) => line.case.id))];
    const next = app.get(NextReading, { strict: false });

    const all = await next.stepsOfAll('sefton', cases, person);

    expect([...all.keys()].sort()).toEqual([...cases].sort());
    for (const id of cases) expect(all.get(id)).toEqual((await next.steps('sefton', id, person))?.view);
  });

  it('leads straight to the form of what meets a deadline, and says by which clause it is due', async () => {
    const { text } = await nurse.get('/work');
    const section = sectionOf(text, 'overdue') + sectionOf(text, 'critical') + sectionOf(text, 'soon');

    const [, form] = /<a class="app-work__do" href="(\/cases\/[^"]+)"/.exec(section) ?? [];
    expect(form).toBeDefined();
    expect((await nurse.get(form ?? '')).status).toBe(200);
    expect(section).toMatch(/href="\/clauses\/[A-Z]{3}-\d+"/);
    expect(section).toMatch(/working days? (over|left)|due today/);
  });

  it('names nothing that undoes or ends a package or an item as what a deadline waits for', async () => {
    const pages = await Promise.all([0, 1, 2, 3].map(async (nth) => visits.as('nurseAssessor', nth)));
    const texts = await Promise.all(pages.map(async (one) => (await one.get('/work')).text));
    const said = texts.join('\n');

    expect(said).toContain('app-work__do');
    expect(said).not.toMatch(/Waits for [^<]*: take the case off the agenda/);
    expect(said).not.toMatch(/href="[^"]*(ITEM_TAKEN_OFF|PACKAGE_ENDED|PACKAGE_WITHDRAWN_BEFORE_START)/);
  });

  it('names what a case lacks before what it would meet, and whom it waits for, at every stage', async () => {
    const pages = await Promise.all([0, 1, 2].map(async (nth) => visits.as('nurseAssessor', nth)));
    const texts = await Promise.all(pages.map(async (one) => (await one.get('/work')).text));
    const rows = texts
      .flatMap((text) => [...text.matchAll(/<tr role="row" class="nhsuk-table__row">[\s\S]*?<\/tr>/g)])
      .map(([row]) => row.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' '));
    const at = (stage: string): string[] => rows.filter((row) => row.includes(`Now: ${stage}.`));

    for (const row of at('checklist received'))
      expect(row).toMatch(/What to do Quality assure the checklist/);
    for (const row of at('checklist quality assured'))
      expect(row).toMatch(/What to do (Decide to proceed|Decide not to proceed)/);
    for (const row of at('recommendation made, awaiting quality assurance'))
      expect(row).toContain(
        'Waits for someone who took no part in this assessment: quality assure the assessment',
      );
    for (const row of at('on the agenda of the joint panel'))
      expect(row).toMatch(/Waits for [^:]*: record the panel(&#39;|')s decision|Inform/);
    for (const stage of ['checklist received', 'recommendation made, awaiting quality assurance'])
      expect(at(stage)).not.toEqual([]);
    expect(rows.join(' ')).not.toMatch(/(Record who was told) or \1|declare an interest/);
  });

  it('[HNA-11] offers for an exception only clocks that allow one, and only people who may approve it', async () => {
    const { lines } = await visits.api.app
      .get(WorkReading, { strict: false })
      .of('sefton', await visits.person('nurseAssessor'), ['nurseAssessor'], 100);
    const allowed = ['decision-national', 'provision-local'];
    const id = lines.find(({ timescale }) => allowed.includes(timescale))?.case.id ?? '';

    const { status, text } = await nurse.get(`/cases/${id}/do/CLOCK_EXCEPTION_RECORDED`);

    expect(status).toBe(200);
    const offered = [...text.matchAll(/name="deadline" type="radio" value="([^"/]+)/g)].map(([, one]) => one);
    expect(offered.length).toBeGreaterThan(0);
    expect(offered.filter((one) => !allowed.includes(one ?? ''))).toEqual([]);
    const approvers = [...text.matchAll(/name="approvedBy"[\s\S]*?<label[^>]*>([^<]*)/g)].map(
      ([, one]) => one,
    );
    expect(approvers.join(';')).toMatch(/, manager/);
    expect(approvers.filter((one) => !/manager|Chief Nurse/.test(one ?? ''))).toEqual([]);
  });

  it('[ROL-4] asks for the reason of each breach, and no longer once it was given', async () => {
    const { text } = await nurse.get('/work');
    const wanted = [
      ...sectionOf(text, 'wanted').matchAll(/href="(\/cases\/[^"]+BREACH_REASON_GIVEN[^"]+)"/g),
    ];
    const path = (wanted[0]?.[1] ?? '').replaceAll('&amp;', '&');
    const form = await nurse.get(path);
    const hidden = Object.fromEntries(
      [...form.text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
        ([, name, value]) => [name, value],
      ),
    ) as Record<string, string>;
    const chosen = /name="deadline"[^>]*value="([^"]*)" checked/.exec(form.text)?.[1];
    const asked = [...form.text.matchAll(/<(?:input|select|textarea)[^>]*name="([a-z]+)"[^>]*>/g)];
    expect(form.text).not.toMatch(/Occurrence|Which time/);
    expect(asked.filter(([box, name]) => name === 'occurrence' && !box.includes('type="hidden"'))).toEqual(
      [],
    );
    const reason =
      /name="reason"[^>]*value="(awaitingReport|capacity|[a-zA-Z-]+)"/.exec(form.text)?.[1] ?? '';

    const sent = await nurse.post(path, {
      ...hidden,
      deadline: chosen ?? new URL(`http://x${path}`).searchParams.get('deadline') ?? '',
      reason,
      words: 'The report came late.',
      ours: 'no',
    });

    expect({ status: sent.status, location: sent.location }).toEqual({ status: 303, location: '/work' });
    const after = sectionOf((await nurse.get('/work')).text, 'wanted');
    expect([...after.matchAll(/BREACH_REASON_GIVEN/g)].length).toBe(wanted.length - 1);
  });

  it('shows unread messages until they are marked as read', async () => {
    const manager = await visits.as('manager');
    const before = await manager.get('/work');

    const marked = await manager.post('/work/messages-read');

    expect(before.text).toContain('Unread messages');
    expect(marked).toMatchObject({ status: 303, location: '/work' });
    expect((await manager.get('/work')).text).not.toContain('Unread messages');
  });

  it('says to a council officer that no deadline waits where none does', async () => {
    const officer = await visits.as('councilOfficer', 2);
    await officer.get('/work');
    await officer.post('/work/messages-read');

    expect((await officer.get('/work')).text).toContain('No deadline waits for you.');
  });

  it('[CHK-1] shows a referrer the children they referred, where each is, and what to do next', async () => {
    const by = await visits.person('referrer');
    const { type, content } = opening(770);
    const commandId = '00000000-0000-4000-8000-000000000770';
    const subject = { kind: 'case', id: null } as const;
    await visits.api.engine.execute({ commandId, subject, place: 'sefton', type, content, by });

    const { text } = await (await visits.as('referrer')).get('/work');

    expect(text).toContain('Children you referred');
    expect(text).toContain('Robin Testcase770');
    expect(text).toMatch(/href="\/cases\/[^"]+\/referral">Go on with it/);
    expect((await (await visits.as('referrer', 1)).get('/work')).text).not.toContain('Testcase770');
  });

  it('is not for an auditor, who has nothing to do in a case', async () => {
    const auditor = await visits.as('auditor');

    expect((await auditor.get('/work')).status).toBe(403);
  });

  it('notes whose records were listed', async () => {
    const { text } = await nurse.get('/work');
    const [, id = ''] = /href="\/cases\/([0-9a-f-]{36})"/.exec(text) ?? [];
    const auditor = await visits.as('auditor');

    expect((await auditor.get(`/cases/${id}/readers`)).text).toContain('My work');
  });

  it('[ROL-1] shows council officers what is asked of the council, and the children they take part for', async () => {
    const officer = await visits.as('councilOfficer', 2);
    const person = await visits.person('councilOfficer', 2);
    const view = await visits.api.app
      .get(WorkReading, { strict: false })
      .of('sefton', person, ['councilOfficer'], 100);
    const parts = await visits.api.app.get(WorkReading, { strict: false }).parts('sefton', person, 50);

    const { status, text } = await officer.get('/work');

    expect([status, parts.length > 3]).toEqual([200, true]);
    for (const { id } of parts) expect(sectionOf(text, 'parts')).toContain(`href="/cases/${id}"`);
    expect(view.lines.filter(({ owner }) => /council|lead professional/.test(owner))).toEqual(view.lines);
    for (const line of view.lines) expect(text).toContain(line.case.reference);
  });

  describe('[HNA-8] assessments that wait for a second person', () => {
    const sql = <T>(query: string, values: unknown[] = []): Promise<T[]> =>
      visits.api.app.get(DataSource, { strict: false }).query(query, values);
    const listed = async (
      nth: number,
    ): Promise<{ count: number; cases: string[]; links: string[]; days: string[] }> => {
      const section = sectionOf(
        (await (await visits.as('nurseAssessor', nth)).get('/work')).text,
        'sign-off',
      );
      const rows = [...section.matchAll(/<li>[\s\S]*?<\/li>/g)].map(([row]) => row);
      return {
        count: Number(/\((\d+)\)<\/h2>/.exec(section)?.[1] ?? 0),
        cases: rows.map((row) => /href="\/cases\/([0-9a-f-]{36})"/.exec(row)?.[1] ?? ''),
        links: rows.map((row) => /href="([^"]+)">Quality assure/.exec(row)?.[1] ?? ''),
        days: rows.map((row) => /Next deadline of the case: <time datetime="([^"]+)"/.exec(row)?.[1] ?? ''),
      };
    };
    const nextDueOf = async (id: string): Promise<string> => {
      const [row] = await sql<{ on: string }>(
        `SELECT min(due_on)::text AS "on" FROM deadlines WHERE case_id = $1 AND settled IS NULL AND NOT guidance`,
        [id],
      );
      return row?.on ?? '';
    };
    let nurses: string[];
    let waiting: string[];
    /** Whose own they are: they scored, recommended or met the team, by case. */
    let own: Map<string, string[]>;

    beforeAll(async () => {
      nurses = await Promise.all([0, 1, 2].map((nth) => visits.person('nurseAssessor', nth)));
      const rows = await sql<{ id: string; people: string[] }>(
        `SELECT c.id, ARRAY(SELECT DISTINCT p.person_id FROM participations p
             WHERE p.case_id = c.id AND p.assessment = 'assessment-1' AND p.part <> 'qualityAssurance') AS people
         FROM cases c WHERE c.stage = 'assessment.recommended' ORDER BY c.id`,
      );
      waiting = rows.map(({ id }) => id);
      own = new Map(rows.map(({ id, people }) => [id, people]));
    });

    it('are shown to every assessor who took no part in them, never to one who did, counted as they are listed', async () => {
      expect(waiting).not.toEqual([]);
      for (const [nth, nurse] of nurses.entries()) {
        const { count, cases, links, days } = await listed(nth);
        const theirs = waiting.filter((id) => !own.get(id)?.includes(nurse));
        expect([...cases].sort()).toEqual(theirs);
        expect(count).toBe(theirs.length);
        expect(links).toEqual(cases.map((id) => `/cases/${id}/do/ASSESSMENT_QUALITY_ASSURED`));
        expect(days).toEqual(await Promise.all(cases.map(nextDueOf)));
      }
      const did = nurses.filter((nurse) => waiting.some((id) => own.get(id)?.includes(nurse)));
      expect(did).not.toEqual([]);
      expect((await (await visits.as('councilOfficer')).get('/work')).text).not.toContain('id="sign-off"');
    });

    it('are gone from the list of everyone once one of them has signed off', async () => {
      const [id = ''] = waiting;
      const second = nurses.find((nurse) => !own.get(id)?.includes(nurse)) ?? '';
      const { protocol } = await visits.api.app.get(Places, { strict: false }).presentRules('sefton');
      const questions = protocol.parameters.qualityAssuranceQuestions.value;

      const outcome = await visits.api.engine.execute({
        commandId: crypto.randomUUID(),
        subject: { kind: 'case', id },
        place: 'sefton',
        type: 'ASSESSMENT_QUALITY_ASSURED',
        content: { answers: questions.map(({ slug }) => ({ question: slug, yes: true })) },
        by: second,
      });

      expect(outcome.kind).toBe('accepted');
      for (const nth of nurses.keys()) expect((await listed(nth)).cases).not.toContain(id);
      const { count, cases } = await listed(nurses.indexOf(second));
      expect(count).toBe(cases.length);
    });
  });

  it('[HNA-1] shows council officers the team meetings they are invited to, until these are held', async () => {
    const officer = await visits.as('councilOfficer', 1);
    const person = await visits.person('councilOfficer', 1);
    const [{ id, assessor }] = await visits.api.app
      .get(DataSource, { strict: false })
      .query<[{ id: string; assessor: string }]>(
        `SELECT id, assessor FROM cases c WHERE stage = 'assessment.underway' AND assessor IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM events e WHERE e.subject_id = c.id AND e.type IN ('CONSENT_WITHDRAWN', 'MDT_HELD'))
         ORDER BY id LIMIT 1`,
      );
    const record = (type: string, content: Record<string, unknown>) =>
      visits.api.engine.execute({
        commandId: crypto.randomUUID(),
        subject: { kind: 'case', id },
        place: 'sefton',
        type,
        content,
        by: assessor,
      });
    const invited = [{ person, discipline: 'education' }];
    expect(await record('MDT_INVITED', { meetsOn: '2026-06-16', invited })).toMatchObject({
      kind: 'accepted',
    });
    const { text } = await officer.get('/work');
    expect(sectionOf(text, 'invitations')).toContain(`href="/cases/${id}/assessment/team"`);
    expect(sectionOf(text, 'invitations')).toContain('16 Jun 2026');
    expect((await (await visits.as('councilOfficer', 0)).get('/work')).text).not.toContain(
      'id="invitations"',
    );

    const missing = ['health', 'socialCare', 'parentCarer'].map((discipline) => ({
      discipline,
      reason: 'Not there',
    }));
    const held = { heldOn: '2026-06-10', chairedBy: assessor, attendance: invited, apologies: [], missing };
    expect(await record('MDT_HELD', held)).toMatchObject({ kind: 'accepted' });
    expect(sectionOf((await officer.get('/work')).text, 'invitations')).not.toContain(`/cases/${id}`);
  });

  it('[PAN-3] leads members of the panel to their agendas, and names no child to them', async () => {
    const chair = await visits.as('panelChair');
    const { text } = await chair.get('/work');

    expect(sectionOf(text, 'panel')).toContain('href="/meetings"');
    expect(text).not.toContain('Children you take part for');
  });
});
