import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withDatabase } from '../helpers/database.js';
import { visitDemonstration, type DemonstrationVisits } from '../web/demonstration-visitors.js';
import { hiddenIn, type Visitor } from '../web/visitor.js';

let visits: DemonstrationVisits;
let chair: Visitor;
let member: Visitor;

beforeAll(async () => {
  visits = await visitDemonstration();
  chair = await visits.as('panelChair');
  member = await visits.as('panelMember');
}, 240_000);
afterAll(() => visits.close());

const main = (text: string): string => /<main[\s\S]*<\/main>/.exec(text)?.[0] ?? '';

const meetingAt = async (stage: string): Promise<string> => {
  const { rows } = await withDatabase(visits.url, (client) =>
    client.query<{ id: string }>(
      `SELECT m.id FROM meetings m WHERE m.stage = $1
       AND EXISTS (SELECT 1 FROM agenda_items a WHERE a.meeting_id = m.id) ORDER BY m.held_on LIMIT 1`,
      [stage],
    ),
  );
  return `/meetings/${rows[0]?.id ?? ''}`;
};

/** Takes away what somebody declared at a meeting; the pages of its items. */
async function undeclared(meeting: string, person: string): Promise<string[]> {
  const id = meeting.split('/').at(-1) ?? '';
  const { rows } = await withDatabase(visits.url, async (client) => {
    await client.query('DELETE FROM panel_entries WHERE meeting_id = $1 AND person_id = $2', [id, person]);
    return client.query<{ case_id: string }>(
      'SELECT DISTINCT case_id FROM agenda_items WHERE meeting_id = $1',
      [id],
    );
  });
  return rows.map((row) => `${meeting}/items/${row.case_id}`);
}

describe('what waits for the panel on My work', () => {
  it('[PAN-3] is what a member has to declare, then to give a view on, and is gone once both are done', async () => {
    const meeting = await meetingAt('meeting.arranged');
    const agenda = (await member.get(meeting)).text;
    const items = [...new Set(agenda.match(new RegExp(`${meeting}/items/[0-9a-f-]{36}`, 'g')))];
    const before = main((await member.get('/work')).text);
    expect(items.length).toBeGreaterThan(1);
    expect(before).toContain(`${items.length} items wait for you to say whether you have an interest`);
    expect(before).not.toContain('Nothing is waiting for you');
    expect(before).not.toContain('Approve the minutes');

    for (const item of items) {
      await member.get(item);
      await member.post(`${item}/declare`, { interest: 'no' });
    }
    expect(main((await member.get('/work')).text)).toContain(`${items.length} items wait for your own view`);
    for (const item of items) {
      await member.get(item);
      await member.post(`${item}/view`, { opinion: 'eligible', reasons: 'As recommended.' });
    }
    expect(main((await member.get('/work')).text)).toContain('Nothing waits for you at its meetings');
  });

  it('[PAN-4] leads a chair to minutes that wait, which are approved only by whoever was shown them', async () => {
    const meeting = await meetingAt('meeting.closed');
    const items = await undeclared(meeting, await visits.person('panelChair'));
    const minutes = `${meeting}/minutes`;
    expect(main((await chair.get('/work')).text)).toContain(`href="${minutes}#approve"`);
    const unread = main((await chair.get(minutes)).text);
    expect(unread).toContain('Nobody approves minutes that they were not shown');
    expect(unread).not.toContain('MINUTES_APPROVED');
    expect(/<section[^>]*aria-labelledby="approve">[\s\S]*?<\/section>/.exec(unread)?.[0]).toContain(
      `<a href="${items[0] ?? ''}">`,
    );
    const form = await chair.get(`${meeting}/do/MINUTES_APPROVED`);
    expect([form.status, form.location]).toEqual([303, `${minutes}#approve`]);

    for (const item of new Set(unread.match(new RegExp(`${meeting}/items/[0-9a-f-]{36}`, 'g')))) {
      await chair.get(item);
      await chair.post(`${item}/declare`, { interest: 'no' });
    }
    const read = main((await chair.get(minutes)).text);
    expect(read).not.toContain('Nobody approves minutes');
    expect(read).toContain(`action="${meeting}/do/MINUTES_APPROVED"`);
    expect(read).toMatch(
      /Nobody has committed the money yet for <a href="[^"]*\/decision">item \d+<\/a>[\s\S]*recorded by panel coordinator[\s\S]*or Chief Nurse/,
    );
  });

  it('[PAN-4] [PAN-3] takes no approval by the API from whoever was not shown the minutes, until they are', async () => {
    const person = await visits.person('panelChair');
    const meeting = await meetingAt('meeting.closed');
    const items = await undeclared(meeting, person);
    const { token } = await visits.api.tokens.issue('sefton', person, { label: 'test', hours: 1 });
    const approve = async () =>
      visits.api.send('POST', `/api/v1${meeting}/events`, {
        as: token,
        ifMatch: String((await visits.api.send('GET', `/api/v1${meeting}`, { as: token })).headers.etag),
        body: { type: 'MINUTES_APPROVED', content: { members: [person] } },
      });

    const refused = await approve();
    expect([refused.status, refused.body.refusals]).toEqual([
      409,
      [
        expect.objectContaining({
          clauses: ['PAN-4', 'PAN-3'],
          missing: [
            `your declaration on ${items.length === 1 ? '1 item' : `${items.length} items`} of the meeting`,
          ],
        }),
      ],
    ]);

    for (const item of items) await chair.post(`${item}/declare`, { interest: 'no' });
    expect((await approve()).body).toMatchObject({ stage: { id: 'meeting.minuted' } });
  });
});

describe('a member who sees whose case it is', () => {
  it('[PAN-3] declares an interest after all from the pack, which is closed to them then', async () => {
    const [item = ''] =
      (await member.get(await meetingAt('meeting.arranged'))).text.match(
        /\/meetings\/[0-9a-f-]{36}\/items\/[0-9a-f-]{36}/,
      ) ?? [];
    await member.post(`${item}/declare`, { interest: 'no' });
    const pack = main((await member.get(item)).text);
    const path = /href="([^"]*INTEREST_DECLARED[^"]*)">declare an interest/.exec(pack)?.[1] ?? '';
    const form = (await member.get(path.replaceAll('&amp;', '&'))).text;
    const person = await visits.person('panelMember');
    expect(form).toMatch(new RegExp(`name="person"[^>]*value="${person}" checked`));

    const sent = await member.post(path.split('?')[0] ?? '', {
      ...hiddenIn(/<form method="post" id="form"[\s\S]*?<\/form>/.exec(form)?.[0] ?? ''),
      person,
      nature: 'Her aunt is a neighbour',
      excludes: 'yes',
    });
    const [, meeting] = /^(\/meetings\/[^/]+)/.exec(item) ?? [];

    expect([sent.status, sent.location]).toEqual([303, meeting]);
    expect((await member.get(item)).status).toBe(403);
  });
});

describe('the clocks of an item', () => {
  it('are those that run: none of adult services for a small child, in the pack or beside the decision', async () => {
    const coordinator = await visits.as('panelCoordinator');
    const { rows } = await withDatabase(visits.url, (client) =>
      client.query<{ page: string }>(
        `SELECT '/meetings/' || a.meeting_id || '/items/' || a.case_id AS page FROM agenda_items a
         WHERE a.status = 'decided' AND EXISTS (
           SELECT 1 FROM deadlines d WHERE d.case_id = a.case_id AND d.is_open AND d.started_on > '2030-01-01') LIMIT 1`,
      ),
    );
    const [{ page } = { page: '' }] = rows;

    for (const path of [page, `${page}/decision`]) {
      const { text } = await coordinator.get(path);
      expect([text.includes('Clocks that run'), main(text).includes('Not started')]).toEqual([true, false]);
    }
  });
});

describe('a case that the panel deferred', () => {
  it('[PAN-7] shows what is wanted, from whom and by when, then what has come, and takes nothing else', async () => {
    const coordinator = await visits.as('panelCoordinator');
    const { rows } = await withDatabase(visits.url, (client) =>
      client.query<{ page: string }>(
        `SELECT '/meetings/' || meeting_id || '/items/' || case_id || '/decision' AS page
         FROM agenda_items WHERE status = 'deferred' ORDER BY case_id`,
      ),
    );
    const pages = await Promise.all(
      rows.map(async ({ page }) => ({ page, shown: main((await coordinator.get(page)).text) })),
    );
    const { page = '', shown = '' } = pages.find((one) => one.shown.includes('nth=1')) ?? {};
    const link = /href="([^"]*INFORMATION_RECEIVED[^"]*)"/.exec(shown)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(shown).toContain('What was asked for last, and what has come');
    expect(shown).toContain('The respiratory team');
    expect(shown).toContain('<span>Friday 12 June 2026</span>');
    expect(shown).toContain('It goes back on an agenda once what is wanted has come');
    const id = /\/items\/([^/]+)/.exec(page)?.[1] ?? '';
    const lineOf = async (path: string): Promise<string> =>
      [...(await coordinator.get(path)).text.matchAll(/<(li|tr)\b[\s\S]*?<\/\1>/g)]
        .map(([line]) => line)
        .find((line) => line.includes(`href="/cases/${id}"`)) ?? '';
    for (const path of ['/work', await meetingAt('meeting.arranged')]) {
      const line = await lineOf(path);
      expect(line).toContain('The panel deferred the case for information that has not all come.');
      expect(line).toContain(`href="/cases/${id}/panel">What it asked for`);
      expect(line).not.toContain('ITEM_LISTED');
    }

    const send = async (nth: string) =>
      coordinator.post(link.split('?')[0] ?? '', {
        ...hiddenIn((await coordinator.get(link)).text),
        nth,
        'receivedOn-day': '9',
        'receivedOn-month': '6',
        'receivedOn-year': '2026',
        heldAt: 'In the record',
      });
    const other = await send('9');
    expect([other.status, main(other.text).includes('Thing 9 is not awaited')]).toEqual([409, true]);
    expect((await send('1')).status).toBe(303);
    const after = main((await coordinator.get(page)).text);

    expect(after).toContain('Came on Tuesday 9 June 2026: In the record');
    expect(after).toContain('Everything it asked for has come');
    expect(after).not.toContain('INFORMATION_RECEIVED');
    expect(await lineOf('/work')).toContain(`href="/cases/${id}/do/ITEM_LISTED?to=/work"`);
  });
});

describe('the form that puts a case on an agenda', () => {
  it('[PAN-1] offers the meetings that still take cases, the next one first', async () => {
    const coordinator = await visits.as('panelCoordinator');
    const meeting = main((await coordinator.get(await meetingAt('meeting.arranged'))).text);
    const href = /href="(\/cases\/[^"]*ITEM_LISTED[^"]*)"/.exec(meeting)?.[1] ?? '';
    const form = main((await coordinator.get(href.replaceAll('&amp;', '&'))).text);

    expect(form).toContain('(Arranged)');
    expect(form).not.toContain('(Closed)');
  });

  it('[PAN-1] is, for a coordinator, each case that waits for an agenda, until it is put on one', async () => {
    const coordinator = await visits.as('panelCoordinator');
    const waiting = (text: string): string => /id="for-agenda"[\s\S]*?<\/section>/.exec(text)?.[0] ?? '';
    const before = waiting(main((await coordinator.get('/work')).text));
    const links = [...before.matchAll(/href="(\/cases\/[0-9a-f-]{36}\/do\/ITEM_LISTED)\?to=\/work"/g)];
    expect(links.length).toBeGreaterThan(0);
    expect(before).toContain(`Cases that wait for an agenda (${links.length})`);

    const path = links[0]?.[1] ?? '';
    const form = await coordinator.get(`${path}?to=/work`);
    const meeting = /name="meeting"[^>]*value="([0-9a-f-]{36})"/.exec(form.text)?.[1] ?? '';
    const listed = await coordinator.post(path, {
      ...hiddenIn(/<form method="post" id="form"[\s\S]*?<\/form>/.exec(form.text)?.[0] ?? ''),
      meeting,
    });
    expect([listed.status, listed.location]).toEqual([303, '/work']);

    const after = waiting(main((await coordinator.get('/work')).text));
    expect(after).not.toContain(path);
    expect(after).toContain(
      links.length === 1 ? 'No case waits for an agenda' : `agenda (${links.length - 1})`,
    );
  });

  it('is not offered to whoever may put no case on an agenda', async () => {
    expect((await member.get('/work')).text).not.toContain('id="for-agenda"');
  });
});
