import type { EventOf } from '../protocol/events.js';
import type { Situation } from '../protocol/process.js';
import { live, written } from '../protocol/record.js';
import { refuse } from '../protocol/refusal.js';
import { inWords, listedInWords } from '../protocol/words.js';
import type { Funder } from '../timescales/protocol-data.js';
import type { FundingEvents } from './funding.events.js';
import { awaitsHighCostForm, type FundingFacts } from './funding.facts.js';
import { fixedShares, fundingKind, weeklyParts } from './funding-kinds.js';
import { totalPercent, type Share } from './shares.js';

type S = Situation<FundingFacts>;
type Proposed = EventOf<FundingEvents, 'FUNDING_PROPOSED'>;
type Committed = EventOf<FundingEvents, 'FUNDING_COMMITTED'>;
type Approved = EventOf<FundingEvents, 'FUNDING_APPROVED'>;

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
