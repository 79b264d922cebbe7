import { Controller, Query } from '@nestjs/common';
import type { ProtocolData } from '../../../../workflows/protocol/index.js';
import { RecordReads } from '../../../audit/record-reads.js';
import { mayDo } from '../../../access/policy.js';
import { CaseDoors, veiled } from '../../../panel/case-doors.js';
import { AuthorityReading } from '../../../reading/authority-reading.js';
import { escalationsOf } from '../../../reading/queues/judging.js';
import { QueueReading } from '../../../reading/queues/queue-reading.js';
import { CASE_CURSOR, cursorOf, markOf } from '../../http/cursor.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { addressOf } from '../lists/address.js';
import { Pages } from '../pages.js';
import { queueRow } from '../queues/queue-row.js';
import { Today } from '../words/today.js';
import { authorityRows } from './authority-rows.js';
import { AuthorityPart, authorityRoutes } from './authority.routes.js';

const HERE = '/authorisations';
const CASES_OF_A_PAGE = 25;
const MOST_ESCALATED = 10;

/** Whom of the protocol version somebody with those roles is, where breaches are escalated; everybody for whoever is none. */
function escalatedTo({ parameters }: ProtocolData, roles: readonly string[]): string[] {
  const all = escalationsOf({ parameters }).map(({ to }) => to);
  const own = all.filter((to) =>
    (parameters.ownerRoles.value[to] ?? []).some((role) => roles.includes(role)),
  );
  return own.length > 0 ? own : all;
}

/** The weekly cost from which a high cost form is authorised, in pence; null: whatever it costs (ROL-3). */
function highCostFrom({ parameters }: ProtocolData): number | null {
  const thresholds = Object.values(parameters.highCostThresholdPence.value);
  const known = thresholds.filter((pence) => pence !== null);
  return known.length < thresholds.length || known.length === 0 ? null : Math.min(...known);
}

/** What waits for the Chief Nurse or deputy, and what is escalated. */
@Controller()
export class AuthorityController {
  constructor(
    private readonly pages: Pages,
    private readonly authority: AuthorityReading,
    private readonly queues: QueueReading,
    private readonly reads: RecordReads,
    private readonly today: Today,
    private readonly doors: CaseDoors,
  ) {}

  @Handles(authorityRoutes.authorityPage)
  async show(
    @Query() { cursor }: AuthorityPart,
    @Asking() browser: Browser,
    @SignedIn() { caller }: Visit,
  ): Promise<string> {
    const { place, person, roles } = caller;
    const today = await this.today.in(place);
    const asked = { limit: CASES_OF_A_PAGE, after: markOf(CASE_CURSOR, cursor), total: true };
    const [page, counts, escalated] = await Promise.all([
      this.authority.awaiting(place, asked),
      this.queues.counts(place, {}),
      Promise.all(escalatedTo(today.protocol, roles).map((to) => this.escalated(caller, to, today))),
    ]);
    const closed = await this.doors.closedTo(caller);
    const cases = [...page.items.map((line) => line.case.id), ...escalated.flatMap(({ cases: of }) => of)];
    await this.reads.note({
      place,
      person,
      part: 'authorisations and escalations',
      via: 'page',
      cases: [...new Set(cases)].filter((id) => !closed(id)),
    });
    const next = cursorOf(CASE_CURSOR, page.next);
    const countOf = (id: string) => counts.queues.find((queue) => queue.id === id);
    return this.pages.show(
      browser,
      { template: 'authority.njk', title: 'Authorisations and escalations', here: HERE },
      {
        asAt: page.asAt,
        rows: veiled(page.items, closed).flatMap((line) =>
          authorityRows(line, roles, today, closed(line.case.id)),
        ),
        total: page.total ?? 0,
        first: cursor === undefined ? null : HERE,
        more: next === null ? null : addressOf(HERE, { cursor: next }),
        escalated,
        queues: ['criticallyOverdue', 'excepted', 'paused', 'reasonWanted'].flatMap((id) => {
          const queue = countOf(id);
          return queue ? [{ ...queue, href: addressOf(`/queues/${id}`, { asAt: counts.asAt }) }] : [];
        }),
        highCostFrom: highCostFrom(today.protocol),
        reports: mayDo('readPerformance', roles),
      },
    );
  }

  private async escalated(caller: Visit['caller'], to: string, today: Awaited<ReturnType<Today['in']>>) {
    const { place, roles } = caller;
    const page = await this.queues.page(
      place,
      'overdue',
      { escalatedTo: to },
      { limit: MOST_ESCALATED, after: null, total: true },
    );
    const closed = await this.doors.closedTo(caller);
    const levels = escalationsOf(today.protocol);
    return {
      to,
      after: levels.find((each) => each.to === to)?.overByWorkingDays ?? 0,
      total: page.total ?? 0,
      href: addressOf('/queues/overdue', { escalatedTo: to, asAt: page.asAt }),
      rows: veiled(page.items, closed).map((line) => queueRow(line, today, { roles, back: HERE })),
      cases: page.items.map((line) => line.case.id),
    };
  }
}
