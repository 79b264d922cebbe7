import type { LocalDate } from '../calendar/local-date.js';
import type { EventOf, StoredEvent } from '../protocol/events.js';
import type { Situation } from '../protocol/process.js';
import { live, written } from '../protocol/record.js';
import { refuse } from '../protocol/refusal.js';
import { inWords, listedInWords } from '../protocol/words.js';
import type { Funder, FundingKind, ProtocolData } from '../timescales/protocol-data.js';
import type { FundingEvents } from './funding.events.js';
import { splitPence, totalPercent, type Part, type Share } from './shares.js';

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

type S = Situation<FundingFacts>;
type Proposed = EventOf<FundingEvents, 'FUNDING_PROPOSED'>;
type Committed = EventOf<FundingEvents, 'FUNDING_COMMITTED'>;
type Approved = EventOf<FundingEvents, 'FUNDING_APPROVED'>;
type Authorised = EventOf<FundingEvents, 'HIGH_COST_AUTHORISED'>;
type Refused = EventOf<FundingEvents, 'HIGH_COST_REFUSED'>;

/** What the protocol version says of a kind of funding; undefined for one it does not know. */
export const fundingKind = (protocol: ProtocolData, kind: string): FundingKind | undefined =>
  protocol.funding.kinds.find(({ slug }) => slug === kind);

/** The shares the protocol version fixes for a kind; null where they are decided case by case. */
const fixedShares = (kind: FundingKind | undefined): Share[] | null =>
  kind?.shares ? kind.funders.map((body) => ({ body, percent: kind.shares?.[body] ?? 0 })) : null;

/** The shares in per cent of such terms, computed where the protocol version fixes them (FUN-1, FUN-2, FUN-8). */
export const sharesOf = (
  terms: Pick<FundingTerms, 'kind' | 'shares'>,
  protocol: ProtocolData,
): readonly Share[] => fixedShares(fundingKind(protocol, terms.kind)) ?? terms.shares ?? [];

/** What each body pays a week, in pence that add up to the weekly cost (FUN-9). */
export const weeklyParts = (terms: FundingTerms, protocol: ProtocolData): Part[] =>
  splitPence(terms.weeklyCost, sharesOf(terms, protocol), protocol.funding.remainderTo.value);

const sorted = (bodies: readonly string[]): string => [...bodies].sort().join(', ');
const pounds = (pence: number): string =>
  `£${Math.floor(pence / 100)}.${String(pence % 100).padStart(2, '0')}`;

/** PAN-5: no money while need is before the panel, also of a child who has a package; what is agreed goes on meanwhile. */
export const needIsDecided = (s: S) =>
  live(s.record, 'panelItem').length > 0
    ? refuse(
        'PAN-5',
        'Need is before the joint panel again, and is decided before money. What is agreed goes on meanwhile.',
        ["the panel's decision on need"],
      )
    : null;

/** FUN-8: the kinds of funding are those of the protocol version. */
export const kindIsKnown = ({ content }: Proposed, s: S) =>
  fundingKind(s.protocol, content.kind)
    ? null
    : refuse(
        'FUN-8',
        `The protocol knows no funding of the kind '${content.kind}'.`,
        listedInWords(s.protocol.funding.kinds.map(({ slug, label }) => ({ slug, title: label }))),
      );

/** FUN-1, FUN-2: where the protocol version fixes the shares, others are refused. */
export const fixedSharesAreNotEntered = ({ content }: Proposed, s: S) => {
  const kind = fundingKind(s.protocol, content.kind);
  const fixed = fixedShares(kind);
  if (!kind || !fixed || !content.shares) return null;
  const words = (shares: readonly Share[]) =>
    sorted(shares.map(({ body, percent }) => `${inWords(body)} ${percent}%`));
  return words(content.shares) === words(fixed)
    ? null
    : refuse(kind.clause, `The split of this kind of package is fixed: ${words(fixed)}.`);
};

/** FUN-3, FUN-4: shares decided case by case name exactly the bodies that pay, total 100 and have their rationale. */
export const caseByCaseShares = ({ content }: Proposed, s: S) => {
  const kind = fundingKind(s.protocol, content.kind);
  if (!kind || kind.shares) return null;
  const { clause, funders: bodies } = kind;
  const shares = content.shares ?? [];
  const named = shares.map(({ body }) => body);
  const total = totalPercent(shares);
  return [
    ...(sorted(named) === sorted(bodies)
      ? []
      : [
          refuse(
            clause,
            'This split is decided case by case: each body that pays has one share, and no other.',
            [`one share each for ${sorted(bodies.map(inWords))}`],
          ),
        ]),
    ...(total === 100
      ? []
      : [
          refuse(clause, `The shares total ${total}%; they total exactly 100%.`, [
            'shares that total exactly 100%',
          ]),
        ]),
    ...shares
      .filter(({ percent }) => percent === 0)
      .map(({ body }) =>
        refuse(clause, `A share of nothing for ${inWords(body)}: the kind of package says who pays.`, [
          'a share of at least 1%',
        ]),
      ),
    ...(written(content.rationale)
      ? []
      : [refuse(clause, 'A split decided case by case has its rationale.', ['the rationale of the split'])]),
  ];
};

/** FUN-9: what is committed for each body is its share, to the penny. */
export const commitmentsAddUp = ({ content }: Committed, s: S) => {
  if (!s.facts.proposed) return null;
  const parts = weeklyParts(s.facts.proposed, s.protocol).filter(({ pence }) => pence > 0);
  const sumFor = (body: Funder) =>
    content.commitments.reduce((sum, one) => sum + (one.body === body ? one.weekly : 0), 0);
  const wrong = parts.filter(({ body, pence }) => sumFor(body) !== pence);
  const strangers = [...new Set(content.commitments.map(({ body }) => body))].filter(
    (body) => !parts.some((part) => part.body === body),
  );
  return wrong.length + strangers.length > 0
    ? refuse('FUN-9', 'The commitments of each body add up to its share, to the penny.', [
        ...wrong.map(
          ({ body, pence }) => `${inWords(body)}: ${pounds(pence)} a week, not ${pounds(sumFor(body))}`,
        ),
        ...strangers.map((body) => `${inWords(body)}: nothing, it has no share`),
      ])
    : null;
};

/** PAN-6: a member commits for their own side of the panel. */
export const membersSpeakForTheirBody = ({ content, evidence }: Committed) => {
  const others = content.commitments.filter(({ person, body }) => {
    const discipline = evidence.people?.[person]?.discipline ?? null;
    return discipline !== null && discipline !== body;
  });
  return others.length > 0
    ? refuse('PAN-6', 'A member commits funding only for the body they sit for.', [
        ...new Set(others.map(({ body }) => `a member who sits for ${inWords(body)}`)),
      ])
    : null;
};

/** PAN-6: only a body whose agreement is outstanding gives it. */
export const bodyIsOutstanding = ({ content }: Approved, s: S) =>
  s.facts.outstanding.includes(content.body)
    ? null
    : refuse(
        'PAN-6',
        `Nothing is outstanding from ${inWords(content.body)}.`,
        s.facts.outstanding.map((body) => `further agreement of ${inWords(body)}`),
      );

/** ROL-3: only the Chief Nurse or deputy authorises or refuses a high cost form. */
export const onlyTheChiefNurse = (s: S) =>
  s.protocol.parameters.highCostRoles.value.some((role) => s.event.by.roles.includes(role))
    ? null
    : refuse('ROL-3', 'Only the Chief Nurse or deputy decides on a high cost form.', [
        'the Chief Nurse or deputy',
      ]);

/** ROL-3: only a high cost form that waits is refused. */
export const formWaits = (s: S) =>
  s.facts.proposed === null || awaitsHighCostForm(s.facts)
    ? null
    : refuse('ROL-3', 'No high cost form waits: it was authorised, or the package needs none.');

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
