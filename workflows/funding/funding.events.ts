import {
  anyDate,
  choice,
  code,
  group,
  integer,
  list,
  optional,
  happenedOn,
  pence,
  person,
  text,
} from '../protocol/fields.js';
import { defineEvents } from '../protocol/events.js';
import { FUNDERS } from '../timescales/protocol-data.js';

const NEED_BEFORE_MONEY =
  'Need and eligibility are decided before money: funding opens with the decision that the child is eligible.';

/** What can happen to the funding of a package. */
export const fundingEvents = defineEvents({
  FUNDING_PROPOSED: {
    title: 'Propose the funding',
    clauses: ['FUN-1', 'FUN-2', 'FUN-3', 'FUN-4', 'FUN-8', 'FUN-9', 'PAN-5'],
    order: { clause: 'PAN-5', words: NEED_BEFORE_MONEY },
    fields: {
      kind: code('Kind of package, by who pays', 'fundingKinds'),
      shares: optional(
        list(
          'Shares, where they are decided case by case',
          group('Share', {
            body: choice('Body', FUNDERS),
            percent: integer('Per cent', { min: 0, max: 100 }),
          }),
          { min: 1, max: FUNDERS.length },
        ),
      ),
      weeklyCost: pence('Weekly cost'),
      effectiveFrom: anyDate('Effective from'),
      rationale: optional(text('Why this split')),
    },
  },
  FUNDING_COMMITTED: {
    title: 'Commit the funding',
    clauses: ['PAN-6', 'FUN-9', 'PAN-5'],
    order: { clause: 'PAN-5', words: `${NEED_BEFORE_MONEY} Members commit to a split that was proposed.` },
    fields: {
      commitments: list(
        'Who commits what',
        group('Commitment', {
          person: person('Member'),
          body: choice('For', FUNDERS),
          weekly: pence('Each week'),
        }),
        { min: 1 },
      ),
    },
  },
  FUNDING_APPROVED: {
    title: "Record a body's further agreement",
    clauses: ['PAN-6'],
    order: { clause: 'PAN-6', words: 'Further agreement follows agreement in principle.' },
    fields: {
      body: choice('Body', FUNDERS),
      approvedOn: happenedOn('Approved on'),
      reason: text('Reason, and by whose authority'),
    },
  },
  HIGH_COST_AUTHORISED: {
    title: 'Authorise the high cost form',
    clauses: ['ROL-3'],
    order: {
      clause: 'PAN-5',
      words: `${NEED_BEFORE_MONEY} A high cost form is authorised once the funding is proposed.`,
    },
    fields: { authorisedOn: happenedOn('Authorised on'), reason: text('Reason') },
  },
  HIGH_COST_REFUSED: {
    title: 'Refuse the high cost form',
    clauses: ['ROL-3'],
    order: {
      clause: 'PAN-5',
      words: `${NEED_BEFORE_MONEY} A high cost form is refused while it waits to be authorised; the funding is then proposed again.`,
    },
    fields: { refusedOn: happenedOn('Refused on'), reason: text('Reason, and what would have to change') },
  },
});

export type FundingEvents = typeof fundingEvents;
