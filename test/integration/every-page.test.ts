import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allEvents, type Field, type Fields } from '../../workflows/protocol/index.js';
import { ROLES, type Role } from '../../src/access/roles.js';
import { mayDo, rolesFor } from '../../src/access/policy.js';
import { mannerOf } from '../../src/web/pages/forms/manner.js';
import { pathOf } from '../../src/web/pages/forms/draft.js';
import { pageRoutes } from '../../src/web/pages/page-routes.js';
import { doorOf, type EventDoor } from '../../src/web/openapi/event-schemas.js';
import { AS_WORDS, isOnlyWords, SCRIPT, writeScriptEverywhere } from '../helpers/stored-script.js';
import { wholeDatabase, type WholeDatabase } from '../helpers/whole-database.js';
import { withDatabase } from '../helpers/database.js';
import { crawl, patternOf, type Crawled } from '../web/crawl.js';
import { visitDemonstration, type DemonstrationVisits } from '../web/demonstration-visitors.js';
import { furnish } from '../web/furnished.js';
import { assetsIn, formsIn, hrefsIn, idsIn } from '../web/html.js';
import type { Visitor } from '../web/visitor.js';

const roles = Object.keys(ROLES) as Role[];
const MOST_BYTES = 200_000;
const OK = 200;
const SEE_OTHER = 303;
/** The reference for whoever writes a program: every operation on one page. */
const FOR_PROGRAMMERS = ['/docs', '/openapi.json'];
/** What is come to without a link by whoever is signed in. */
const BEFORE_SIGNING_IN = ['/sign-in', '/sign-in/organisation', '/sign-in/return', '/signed-out'];

let visits: DemonstrationVisits;
let before: WholeDatabase;
let after: WholeDatabase;
const crawled = new Map<Role, readonly Crawled[]>();

beforeAll(async () => {
  visits = await visitDemonstration();
  const further = await furnish(visits);
  await writeScriptEverywhere(visits.url);
  const visitors = await Promise.all(
    roles.map(async (role) => [role, further[role]?.visitor ?? (await visits.as(role))] as const),
  );
  before = await wholeDatabase(visits.url);
  for (const [role, visitor] of visitors) crawled.set(role, await crawl(visitor, further[role]?.from));
  after = await wholeDatabase(visits.url);
}, 400_000);
afterAll(() => visits.close());

const pagesOf = (role: Role): readonly Crawled[] => (crawled.get(role) ?? []).filter(({ isPage }) => isPage);

/** The addresses of the pages that fail a check, with what is wrong. */
const failing = (role: Role, check: (html: string, page: Crawled) => readonly string[]): string[] =>
  pagesOf(role).flatMap((page) => check(page.shown.text, page).map((wrong) => `${page.address}: ${wrong}`));

const wherever = (wrong: boolean, words: string): string[] => (wrong ? [words] : []);

const takes = (method: string, address: string): boolean =>
  pageRoutes.some(
    (route) =>
      route.method === method &&
      new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(address.split('?')[0] ?? ''),
  );

describe('every link', () => {
  it.each(roles)('that a %s sees leads somewhere', (role) => {
    const all = crawled.get(role) ?? [];

    expect(
      all
        .filter(({ shown: { status, location } }) => status !== (location === undefined ? OK : SEE_OTHER))
        .map(({ address, linkedFrom, shown }) => `${address}: ${shown.status}, from ${linkedFrom}`),
    ).toEqual([]);
    expect(all.length).toBeGreaterThan(20);
  });

  it.each(roles)('that a %s sees stays in the service, and leads to a place that is on the page', (role) => {
    expect(
      failing(role, (html) => {
        const ids = new Set(idsIn(html));
        return hrefsIn(html).filter(
          (to) => /^(https?:|javascript:|data:)/.test(to) || (/^#./.test(to) && !ids.has(to.slice(1))),
        );
      }),
    ).toEqual([]);
  });

  it('is followed without changing anything but who read what and when a session was last seen', () => {
    expect(after).toEqual(before);
  });

  it('leads, for one role or another, to every page there is', () => {
    const reached = new Set([...crawled.values()].flat().map(({ address }) => patternOf(address)));

    expect(
      pageRoutes.filter(({ method, path }) => method === 'GET' && !reached.has(path)).map(({ path }) => path),
    ).toEqual(BEFORE_SIGNING_IN);
  });
});

describe('every page', () => {
  it.each(roles)('of a %s has one main heading, a title, and no id twice', (role) => {
    expect(
      failing(role, (html) => {
        const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
        return [
          ...wherever([...html.matchAll(/<h1[\s>]/g)].length !== 1, 'not one main heading'),
          ...wherever(!/<title[^>]*>\s*\S/.test(html), 'no title'),
          ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `id ${id} twice`),
        ];
      }),
    ).toEqual([]);
  });

  it.each(roles)('of a %s weighs less than 200 KB once its styles and scripts are kept', (role) => {
    expect(
      failing(role, (html, { address }) =>
        wherever(
          Buffer.byteLength(html) > MOST_BYTES && !FOR_PROGRAMMERS.includes(address),
          `${Buffer.byteLength(html)} bytes`,
        ),
      ),
    ).toEqual([]);
  });

  it('has styles, scripts and pictures that a browser may keep', async () => {
    const assets = new Set(
      roles.flatMap((role) => pagesOf(role).flatMap(({ shown }) => assetsIn(shown.text))),
    );
    const visitor = await visits.as('nurseAssessor');
    const answers = await Promise.all(
      [...assets].map(async (asset) => {
        const { status, headers } = await visitor.get(asset);
        return { asset, status, kept: /max-age=[1-9]/.test(String(headers['cache-control'])) };
      }),
    );

    expect(answers.length).toBeGreaterThan(3);
    expect(answers.filter(({ status, kept }) => status !== 200 || !kept)).toEqual([]);
  });

  it.each(roles)(
    'of a %s sends its forms to where they are taken, each with the token of the session',
    (role) => {
      expect(
        failing(role, (html, { address }) =>
          formsIn(html)
            .filter(
              ({ method, action = address, carriesToken }) =>
                !takes(method, action) || carriesToken !== (method === 'POST'),
            )
            .map(({ method, action = address }) => `form ${method} ${action}`),
        ),
      ).toEqual([]);
    },
  );

  it.each(roles)('of a %s shows a script that somebody wrote as words', (role) => {
    const all = crawled.get(role) ?? [];

    expect(all.filter(({ shown }) => shown.text.includes(AS_WORDS)).length).toBeGreaterThan(10);
    expect(failing(role, (html) => wherever(!isOnlyWords(html), 'a script'))).toEqual([]);
  });

  it.each(roles)('of a %s says that only its own scripts may run, and that nobody may keep it', (role) => {
    expect(
      failing(role, (html, { shown: { headers } }) => {
        const policy = String(headers['content-security-policy']);
        const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? '';
        const inline = [...html.matchAll(/<script(?![^>]*\snonce=)[^>]*>/g)].map(([tag]) => tag);
        return [
          ...wherever(!/'nonce-[^']+'/.test(scripts) || scripts.includes('unsafe'), `scripts: ${scripts}`),
          ...wherever(!policy.includes("default-src 'none'"), 'anything else'),
          ...wherever(!policy.includes("frame-ancestors 'none'"), 'frames'),
          ...wherever(!String(headers['cache-control']).includes('no-store'), 'may be kept'),
          ...inline,
        ];
      }),
    ).toEqual([]);
  });
});

/** The boxes of a form into which words can be typed, one entry of each list. */
function boxesOf(fields: Fields, within = ''): string[] {
  return Object.entries(fields).flatMap(([name, field]) => boxesOfField(name, field, pathOf(within, name)));
}

function boxesOfField(name: string, field: Field, path: string): string[] {
  switch (mannerOf(name, field)) {
    case 'line':
    case 'lines':
    case 'number':
    case 'money':
      return [path];
    case 'day':
      return [`${path}-day`];
    case 'moment':
      return [`${path}-day`, `${path}-time`];
    case 'group':
      return boxesOf(field.fields ?? {}, path);
    case 'entries':
      return boxesOfField(name, field.of as Field, pathOf(path, 0));
    default:
      return [];
  }
}

const forms = allEvents().flatMap((event) => {
  const boxes = boxesOf(event.definition.fields);
  const roles = rolesFor(event.type);
  const role = roles.find((each) => mayDo('readCase', [each])) ?? roles[0];
  const door = doorOf(event);
  return door && role && boxes.length > 0 ? [{ type: event.type, door, role, boxes }] : [];
});

describe('the form of every event that asks for words', () => {
  const people = new Map<Role, Promise<Visitor>>();
  let of: Record<EventDoor, string>;

  beforeAll(async () => {
    const referrer = await visits.person('referrer');
    const [row] = (
      await withDatabase(visits.url, (client) =>
        client.query<{ case: string; meeting: string }>(
          `SELECT (SELECT c.id FROM cases c JOIN participations p ON p.case_id = c.id AND p.person_id = $1
                   WHERE c.closed_on IS NULL ORDER BY c.id LIMIT 1) AS "case",
                  (SELECT id FROM meetings ORDER BY id LIMIT 1) AS meeting`,
          [referrer],
        ),
      )
    ).rows;
    of = {
      openCase: '',
      arrangeMeeting: '',
      recordCaseEvent: `/cases/${row?.case ?? ''}`,
      recordMeetingEvent: `/meetings/${row?.meeting ?? ''}`,
    };
  });

  it.each(forms)('$type shows a script typed into any of its boxes as what was typed', async (form) => {
    const { type, door, role, boxes } = form;
    if (!people.has(role)) people.set(role, visits.as(role));
    const visitor = await (people.get(role) as Promise<Visitor>);
    const { status, text } = await visitor.post(
      `${of[door]}/do/${type}`,
      Object.fromEntries(boxes.map((name) => [name, SCRIPT])),
    );

    expect([412, 422]).toContain(status);
    expect(text.split(AS_WORDS).length - 1).toBeGreaterThanOrEqual(boxes.length);
    expect(isOnlyWords(text)).toBe(true);
  });
});
