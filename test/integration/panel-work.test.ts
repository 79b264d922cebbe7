import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withDatabase } from '../helpers/database.js';
import { visitDemonstration, type DemonstrationVisits } from '../web/demonstration-visitors.js';
import type { Visitor } from '../web/visitor.js';

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
    const minutes = `${meeting}/minutes`;
    expect(main((await chair.get('/work')).text)).toContain(`href="${minutes}#approve"`);
    const unread = main((await chair.get(minutes)).text);
    expect(unread).toContain('You cannot approve what you have not been shown');
    expect(unread).not.toContain('MINUTES_APPROVED');

    for (const item of new Set(unread.match(new RegExp(`${meeting}/items/[0-9a-f-]{36}`, 'g')))) {
      await chair.get(item);
      await chair.post(`${item}/declare`, { interest: 'no' });
    }
    const read = main((await chair.get(minutes)).text);
    expect(read).not.toContain('You cannot approve');
    expect(read).toContain(`action="${meeting}/do/MINUTES_APPROVED"`);
  });
});
