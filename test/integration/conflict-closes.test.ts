import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ROLES, type Role } from '../../src/access/roles.js';
import { DEADLINE_QUEUES } from '../../src/reading/queues/queues.js';
import { Sessions } from '../../src/sessions/sessions.js';
import { routes } from '../../src/web/routes.js';
import type { Route } from '../../src/web/http/route.js';
import { withDatabase } from '../helpers/database.js';
import { visitDemonstration, type DemonstrationVisits } from '../web/demonstration-visitors.js';
import { Visitor } from '../web/visitor.js';

const PLACE = 'sefton';
const PANEL: readonly Role[] = ['panelChair', 'panelMember'];
const EVERY_ROLE = Object.keys(ROLES) as Role[];

/** What nobody may read who declared an interest in the case; each stands nowhere else. */
const SECRETS = ['Quillon', 'Zebedeeson', 'WRITTEN-OF-THIS-CASE', 'SAID-IN-PRIVATE'];

interface Someone {
  id: string;
  browser: Visitor;
  token: string;
}

interface Reading {
  address: string;
  page: boolean;
}

let visits: DemonstrationVisits;
let meeting: string;
let item: { case: string; process: string; number: string };
const home = (): string => `/meetings/${meeting}/items/${item.case}`;

async function someone(name: string, roles: readonly Role[]): Promise<Someone> {
  const id = await visits.api.directory.putPerson(PLACE, {
    name,
    roles: [...roles],
    organisation: 'sefton-council',
    discipline: 'socialCare',
  });
  const browser = new Visitor(visits.api);
  const session = await visits.api.app
    .get(Sessions, { strict: false })
    .begin({ place: PLACE, person: id, via: 'demonstration', username: null }, { idleMinutes: 60, hours: 1 });
  browser.hold('session', session);
  await browser.get('/');
  const { token } = await visits.api.tokens.issue(PLACE, id, { label: 'test', hours: 1 });
  return { id, browser, token };
}

/** They read the pack, and say that they have no interest and what they would decide. */
async function readsAndSays(who: Someone, reasons: string): Promise<void> {
  await who.browser.get(home());
  await who.browser.post(`${home()}/declare`, { interest: 'no' });
  await who.browser.get(home());
  await who.browser.post(`${home()}/view`, { opinion: 'eligible', reasons });
}

async function declaresAnInterest(who: Someone): Promise<void> {
  const outcome = await visits.api.engine.execute({
    commandId: randomUUID(),
    subject: { kind: 'case', id: item.case },
    place: PLACE,
    type: 'INTEREST_DECLARED',
    process: item.process,
    content: { person: who.id, nature: 'A neighbour', excludes: true },
    by: who.id,
  });
  expect(outcome.kind).toBe('accepted');
}

/** Every address of a route that reads: with the case, its meeting and its item wherever one can stand. */
function addressesOf({ path, page: isPage }: Route, who: Someone, search: string): Reading[] {
  const page = isPage === true;
  const meets = path.startsWith('/meetings/{id}') || path.startsWith('/api/v1/meetings/{id}');
  const person = path.includes('/people/{id}');
  const id = meets ? meeting : person ? who.id : item.case;
  const address = path
    .replace('{meeting}', meeting)
    .replace('{id}', id)
    .replace('{search}', search)
    .replace(
      '{type}',
      meets ? 'MEETING_CLOSED' : path.startsWith('/cases') ? 'CASE_NOTE_ADDED' : 'CASE_OPENED',
    )
    .replace('{domain}', 'breathing')
    .replace('{process}', 'assessment-1')
    .replace('{version}', 'sefton-v13')
    .replaceAll(/\{(?!queue)\w+\}/g, 'x');
  const each = address.includes('{queue}')
    ? DEADLINE_QUEUES.map((queue) => address.replace('{queue}', queue))
    : [address];
  return each.flatMap((one): Reading[] =>
    page ? [{ address: one, page }] : [one, `${one}?limit=100`].map((asked) => ({ address: asked, page })),
  );
}

/** What stands of the case in the answer to each route that reads, of pages and API, and how many were answered. */
async function foundBy(who: Someone): Promise<{ seen: string[]; answered: number }> {
  await who.browser.get('/search');
  const { location } = await who.browser.post('/search', { nhsNumber: item.number });
  const search = location?.split('/').at(-1) ?? 'none';
  const seen: string[] = [];
  let answered = 0;
  for (const route of routes.filter(({ method }) => method === 'GET')) {
    for (const { address, page } of addressesOf(route, who, search)) {
      const { status, text } = page
        ? await who.browser.get(address)
        : await visits.api.send('GET', address, { as: who.token });
      if (status === 200) answered += 1;
      if (status >= 500) throw new Error(`${address} answers ${status}`);
      const found = SECRETS.filter((secret) => text.includes(secret));
      if (found.length > 0) seen.push(`${address.replaceAll(/[0-9a-f-]{36}/g, '…')}: ${found.join(', ')}`);
    }
  }
  return { seen, answered };
}

beforeAll(async () => {
  visits = await visitDemonstration();
  const found = await withDatabase(visits.url, async (client) => {
    const { rows } = await client.query<typeof item & { meeting: string; child: string }>(
      `SELECT i.meeting_id AS meeting, i.case_id AS "case", i.process, k.id AS child, k.nhs_number AS number
       FROM agenda_items i JOIN meetings m ON m.id = i.meeting_id JOIN cases c ON c.id = i.case_id
       JOIN children k ON k.id = c.child_id
       WHERE m.stage = 'meeting.arranged' AND i.status = 'listed' ORDER BY i.listed_at, i.case_id LIMIT 1`,
    );
    const [row] = rows;
    if (!row) throw new Error('The demonstration has no item on an agenda.');
    for (const table of ['texts', 'children'])
      await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    await client.query(`UPDATE texts SET words = words || ' WRITTEN-OF-THIS-CASE' WHERE subject_id = $1`, [
      row.case,
    ]);
    await client.query(
      `UPDATE children SET given_name = 'Quillon', family_name = 'Zebedeeson' WHERE id = $1`,
      [row.child],
    );
    for (const table of ['texts', 'children']) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
    return row;
  });
  ({ meeting } = found);
  item = found;
  await readsAndSays(await someone('Another member', ['panelMember']), 'SAID-IN-PRIVATE by another');
}, 240_000);
afterAll(() => visits.close());

describe.each([
  ['of the panel', PANEL],
  ['with every role there is', EVERY_ROLE],
] as const)('[PAN-3] a declared interest closes a case to somebody %s', (words, roles) => {
  let member: Someone;
  let open: { seen: string[]; answered: number };

  beforeAll(async () => {
    member = await someone(`Member ${words}`, roles);
    await readsAndSays(member, 'SAID-IN-PRIVATE by themselves');
    open = await foundBy(member);
    await declaresAnInterest(member);
  }, 120_000);

  it('who read of it before, in its pack, the bundle and what was said of it', () => {
    const of = (ending: string): string | undefined => open.seen.find((line) => line.startsWith(ending));

    expect(of('/meetings/…/items/…:')).toContain('WRITTEN-OF-THIS-CASE');
    expect(of('/meetings/…/items/…:')).toContain('SAID-IN-PRIVATE');
    expect(of('/meetings/…/bundle:')).toContain('Quillon');
    expect(open.answered).toBeGreaterThan(25);
  });

  it('on every page, in every list and file, and by every operation of the API that reads', async () => {
    const closed = await foundBy(member);

    expect(closed.seen).toEqual([]);
    expect(closed.answered).toBeGreaterThan(20);
  });

  it('who can neither declare anew on the page, nor say, nor open what others said', async () => {
    const entries = () =>
      withDatabase(visits.url, async (client) => {
        const { rows } = await client.query(
          `SELECT person_id, kind, at, opinion, reasons FROM panel_entries WHERE case_id = $1 ORDER BY at, kind`,
          [item.case],
        );
        return rows as unknown[];
      });
    const before = await entries();
    for (const what of ['declare', 'view', 'open']) {
      const said = await member.browser.post(`${home()}/${what}`, {
        interest: 'no',
        opinion: 'notEligible',
        reasons: 'As recommended.',
      });
      for (const secret of SECRETS) expect(said.text).not.toContain(secret);
      expect((await member.browser.get(home())).status).toBe(403);
    }
    expect(await entries()).toEqual(before);
  });
});
