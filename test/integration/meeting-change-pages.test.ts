import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { Together } from '../../src/cases/together.js';
import { visitDemonstration, type DemonstrationVisits } from '../web/demonstration-visitors.js';
import { hiddenIn, type Visitor } from '../web/visitor.js';

const MOVED = { 'heldOn-day': '17', 'heldOn-month': '7', 'heldOn-year': '2026', reason: 'The room is taken' };

let visits: DemonstrationVisits;
let coordinator: Visitor;
let full: string;
let empty: string;

const sql = <Row>(text: string, values: unknown[] = []): Promise<Row[]> =>
  visits.api.app.get(DataSource).query(text, values);
const heldOn = async (id: string): Promise<string | undefined> =>
  (await sql<{ on: string }>(`SELECT held_on::text AS "on" FROM meetings WHERE id = $1`, [id]))[0]?.on;
const send = async (path: string, fields: Record<string, string>) => {
  const form = await coordinator.get(path);
  return coordinator.post(path, { ...hiddenIn(form.text, path), ...fields });
};

beforeAll(async () => {
  visits = await visitDemonstration();
  coordinator = await visits.as('panelCoordinator');
  const ahead = await sql<{ id: string; listed: number }>(
    `SELECT m.id, (SELECT count(*)::int FROM agenda_items i WHERE i.meeting_id = m.id AND i.status = 'listed') AS listed
     FROM meetings m WHERE stage = 'meeting.arranged' ORDER BY held_on`,
  );
  full = ahead.find(({ listed }) => listed > 0)?.id ?? '';
  empty = ahead.find(({ listed }) => listed === 0)?.id ?? '';
}, 240_000);
afterAll(() => visits.close());

describe('[PAN-1] moving a meeting', () => {
  it('is led to from the meeting, and says what is wrong, keeping what was typed', async () => {
    const meeting = await coordinator.get(`/meetings/${full}`);
    expect(meeting.text).toContain(`href="/meetings/${full}/move"`);

    const nothing = await send(`/meetings/${full}/move`, {});
    const saturday = await send(`/meetings/${full}/move`, { ...MOVED, 'heldOn-day': '18' });

    expect([nothing.status, saturday.status]).toEqual([422, 409]);
    expect(nothing.text).toContain('There is a problem');
    expect(saturday.text).toContain('The panel meets on a working day: Saturday 18 July 2026 is not one');
    expect(saturday.text).toContain('The room is taken');
  });

  it('is not moved to the day it is held on already', async () => {
    const [year = '', month = '', day = ''] = (await heldOn(full))?.split('-') ?? [];
    const same = await send(`/meetings/${full}/move`, {
      ...MOVED,
      'heldOn-day': day,
      'heldOn-month': month,
      'heldOn-year': year,
    });

    expect(same.status).toBe(409);
    expect(same.text).toContain('already.');
    const [noted] = await sql(
      `SELECT action, subject_kind, subject_id, type, clauses FROM audit_entries ORDER BY id DESC LIMIT 1`,
    );
    expect(noted).toEqual({
      action: 'refused',
      subject_kind: 'meeting',
      subject_id: full,
      type: 'MEETING_MOVED',
      clauses: ['PAN-1'],
    });
  });

  it('shows which cases move, which clocks end before the new day and who is told, and changes nothing', async () => {
    const before = await heldOn(full);
    const follows = await send(`/meetings/${full}/move`, MOVED);

    expect(follows.status).toBe(200);
    expect(follows.text).toContain('Nothing has been changed yet');
    expect(follows.text).toContain('Friday 17 July 2026, instead of');
    expect(follows.text).toContain('Deadlines at risk');
    expect(follows.text).toContain('Ends before the new day');
    expect(follows.text).toMatch(/Panel chair [^<]* \(in the service/);
    expect(await heldOn(full)).toBe(before);

    const back = await coordinator.post(`/meetings/${full}/move`, {
      ...hiddenIn(follows.text, `/meetings/${full}/move`),
      back: 'yes',
    });
    expect(back.text).toContain('value="17"');
    expect(back.text).toContain('The room is taken');
  });

  it('is done once it is confirmed, and told to the panel', async () => {
    const path = `/meetings/${full}/move`;
    const follows = await send(path, MOVED);
    const done = await coordinator.post(path, { ...hiddenIn(follows.text, path), confirm: 'yes' });
    const member = await visits.as('panelMember');

    expect([done.status, done.location]).toEqual([303, `/meetings/${full}`]);
    expect(await heldOn(full)).toBe('2026-07-17');
    expect((await member.get('/notices')).text).toContain('is moved to Friday 17 July 2026');
  });

  it('tells who was faster where somebody was', async () => {
    const path = `/meetings/${full}/move`;
    const first = await send(path, { ...MOVED, 'heldOn-day': '15' });
    const second = await send(path, { ...MOVED, 'heldOn-day': '16' });
    await coordinator.post(path, { ...hiddenIn(first.text, path), confirm: 'yes' });
    const late = await coordinator.post(path, { ...hiddenIn(second.text, path), confirm: 'yes' });

    expect(late.status).toBe(412);
    expect(late.text).toContain('Somebody recorded something since you opened this form');
    expect(late.text).toContain('The room is taken');
  });
});

describe('[PAN-1] cancelling a meeting', () => {
  it('waits until no case is on its agenda, and leads to taking each off', async () => {
    const shown = await coordinator.get(`/meetings/${full}/cancel`);

    expect(shown.text).toContain('It cannot be cancelled yet');
    expect(shown.text).toMatch(/href="\/cases\/[^"]+\/do\/ITEM_TAKEN_OFF\?process=[^"]+to=/);
    expect(shown.text).not.toContain('See what follows');
  });

  it('asks why, shows who is told, and is done once it is confirmed', async () => {
    const path = `/meetings/${empty}/cancel`;
    const nothing = await send(path, {});
    const follows = await send(path, { reason: 'Too few members' });
    const done = await coordinator.post(path, { ...hiddenIn(follows.text, path), confirm: 'yes' });
    const member = await visits.as('panelMember');
    const again = await coordinator.get(path);

    expect([nothing.status, follows.status, done.status]).toEqual([422, 200, 303]);
    expect(follows.text).toContain('Who is told');
    expect((await member.get('/notices')).text).toContain('is cancelled. [PAN-1]');
    expect(again.text).toContain('This one cannot be any more');
    const cancelled = await coordinator.get(path.replace('/cancel', ''));
    expect(cancelled.text).toContain('Cancelled');
    const said = [cancelled.text, (await coordinator.get('/meetings')).text];
    const name = (await visits.api.directory.person('sefton', await visits.person('panelCoordinator')))?.name;
    for (const text of said) {
      expect(text).toContain('Too few members');
      expect(text).toMatch(new RegExp(`${name ?? 'nobody'}, Wednesday 10 June 2026 at`));
    }
    expect(cancelled.text).not.toContain('What cannot be done yet');
    expect(cancelled.text).not.toContain('Would be quorate');
  });

  it('is for the coordinator and the manager', async () => {
    const member = await visits.as('panelMember');

    expect((await member.get(`/meetings/${full}/move`)).status).toBe(403);
    expect((await member.post(`/meetings/${full}/cancel`, { reason: 'Mine' })).status).toBe(403);
  });
});

describe('[PAN-1] arranging a meeting', () => {
  const on = (day: string) => ({ 'heldOn-day': day, 'heldOn-month': '8', 'heldOn-year': '2026' });
  const arranged = async (day: string): Promise<number> =>
    (await sql(`SELECT 1 FROM meetings WHERE held_on = $1`, [`2026-08-${day}`])).length;

  it('asks before there are two on one day, and arranges the second where it is meant', async () => {
    const chair = await visits.person('panelChair');
    const form = '/do/MEETING_ARRANGED';
    const first = { ...hiddenIn((await coordinator.get(form)).text), ...on('19'), chair };
    const done = await coordinator.post(form, first);
    const again = await coordinator.post(form, first);

    const second = { ...hiddenIn((await coordinator.get(form)).text), ...on('19'), chair };
    const asked = await coordinator.post(form, second);
    const before = await arranged('19');
    const confirmed = hiddenIn(asked.text, form);
    const changed = await coordinator.post(form, { ...confirmed, _change: 'yes' });
    const both = await coordinator.post(form, confirmed);

    expect([done.status, again.status, again.location]).toEqual([303, 303, done.location]);
    expect(asked.status).toBe(200);
    expect(asked.text).toContain(
      'There is already a meeting on Wednesday 19 August 2026: arrange a second one?',
    );
    expect(asked.text).toContain(`href="${done.location}"`);
    expect(asked.text).toContain('Arrange a second one');
    expect(before).toBe(1);
    expect(changed.text).toMatch(/name="heldOn-day"[^>]*value="19"/);
    expect(both.status).toBe(303);
    expect(await arranged('19')).toBe(2);
  });

  it('asks anew where it was asked of another day, and nothing where the other is cancelled', async () => {
    const chair = await visits.person('panelChair');
    const form = '/do/MEETING_ARRANGED';
    await sql(`UPDATE meetings SET stage = 'meeting.cancelled' WHERE held_on = '2026-08-19'`);
    const typed = { ...hiddenIn((await coordinator.get(form)).text), ...on('19'), chair };
    const shown = await coordinator.get(form);

    expect((await coordinator.post(form, { ...typed, _shown: 'second 2026-08-20' })).status).toBe(303);
    expect(shown.text).not.toContain('A meeting is arranged once');
    expect(shown.text).toContain('A meeting is arranged for a working day to come, with a chair.');
  });

  it('says so where one is moved to the day of another', async () => {
    const follows = await send(`/meetings/${full}/move`, { ...MOVED, ...on('19') });

    expect(follows.text).toContain('There is already a meeting on that day');
  });
});

describe('[PAN-2] the agenda', () => {
  it('names of those left out of an item only who sits on the panel', async () => {
    const { text } = await coordinator.get(`/meetings/${full}`);
    const left = [...text.matchAll(/left out of this item:<\/p>\s*<ul[^>]*>([\s\S]*?)<\/ul>/gi)].map(
      ([, one]) => one,
    );
    const members = await sql<{ name: string }>(
      `SELECT DISTINCT p.name FROM people p JOIN person_roles r ON r.place_id = p.place_id AND r.person_id = p.id
       WHERE r.role IN ('panelMember', 'panelChair')`,
    );
    const named = left.flatMap((one) =>
      [...(one ?? '').matchAll(/<li>([^:]*):/g)].map(([, name]) => name ?? ''),
    );

    expect(text).toMatch(/left out of this item/);
    expect(named.filter((name) => !members.some((member) => member.name === name))).toEqual([]);
  });
});

describe('[PAN-1] several meetings at once', () => {
  it('are all arranged, or none is', async () => {
    const by = await visits.person('panelCoordinator');
    const chair = await visits.person('panelChair');
    const arrange = (days: readonly string[]) =>
      days.map((day) => ({
        commandId: `00000000-0000-4000-8000-0000${day.replaceAll('-', '')}`,
        subject: { kind: 'meeting' as const, id: null },
        place: 'sefton',
        type: 'MEETING_ARRANGED',
        content: { heldOn: day, chair },
        by,
        expectedVersion: null,
      }));
    const arranged = () => sql(`SELECT 1 FROM meetings WHERE held_on IN ('2026-09-10', '2026-09-11')`);
    const together = visits.api.app.get(Together);

    const refused = await together.execute(arrange(['2026-09-10', '2026-09-12']));
    expect(refused.map(({ kind }) => kind)).toEqual(['accepted', 'refused']);
    expect(await arranged()).toEqual([]);

    const done = await together.execute(arrange(['2026-09-10', '2026-09-11']));
    expect(done.map(({ kind }) => kind)).toEqual(['accepted', 'accepted']);
    expect(await arranged()).toHaveLength(2);
  });
});
