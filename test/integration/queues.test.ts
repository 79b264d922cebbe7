import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fc } from '../helpers/properties.js';
import { AGEING_UNITS, bucketOf, overdueBy, localDate } from '../../workflows/protocol/index.js';
import { COPY_ALL_OPEN_DEADLINES } from '../../src/deadlines/deadline-statements.js';
import { loadPlace } from '../../src/protocols/load-place.js';
import { DEADLINE_QUEUES, type DeadlineQueue } from '../../src/reading/queues/queues.js';
import { QueueReading, type QueuesView } from '../../src/reading/queues/queue-reading.js';
import type { QueueFilters } from '../../src/reading/queues/queue-filters.js';
import type { QueueLine } from '../../src/reading/queues/queue-views.js';
import { QUEUE_ORDERS, type QueueMark, type QueueOrder } from '../../src/reading/queues/queue-orders.js';
import { knownDeadlines, scatterDeadlines, type KnownDeadline } from '../helpers/queue-data.js';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';

const TODAY = localDate('2026-01-12');
const { protocol, calendar } = loadPlace('sefton');
const { ageing } = protocol.parameters.queues.value;

let service: Service;
let reading: QueueReading;
let known: KnownDeadline[];
/** Deadlines whose alarm waits for a person. */
let failing: Set<string>;

beforeAll(async () => {
  service = await Service.start();
  const pathway = new ServicePathway(service);
  for (let n = 0; n < 9; n += 1) await pathway.received();
  await service.moveTo('2026-01-12T10:00');
  const owners = [service.ids.nurse, service.ids.secondNurse, service.ids.manager];
  await service.query(`UPDATE people SET team_id = 'nurses-north' WHERE id = $1`, [service.ids.nurse]);
  await service.query(`UPDATE people SET team_id = 'nurses-south' WHERE id = $1`, [service.ids.secondNurse]);
  await service.query(
    `UPDATE children SET given_name = left(md5(id::text), 4), family_name = substr(md5(id::text), 5, 2)`,
  );
  await scatterDeadlines(service, { each: 40, owners, around: '2026-01-20' });
  reading = new QueueReading(service.parts.dataSource, service.parts.places);
  known = await knownDeadlines(service);
  failing = new Set(
    known.filter(({ guidance }, at) => !guidance && at % 17 === 0).map((d) => `${d.case_id} ${d.key}`),
  );
  await service.query(
    `INSERT INTO alarms (id, kind, place_id, about, case_id, rings_at, state, failure)
     SELECT gen_random_uuid(), 'deadline', 'sefton', about, split_part(about, ' ', 1)::uuid, now(), 'exception', 'timedOut'
     FROM unnest($1::text[]) about
     ON CONFLICT (kind, place_id, about) DO UPDATE SET state = 'exception', failure = 'timedOut'`,
    [[...failing]],
  );
});
afterAll(() => service.stop());

const isOver = (d: KnownDeadline, asAt: string): boolean =>
  !d.paused && Date.parse(d.due_at) + 1000 <= Date.parse(asAt);

/** The same as each queue says of itself, said again in the test's own words. */
const HOLDS: Record<DeadlineQueue, (deadline: KnownDeadline, asAt: string) => boolean> = {
  overdue: (d, asAt) => !d.guidance && isOver(d, asAt),
  criticallyOverdue: (d, asAt) => !d.guidance && !d.paused && d.critical_at !== null && d.critical_at <= asAt,
  dueNext: (d, asAt) =>
    !d.guidance && !d.paused && Date.parse(d.due_at) + 1000 > Date.parse(asAt) && d.due_on <= '2026-01-19',
  unassigned: (d) => !d.guidance && d.owner === 'assessor' && d.owner_person === null,
  excepted: (d) => !d.guidance && d.excepted,
  paused: (d) => !d.guidance && d.paused,
  reasonWanted: (d) => !d.guidance && d.reason_wanted,
  exceptions: (d) => failing.has(`${d.case_id} ${d.key}`),
  guidancePast: (d, asAt) => d.guidance && isOver(d, asAt),
};

const buckets = ({ due_on: dueOn }: KnownDeadline): string[] => {
  const over = overdueBy(localDate(dueOn), TODAY, calendar);
  return AGEING_UNITS.map((unit) => bucketOf(over[unit], ageing[unit])?.slug ?? '');
};

/** After how many working days overdue somebody hears of it (ROL-5). */
const ESCALATED_AFTER: Record<string, number> = { manager: 1, 'commissioning lead': 5 };

const escalated = ({ due_on: dueOn }: KnownDeadline, workingDays: number): boolean =>
  calendar.addWorkingDays(localDate(dueOn), workingDays) < TODAY;

const passes = (d: KnownDeadline, filters: QueueFilters, asAt: string): boolean =>
  (filters.timescale === undefined || d.timescale === filters.timescale) &&
  (filters.stage === undefined || d.stage === filters.stage) &&
  (filters.owner === undefined || d.owner_person === filters.owner) &&
  (filters.team === undefined || d.team_id === filters.team) &&
  (filters.organisation === undefined ||
    d.commissioner === (filters.organisation === 'none' ? null : filters.organisation)) &&
  (filters.need === undefined || d.needs.includes(filters.need)) &&
  (filters.escalatedTo === undefined ||
    (isOver(d, asAt) && !d.guidance && escalated(d, ESCALATED_AFTER[filters.escalatedTo] ?? 0))) &&
  (filters.ageing === undefined || (isOver(d, asAt) && buckets(d).includes(filters.ageing)));

/** What each order goes by. */
const ORDERED_BY: Partial<Record<QueueOrder, (line: QueueLine) => string>> = {
  dueFirst: ({ dueAt }) => dueAt,
  childFirst: ({ child }) => `${child.familyName} ${child.givenName}`.toLowerCase(),
  whatFirst: ({ title }) => title,
  whoseFirst: ({ ownerPerson, owner }) =>
    ownerPerson?.name.toLowerCase() ?? (owner === 'assessor' ? '' : owner),
};

const nameOf = (line: QueueLine): string => `${line.case.id} ${line.key}`;

async function everyPart(
  queue: DeadlineQueue,
  filters: QueueFilters,
  limit: number,
  asAt: string,
  order: QueueOrder = 'dueFirst',
): Promise<{ lines: QueueLine[]; totals: number[] }> {
  const lines: QueueLine[] = [];
  const totals: number[] = [];
  for (let after: QueueMark | null = null, more = true; more;) {
    const page = await reading.page('sefton', queue, filters, { limit, after, total: true, asAt, order });
    lines.push(...page.items);
    totals.push(page.total ?? -1);
    after = page.next;
    more = after !== null;
  }
  return { lines, totals };
}

const filterSets = (): fc.Arbitrary<QueueFilters> =>
  fc.record(
    {
      timescale: fc.constantFrom(
        'checklist-decision',
        'decision-national',
        'pre-assessment',
        'crisis-notice',
      ),
      stage: fc.constantFrom('referral.received', 'assessment.underway', 'panelItem.ready'),
      owner: fc.constantFrom(service.ids.nurse, service.ids.secondNurse, service.ids.chair),
      team: fc.constantFrom('nurses-north', 'nurses-south', 'panel-office'),
      organisation: fc.constantFrom('cheshire-and-merseyside-icb', 'sefton-council', 'none'),
      need: fc.constantFrom('physicalDisability', 'learningDisability', 'endOfLife'),
      escalatedTo: fc.constantFrom('manager', 'commissioning lead'),
      ageing: fc.constantFrom('wd-1-5', 'wd-6-10', 'wd-over-40', 'days-28', 'days-183'),
    },
    { requiredKeys: [] },
  );

const fewFilters = (): fc.Arbitrary<QueueFilters> =>
  fc
    .tuple(filterSets(), fc.integer({ min: 0, max: 2 }))
    .map(([all, most]) => Object.fromEntries(Object.entries(all).slice(0, most)));

const countIn = ({ queues }: QueuesView, queue: DeadlineQueue): number =>
  queues.find(({ id }) => id === queue)?.count ?? -1;

describe('the overdue-case queues', () => {
  it('hold enough of every sort for what follows to mean anything', async () => {
    const view = await reading.counts('sefton', {});

    for (const queue of DEADLINE_QUEUES) expect(countIn(view, queue)).toBeGreaterThan(5);
    expect(new Set(known.map(({ due_at }) => due_at)).size).toBeLessThan(known.length);
  });

  it('[ROL-4] count exactly what is listed under them, whatever the filters and however it is parted', async () => {
    await fc.assert(
      fc.asyncProperty(
        fewFilters(),
        fc.constantFrom(...DEADLINE_QUEUES),
        fc.integer({ min: 1, max: 100 }),
        async (filters, queue, limit) => {
          const view = await reading.counts('sefton', filters);
          const { lines, totals } = await everyPart(queue, filters, limit, view.asAt);
          const expected = known.filter((d) => HOLDS[queue](d, view.asAt) && passes(d, filters, view.asAt));
          const byTimescale = view.timescales.reduce((sum, { counts }) => sum + counts[queue], 0);

          expect(lines.map(nameOf)).toEqual(expected.map((d) => `${d.case_id} ${d.key}`));
          expect(countIn(view, queue)).toBe(lines.length);
          expect(byTimescale).toBe(lines.length);
          expect(new Set(totals)).toEqual(new Set([lines.length]));
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each(QUEUE_ORDERS.filter((order) => order.endsWith('First')))(
    'are read in the order %s, in parts as in one, and the other way round',
    async (order) => {
      const last = order.replace('First', 'Last') as QueueOrder;
      const { asAt } = await reading.counts('sefton', {});
      const all = await everyPart('overdue', {}, 100, asAt);
      const there = await everyPart('overdue', {}, 7, asAt, order);
      const back = await everyPart('overdue', {}, 7, asAt, last);
      const names = there.lines.map(nameOf);

      expect([...names].sort()).toEqual(all.lines.map(nameOf).sort());
      expect(back.lines.map(nameOf)).toEqual([...names].reverse());
      const keys = there.lines.map((line) => ORDERED_BY[order]?.(line) ?? '');
      expect(new Set(keys).size).toBeGreaterThan(1);
      expect(keys).toEqual([...keys].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
    },
  );

  it('[ROL-4] put every overdue deadline into one ageing bucket of each kind, and count those too', async () => {
    await fc.assert(
      fc.asyncProperty(fewFilters(), async (filters) => {
        const view = await reading.counts('sefton', filters);
        for (const unit of AGEING_UNITS) {
          const total = view.ageing[unit].reduce((sum, { count }) => sum + count, 0);
          expect(total).toBe(countIn(view, 'overdue'));
        }
      }),
      { numRuns: 20 },
    );
    const { asAt, ageing: counted } = await reading.counts('sefton', {});
    for (const { slug, count } of AGEING_UNITS.flatMap((unit) => counted[unit])) {
      const { lines } = await everyPart('overdue', { ageing: slug }, 100, asAt);
      expect([slug, lines.length]).toEqual([slug, count]);
      expect(lines.every((line) => Object.values(line.ageing ?? {}).includes(slug))).toBe(true);
    }
  });

  it('[HNA-11] count a deadline with an exception as overdue by its original due date', async () => {
    const { asAt } = await reading.counts('sefton', {});
    const { lines } = await everyPart('excepted', {}, 100, asAt);
    const late = lines.filter(({ overdueBy: over }) => over !== null);
    const overdue = new Set((await everyPart('overdue', {}, 100, asAt)).lines.map(nameOf));

    expect(late.length).toBeGreaterThan(0);
    expect(late.every((line) => overdue.has(nameOf(line)))).toBe(true);
    expect(
      late.every(
        ({ exception, stateWords }) => exception !== null && stateWords.endsWith('with an exception'),
      ),
    ).toBe(true);
  });

  it('[CHK-5] keep guidance apart: it is never overdue', async () => {
    const { asAt } = await reading.counts('sefton', {});
    for (const queue of DEADLINE_QUEUES) {
      const { lines } = await everyPart(queue, {}, 100, asAt);
      expect(lines.every(({ guidance }) => guidance === (queue === 'guidancePast'))).toBe(true);
    }
  });

  it('go on where they were although a deadline settles in between, each of the rest once', async () => {
    const before = await everyPart('overdue', {}, 100, (await reading.counts('sefton', {})).asAt);
    const first = await reading.page('sefton', 'overdue', {}, { limit: 10, after: null, total: false });
    const gone = before.lines[20];
    await service.query('DELETE FROM open_deadlines WHERE case_id = $1 AND key = $2', [
      gone?.case.id,
      gone?.key,
    ]);
    const rest = await reading.page('sefton', 'overdue', {}, { limit: 100, after: first.next, total: false });
    await service.query(
      `INSERT INTO open_deadlines SELECT d.place_id, d.case_id, d.key, d.timescale, d.guidance, d.due_on, d.due_at,
         d.critical_at, d.owner, d.owner_person, d.exception IS NOT NULL, d.paused_since IS NOT NULL,
         d.passed_by IS NOT NULL AND d.breach_reason IS NULL, c.stage, c.commissioner, c.needs
       FROM deadlines d JOIN cases c ON c.id = d.case_id WHERE d.case_id = $1 AND d.key = $2`,
      [gone?.case.id, gone?.key],
    );
    const seen = [...first.items, ...rest.items].map(nameOf);

    expect(rest.asAt).toBe(first.asAt);
    expect(seen).toEqual(
      before.lines
        .filter((line) => line !== gone)
        .slice(0, seen.length)
        .map(nameOf),
    );
  });
});

describe('the copy that queues read', () => {
  it('is what the deadlines and their cases say, after every command', async () => {
    const other = await Service.start();
    try {
      const pathway = new ServicePathway(other);
      const { id } = await pathway.listed();
      await other.tell({ kind: 'case', id }, 'COMMISSIONER_DETERMINED', {
        organisation: 'cheshire-and-merseyside-icb',
        basis: 'where the GP is',
        determinedOn: '2026-01-26',
        inDoubt: false,
      });
      await other.moveTo('2026-02-20T09:00');
      await other.parts.duePass.run();
      const copied = await other.query(`SELECT * FROM open_deadlines ORDER BY case_id, key`);
      await other.query(COPY_ALL_OPEN_DEADLINES.text);
      expect(copied).toContainEqual(
        expect.objectContaining({
          timescale: 'decision-national',
          stage: 'panelItem.listed',
          commissioner: 'cheshire-and-merseyside-icb',
          needs: ['physicalDisability'],
        }),
      );
      expect(await other.query(`SELECT * FROM open_deadlines ORDER BY case_id, key`)).toEqual(copied);
    } finally {
      await other.stop();
    }
  });
});
