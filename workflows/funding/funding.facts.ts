import type { LocalDate } from '../calendar/local-date.js';
import type { EventOf, StoredEvent } from '../protocol/events.js';
import { inWords } from '../protocol/words.js';
import type { Funder } from '../timescales/protocol-data.js';
import type { FundingEvents } from './funding.events.js';
import type { Share } from './shares.js';

type Proposed = EventOf<FundingEvents, 'FUNDING_PROPOSED'>;
type Committed = EventOf<FundingEvents, 'FUNDING_COMMITTED'>;
type Approved = EventOf<FundingEvents, 'FUNDING_APPROVED'>;
type Authorised = EventOf<FundingEvents, 'HIGH_COST_AUTHORISED'>;
type Refused = EventOf<FundingEvents, 'HIGH_COST_REFUSED'>;

/** A split of the cost that holds from a day. */
export interface FundingTerms {
  version: number;
  kind: string;
  /** As entered for this case; null where the protocol version fixes them. */
  shares: readonly Share[] | null;
  /** Pence. */
  weeklyCost: number;
  effectiveFrom: LocalDate;
}

/** What is known of a package's funding. */
export interface FundingFacts {
  /** Of the terms last proposed; null before any. */
  kind: string | null;
  proposed: FundingTerms | null;
  /** The terms that stand, while others may be proposed (FUN-8). */
  agreed: FundingTerms | null;
  committed: boolean;
  /** Bodies whose further agreement is awaited (PAN-6). */
  outstanding: readonly Funder[];
  /** Weekly pence from which a high cost form is authorised; null: always (ROL-3). */
  highCostFrom: number | null;
  /** Weekly pence a member may commit for whom no limit is recorded; null: nothing (PAN-6). */
  limitWhereNone: number | null;
  highCostAuthorisedOn: LocalDate | null;
  /** Of what is proposed; until it is proposed again, nothing of it waits or is agreed (ROL-3). */
  highCostRefusedOn?: LocalDate | null;
}

/** The facts after a proposal, which asks for everything again. */
export const afterProposal = (facts: FundingFacts, { content }: Proposed): FundingFacts => ({
  ...facts,
  kind: content.kind,
  proposed: {
    version: (facts.proposed?.version ?? 0) + 1,
    kind: content.kind,
    shares: content.shares ?? null,
    weeklyCost: content.weeklyCost,
    effectiveFrom: content.effectiveFrom,
  },
  committed: false,
  outstanding: [],
  highCostAuthorisedOn: null,
  highCostRefusedOn: null,
});

/** Whether the high cost form of what is proposed was refused: the funding waits to be proposed again (ROL-3). */
export const isRefused = ({ highCostRefusedOn }: FundingFacts): boolean =>
  (highCostRefusedOn ?? null) !== null;

/** Whether the high cost form is still to be authorised by the Chief Nurse or deputy (ROL-3). */
export const awaitsHighCostForm = (facts: FundingFacts): boolean => {
  const { proposed, highCostFrom, highCostAuthorisedOn } = facts;
  return (
    highCostAuthorisedOn === null &&
    !isRefused(facts) &&
    (highCostFrom === null || (proposed !== null && proposed.weeklyCost >= highCostFrom))
  );
};

/** What is still to come before the funding is agreed, in words; empty once every agreement is there (PAN-6, ROL-3). */
export const stillToAgree = (facts: FundingFacts): string[] =>
  isRefused(facts)
    ? ['the funding, proposed again: the high cost form was refused']
    : [
        ...(facts.proposed && facts.committed
          ? facts.outstanding.map((body) => `further agreement of ${inWords(body)}`)
          : ['the funding, committed']),
        ...(awaitsHighCostForm(facts) ? ['the authorisation of the high cost form'] : []),
      ];

/** Whether every agreement is there, the high cost form's authorisation among them. */
export const settled = (facts: FundingFacts): boolean => stillToAgree(facts).length === 0;

const settling = (facts: FundingFacts): FundingFacts =>
  settled(facts) ? { ...facts, agreed: facts.proposed } : facts;

/** A body stays outstanding where a member who commits for it goes beyond their limit, or has none (PAN-6). */
function beyondAuthority({ limitWhereNone }: FundingFacts, { content, evidence }: Committed): Funder[] {
  const sums = new Map<string, number>();
  for (const { person, weekly } of content.commitments) sums.set(person, (sums.get(person) ?? 0) + weekly);
  const within = (person: string) => {
    const known = evidence.people?.[person];
    const limit = known?.delegatedLimitPence ?? limitWhereNone;
    return (
      known !== undefined && known.organisation !== null && limit !== null && (sums.get(person) ?? 0) <= limit
    );
  };
  return [...new Set(content.commitments.filter(({ person }) => !within(person)).map(({ body }) => body))];
}

/** The facts after a commitment, an approval or an authorisation. */
export const afterCommitment = (facts: FundingFacts, event: Committed): FundingFacts =>
  settling({ ...facts, committed: true, outstanding: beyondAuthority(facts, event) });
export const afterApproval = (facts: FundingFacts, { content }: Approved): FundingFacts =>
  settling({ ...facts, outstanding: facts.outstanding.filter((body) => body !== content.body) });
export const afterAuthorisation = (facts: FundingFacts, { content }: Authorised): FundingFacts =>
  settling({ ...facts, highCostAuthorisedOn: content.authorisedOn });

/** The facts after a refusal: what was committed to those terms falls with them; terms agreed before them stand (FUN-8). */
export const afterRefusal = (facts: FundingFacts, { content }: Refused): FundingFacts => ({
  ...facts,
  committed: false,
  outstanding: [],
  highCostRefusedOn: content.refusedOn,
});

/** An arrow's condition: everything is agreed once this is recorded. */
export const settledBy =
  <E extends StoredEvent>(after: (facts: FundingFacts, event: E) => FundingFacts) =>
  (facts: FundingFacts, event: StoredEvent): boolean =>
    settled(after(facts, event as E));
