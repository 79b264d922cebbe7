import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fc } from '../helpers/properties.js';
import { allEvents, type Field, type Fields } from '../../workflows/protocol/index.js';
import { doorOf } from '../../src/web/openapi/event-schemas.js';
import { fieldsOf } from '../../src/web/http/field.js';
import { apiRoutes } from '../../src/web/routes.js';
import { openCase, startApi, type Api, type OpenedCase, type User } from '../web/api.js';

const RUNS = 400;
const MINUTE = 60_000;

let api: Api;
let everyone: User;
let opened: OpenedCase;

beforeAll(async () => {
  api = await startApi();
  everyone = await api.user([
    'nurseAssessor',
    'panelCoordinator',
    'panelChair',
    'manager',
    'chiefNurse',
    'councilOfficer',
    'referrer',
    'administrator',
  ]);
  opened = await openCase(api, everyone);
});
afterAll(() => api.close());

const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\ud800',
    '\u202e',
    '../..',
    "'; DROP TABLE cases; --",
    '<script>',
    '__proto__',
    'constructor',
    'NaN',
    '1e999',
    '2026-02-30',
    '2026-03-29T01:30',
    '00000000-0000-0000-0000-000000000000',
  ),
);
const odd = fc.oneof(oddText, fc.jsonValue({ maxDepth: 4 }), fc.integer(), fc.double(), fc.constant(null));

/** Something for a field: often of its kind, often not. */
function valueFor(field: Field): fc.Arbitrary<unknown> {
  const own: Record<Field['kind'], () => fc.Arbitrary<unknown>> = {
    text: () => oddText,
    personal: () => oddText,
    code: () => oddText,
    nhsNumber: () => fc.constantFrom('9990000018', '999 000 0018', '9990000000', 'abc'),
    choice: () => fc.constantFrom(...(field.choices ?? [])),
    date: () => fc.constantFrom('2026-01-05', '2019-05-14', '1899-01-01', '9999-12-31', '0000-00-00'),
    instant: () =>
      fc.constantFrom(
        '2026-01-05T10:00',
        '2026-01-05T10:00:00Z',
        '2026-03-29T01:30',
        '+275760-09-13T00:00:00Z',
        'now',
      ),
    yesNo: () => fc.boolean(),
    integer: () => fc.oneof(fc.integer(), fc.constantFrom(0, 1, -1, 2 ** 31, Number.MAX_SAFE_INTEGER, 1e21)),
    pence: () => fc.oneof(fc.nat(), fc.constantFrom(-1, 0.5, 1e300)),
    person: () => fc.constantFrom(everyone.id, opened.id, 'nobody'),
    organisation: () => fc.constantFrom('sefton-council', 'mlcsu', 'nowhere'),
    subject: () => fc.constantFrom(opened.id, 'nowhere'),
    list: () => fc.array(field.of ? valueFor(field.of) : odd, { maxLength: 3 }),
    group: () => contentFor(field.fields ?? {}),
  };
  return fc.oneof({ weight: 6, arbitrary: own[field.kind]() }, { weight: 1, arbitrary: odd });
}

const contentFor = (fields: Fields): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      fc.record(Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, valueFor(field)])), {
        requiredKeys: [],
      }),
      fc.oneof(
        { weight: 8, arbitrary: fc.constant({}) },
        { weight: 1, arbitrary: fc.dictionary(oddText, odd, { maxKeys: 2 }) },
      ),
    )
    .map(([content, more]) => ({ ...content, ...more }));

const wellFormed = (text: string): string => text.replaceAll(/\p{Cs}/gu, '?');

const sendable = allEvents().filter((event) => doorOf(event) !== null);

/** Every field of a body that may be left out, with its address. */
const nullable = apiRoutes.flatMap(({ method, path, body }) =>
  method === 'POST' && typeof body === 'function'
    ? fieldsOf(body).flatMap(({ name, required }): [string, string][] => (required ? [] : [[path, name]]))
    : [],
);

const expectForeseen = (status: number, text: string): void => {
  if (status >= 500) throw new Error(`${status}: ${text}`);
  expect(status).toBeGreaterThanOrEqual(200);
};

describe('whatever is sent', () => {
  it(
    'as a body anywhere is answered, never with a 500',
    async () => {
      const doors = [
        '/api/v1/cases',
        `/api/v1/cases/${opened.id}/events`,
        '/api/v1/meetings',
        '/api/v1/people',
        '/api/v1/tokens',
        '/api/v1/calendars/england-and-wales/days',
      ];
      const body = fc.oneof(
        odd,
        fc.record({ type: odd, content: odd, process: odd }, { requiredKeys: [] }),
        fc.record(
          {
            name: odd,
            roles: odd,
            competences: odd,
            delegatedLimitPence: odd,
            person: odd,
            purpose: odd,
            days: odd,
            kind: odd,
            date: odd,
          },
          { requiredKeys: [] },
        ),
      );
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...doors), body, async (door, sent) => {
          const { status, text } = await api.send('POST', door, {
            as: everyone,
            body: JSON.stringify(sent) ?? 'null',
            ifMatch: opened.etag,
          });
          expectForeseen(status, text);
        }),
        { numRuns: RUNS },
      );
    },
    MINUTE,
  );

  it(
    'as an event of any type, right or wrong in each field, is answered, never with a 500',
    async () => {
      let etag = opened.etag;
      await fc.assert(
        fc.asyncProperty(
          fc
            .constantFrom(...sendable)
            .chain((event) => fc.tuple(fc.constant(event), contentFor(event.definition.fields))),
          async ([event, content]) => {
            const door = doorOf(event);
            const path =
              door === 'openCase'
                ? '/api/v1/cases'
                : door === 'arrangeMeeting'
                  ? '/api/v1/meetings'
                  : `/api/v1/cases/${opened.id}/events`;
            const { status, text, headers } = await api.send('POST', path, {
              as: everyone,
              ifMatch: etag,
              body: JSON.stringify({ type: event.type, content }),
            });
            expectForeseen(status, text);
            if (status === 201 && path.endsWith('/events')) etag = String(headers['etag']);
          },
        ),
        { numRuns: RUNS },
      );
    },
    MINUTE,
  );

  it(
    'in an address or query is answered, never with a 500',
    async () => {
      const paths = [
        '/api/v1/cases?',
        '/api/v1/people?',
        '/api/v1/meetings?',
        '/api/v1/due?',
        `/api/v1/cases/${opened.id}/events?`,
        '/?',
      ];
      const names = fc.constantFrom(
        'stage',
        'assessor',
        'overdue',
        'state',
        'cursor',
        'limit',
        'total',
        'role',
        'timescale',
        'start',
        'x',
      );
      const value = fc.oneof(
        oddText.map((text) => encodeURIComponent(wellFormed(text))),
        fc.jsonValue({ maxDepth: 2 }).map((json) => Buffer.from(JSON.stringify(json)).toString('base64url')),
        fc.string({ maxLength: 12 }).map((text) => encodeURI(wellFormed(text)).replaceAll('#', '')),
      );
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...paths),
          fc.array(fc.tuple(names, value), { maxLength: 4 }),
          async (path, query) => {
            const { status, text } = await api.send(
              'GET',
              `${path}${query.map(([name, text]) => `${name}=${text}`).join('&')}`,
              { as: everyone },
            );
            expectForeseen(status, text);
          },
        ),
        { numRuns: RUNS },
      );
    },
    MINUTE,
  );

  it.each(nullable)(
    'as null for what may be left out is answered by its name: %s, %s',
    async (path, field) => {
      const { status, body } = await api.send('POST', path.replaceAll(/\{\w+\}/g, opened.id), {
        as: everyone,
        body: JSON.stringify({ [field]: null }),
        ifMatch: opened.etag,
      });
      expect(status).toBe(422);
      expect((body as { errors: { field: string }[] }).errors.map((error) => error.field)).toContain(field);
    },
  );

  it('leaves a log without an unforeseen failure in it', () => {
    expect(api.log.filter((line) => line.includes('"unexpected"'))).toEqual([]);
  });
});
