import { dateInWords, type LocalDate } from '../calendar/local-date.js';
import { levelRefused, unscoredDomains } from '../decision-support/guide.js';
import type { EventOf } from '../protocol/events.js';
import type { MilestoneDraft, Situation } from '../protocol/process.js';
import type { CaseFacts, EhcpFacts } from '../protocol/record.js';
import { refuse } from '../protocol/refusal.js';
import { listedInWords } from '../protocol/words.js';
import { dueOf } from '../timescales/count-due.js';
import { type ReviewKind } from '../timescales/parameters.js';
import { timescaleOf } from '../timescales/protocol-data.js';
import type { ReviewEvents } from './review.events.js';

/** What is known of a review to come. */
export interface ReviewFacts {
  /** One of the protocol version's kinds of review. */
  kind: string;
  reviewer: string | null;
  plannedOn: LocalDate | null;
}

type S = Situation<ReviewFacts>;
type Named = EventOf<ReviewEvents, 'REVIEWER_NAMED'>;
type Planned = EventOf<ReviewEvents, 'REVIEW_PLANNED'>;
type Completed = EventOf<ReviewEvents, 'REVIEW_COMPLETED'>;

const FULL_FORM = 'decisionSupportTool';
const LAST_OUTCOME = 'end';

const kindOf = (s: S): ReviewKind | undefined =>
  s.protocol.parameters.reviewKinds.value.find(({ slug }) => slug === s.facts.kind);

/** The day this review's clock counts from; null where none runs. */
const countsFrom = (s: S): LocalDate | null =>
  s.record.milestones.find(({ keys }) => keys['nextReview'] === s.process.id)?.on ?? null;

/** The day this review is due by its clock; null where none runs. */
export function reviewDueOn(s: S): LocalDate | null {
  const timescale = kindOf(s)?.timescale;
  const row = timescale === undefined ? undefined : timescaleOf(s.protocol, timescale);
  const from = countsFrom(s);
  return row && from !== null ? dueOf(row, { on: from }, s.calendar).dueOn : null;
}

/** The day to propose for a review: that of the plan's own review where it falls by the due day, else the due day (REV-5). */
export const proposedOn = (dueOn: LocalDate, ehcp: EhcpFacts | null, today: LocalDate): LocalDate =>
  ehcp?.status === 'inPlace' && ehcp.reviewOn !== null && ehcp.reviewOn >= today && ehcp.reviewOn <= dueOn
    ? ehcp.reviewOn
    : dueOn;

/** REV-10, ROL-7: a reviewer has the recorded competence. */
export const reviewerIsCompetent = ({ content, evidence }: Named, s: S) => {
  const competence = s.protocol.parameters.assessorCompetence.value;
  return evidence.people?.[content.reviewer]?.competences.includes(competence)
    ? null
    : refuse(
        ['ROL-7', 'REV-10'],
        "Reviews are done by the CCCSN or another health professional experienced with children's complex needs.",
        [`a reviewer with the recorded competence '${competence}'`],
      );
};

/** REV-5: the review of an education, health and care plan proposes the day; it never delays the review. */
export const planNeverDelays = ({ content }: Planned, s: S) => {
  if (!content.becauseOfEhcp) return null;
  const dueOn = reviewDueOn(s);
  return dueOn !== null && content.plannedOn > dueOn
    ? refuse(
        'REV-5',
        `The plan's review proposes a day and never delays this review, which is due on ${dateInWords(dueOn)}.`,
        [`a day by ${dateInWords(dueOn)}`],
      )
    : null;
};

/** REV-1, REV-2: a review is not completed before what it counts from. */
export const notBeforeItsStart = ({ content }: Completed, s: S) => {
  const from = countsFrom(s);
  return from !== null && content.completedOn < from && !countsFromDueDays(s)
    ? refuse(
        ['REV-1', 'REV-2'],
        `This review counts from ${dateInWords(from)}; it cannot have been completed before.`,
      )
    : null;
};

/** REV-6: the outcome is one the protocol version lists. */
export const outcomeIsKnown = ({ content }: Completed, s: S) => {
  const outcomes = s.protocol.parameters.reviewOutcomes.value;
  return outcomes.some(({ slug }) => slug === content.outcome)
    ? null
    : refuse('REV-6', `A review has no outcome '${content.outcome}'.`, listedInWords(outcomes));
};

/** REV-6: the form is one this kind of review may be done on. */
export const formFitsTheReview = ({ content }: Completed, s: S) => {
  const forms = kindOf(s)?.forms ?? [];
  const may = s.protocol.parameters.reviewForms.value.filter(({ slug }) => forms.includes(slug));
  return forms.includes(content.form)
    ? null
    : refuse('REV-6', `This review is not done on the form '${content.form}'.`, listedInWords(may));
};

/** The levels as a table by care domain. */
export const levelsOf = (given: readonly { domain: string; level: string }[]): Record<string, string> =>
  Object.fromEntries(given.map(({ domain, level }) => [domain, level]));

/** REV-6, HNA-3: a full decision support tool has a level, of those it has, for every care domain. */
export const fullFormHasEveryLevel = ({ content }: Completed, s: S) => {
  const levels = content.levels ?? [];
  const missing = content.form === FULL_FORM ? unscoredDomains(levelsOf(levels), s.protocol) : [];
  return [
    ...(missing.length > 0
      ? [
          refuse(
            ['REV-6', 'HNA-3'],
            'A review on the full decision support tool gives every care domain its level.',
            missing,
          ),
        ]
      : []),
    ...levels
      .flatMap(({ domain, level }) => levelRefused(domain, level, s.protocol) ?? [])
      .map((why) => refuse('HNA-3', why)),
  ];
};

/** REV-6: the levels of a review on the full tool, and the care domains whose level is another than before. */
export function comparedWithTheLast(
  levels: Record<string, string>,
  s: S,
): Pick<CaseFacts, 'lastLevels' | 'levelsChanged'> {
  const before = s.record.facts.lastLevels ?? {};
  const levelsChanged = Object.entries(levels)
    .filter(([domain, level]) => before[domain] !== level)
    .map(([domain, level]) => ({ domain, before: before[domain] ?? null, after: level }));
  return { lastLevels: levels, levelsChanged };
}

/** Outcomes that the service itself carries out: the next review opens, or a new assessment. */
const CARRIED_OUT = ['continue', 'fullReassessment'];

/** What the review leaves to people to carry out (REV-6). */
export const asksFor = ({ outcome, completedOn }: Completed['content']) =>
  CARRIED_OUT.includes(outcome) ? null : { outcome, on: completedOn };

/** Whether no review follows. */
export const isLast = ({ outcome }: Completed['content']): boolean => outcome === LAST_OUTCOME;

/** REV-2: whether yearly reviews count from the days they fall due, and not from the day of the last one. */
const countsFromDueDays = (s: S): boolean =>
  s.protocol.parameters.annualReviewBasis.value === 'packageCommenced';

/** The day the next review counts from, where it is the package's years that count: those after commencement. */
function yearBegins(s: S, completedOn: LocalDate): LocalDate {
  const from = countsFrom(s);
  if (from === null) return completedOn;
  return s.facts.kind === 'annual' ? (reviewDueOn(s) ?? completedOn) : from;
}

/** The review completed, and what the next one counts from (REV-2). */
export function completed({ content }: Completed, s: S): MilestoneDraft[] {
  const next: Record<string, string> = isLast(content) ? {} : { nextReview: s.nextId('review') };
  const done = { kind: 'REVIEW_COMPLETED', on: content.completedOn };
  return countsFromDueDays(s) && !isLast(content)
    ? [done, { kind: 'REVIEW_YEAR_BEGUN', on: yearBegins(s, content.completedOn), keys: next }]
    : [{ ...done, keys: next }];
}
