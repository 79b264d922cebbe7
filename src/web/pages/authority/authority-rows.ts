import { inWords, type LocalDate } from '../../../../workflows/protocol/index.js';
import { mayRecord, rolesFor } from '../../../access/policy.js';
import type { AuthorityLine } from '../../../reading/authority-reading.js';
import { nameOf } from '../cases/case-frame.js';
import { addressOf } from '../lists/address.js';
import { anyOf } from '../words/roles.js';
import { deadlineShown, type DeadlineShown } from '../words/standing.js';
import type { PlaceToday } from '../words/today.js';

/** Something that waits for authority, as a row of its page. */
export interface AuthorityRow {
  /** What is to be done, and where; without an address where the reader may not, or need comes first. */
  title: string;
  href: string | null;
  /** Where it is refused instead, for whoever may. */
  refuseHref: string | null;
  clause: string;
  waitsFor: string | null;
  needFirst: boolean;
  name: string;
  /** The case is closed to the reader, so nothing of what waits in it is shown (PAN-3). */
  closed: boolean;
  caseHref: string;
  reference: string;
  stage: string;
  /** Pence; null while need is before the panel (PAN-5). */
  weeklyCost: number | null;
  effectiveFrom: LocalDate | null;
  since: LocalDate | null;
  /** Working days since then. */
  waited: number | null;
  clock: DeadlineShown | null;
}

const EVENTS = { highCostForm: 'HIGH_COST_AUTHORISED', furtherAgreement: 'FUNDING_APPROVED' } as const;

type Awaited = AuthorityLine['awaited'][number];

const titleOf = ({ kind, body }: Awaited): string =>
  kind === 'highCostForm'
    ? 'Authorise the high cost form'
    : `Give further agreement of ${body === null ? 'the body' : inWords(body)}`;

const REFUSED = 'HIGH_COST_REFUSED';

const hrefOf = (id: string, type: string, { process, body }: Awaited): string =>
  addressOf(`/cases/${id}/do/${type}`, { process, body, to: '/authorisations' });

/** What waits for authority in a case, a row for each, as somebody with those roles sees it. */
export function authorityRows(
  { case: of, child, stage, awaited, clock }: AuthorityLine,
  roles: readonly string[],
  { today, calendar }: PlaceToday,
  closed: boolean,
): AuthorityRow[] {
  return awaited.map((each) => {
    const type = EVENTS[each.kind];
    const may = mayRecord(type, roles);
    const isForm = each.kind === 'highCostForm';
    const open = !closed && !(each.needFirst && isForm);
    return {
      title: titleOf(each),
      href: may && open ? hrefOf(of.id, type, each) : null,
      refuseHref: isForm && open && mayRecord(REFUSED, roles) ? hrefOf(of.id, REFUSED, each) : null,
      clause: each.clause,
      waitsFor: may ? null : anyOf(rolesFor(type)),
      needFirst: each.needFirst,
      name: nameOf(child),
      closed,
      caseHref: `/cases/${of.id}`,
      reference: of.reference,
      stage,
      weeklyCost: each.needFirst || closed ? null : each.weeklyCost,
      effectiveFrom: each.needFirst || closed ? null : each.effectiveFrom,
      since: each.since,
      waited: each.since && calendar.workingDaysBetween(each.since, today),
      clock: clock && deadlineShown(clock, today, calendar),
    };
  });
}
