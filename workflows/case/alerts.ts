import { dateInWords, type LocalDate } from '../calendar/local-date.js';
import { unexplained } from './breaches.js';
import { stillToAgree, type FundingFacts } from '../funding/funding.facts.js';
import type { PackageFacts } from '../package/package.rules.js';
import { live, type CaseRecord } from '../protocol/record.js';
import type { Rules } from '../protocol/outcome.js';
import { refuse, type Refusal } from '../protocol/refusal.js';
import { assuranceGaps, expiring, expiringWords } from '../provision/assurances.js';
import type { ProvisionFacts } from '../provision/provision.rules.js';
import { proposedOn, type ReviewFacts } from '../review/review.rules.js';
import { addLength } from '../timescales/count-due.js';
import { deriveDeadlines } from '../timescales/deadlines.js';
import { lengthInWords } from '../timescales/timescale.js';

/** What whoever opens a case is to see of it: the clauses, a sentence, and what is concerned, one thing each. */
export type Alert = Refusal;

/** What an alert is judged by. */
interface Seen extends Rules {
  record: CaseRecord;
  today: LocalDate;
  /** The day of the meeting the case is listed for, or of the next that can still take it; null where none is arranged. */
  nextPanelOn: LocalDate | null;
}

/** ROL-1: every open case has a named assessor. */
const nobodyNamed = ({ record }: Seen) =>
  record.facts.assessor === null
    ? refuse('ROL-1', 'The case has no named assessor.', ['a nominated assessor'])
    : null;

/** CHK-3: what a withdrawal halts, and that live care goes on. */
const consentWithdrawn = ({ record }: Seen) =>
  live(record, 'consent').some(({ value }) => value === 'withdrawn')
    ? refuse(
        'CHK-3',
        live(record, 'package').length > 0
          ? 'Consent is withdrawn: nothing is shared with anyone. The care that is given goes on, and is made safe.'
          : 'Consent is withdrawn: nothing is shared with anyone, and nothing goes to the panel.',
        ['consent given again'],
      )
    : null;

/** PRV-1: care that is given today, or soon will be, without its assurance. */
const careAssured = ({ record, today, protocol, calendar }: Seen): Alert[] => {
  const { assuranceKinds, assuranceExpiryWarning } = protocol.parameters;
  const until = addLength(today, assuranceExpiryWarning.value, calendar);
  return live<PackageFacts>(record, 'package').flatMap(({ facts }) => {
    const gaps = assuranceGaps(facts, today, assuranceKinds.value);
    const soon = expiring(facts, today, until).map((one) => expiringWords(facts, one, assuranceKinds.value));
    return [
      ...(gaps.length > 0
        ? [refuse('PRV-1', 'Clinical governance of the package under way is not assured today.', gaps)]
        : []),
      ...(soon.length > 0
        ? [
            refuse(
              'PRV-1',
              `Assurances of the package under way end within ${lengthInWords(assuranceExpiryWarning.value)}.`,
              soon,
            ),
          ]
        : []),
    ];
  });
};

/** PRV-2: a package designed on an assessment older than the protocol's limit. */
const oldAssessment = ({ record, protocol }: Seen) =>
  live<ProvisionFacts>(record, 'provision').some(({ facts }) => facts.oldAssessment)
    ? refuse(
        'PRV-2',
        `The package is designed on an assessment older than ${lengthInWords(protocol.parameters.assessmentAge.value)}.`,
      )
    : null;

/** PAN-6: agreement in principle, and whose further agreement is outstanding. */
const agreedInPrinciple = ({ record }: Seen): Alert[] =>
  live<FundingFacts>(record, 'funding')
    .filter(({ value }) => value === 'agreedInPrinciple')
    .map(({ facts }) =>
      refuse(
        'PAN-6',
        'The funding is agreed in principle, subject to further agreement.',
        stillToAgree(facts),
      ),
    );

/** ROL-3: a high cost form was refused, and the funding is not proposed again yet. */
const highCostRefused = ({ record }: Seen): Alert[] =>
  live<FundingFacts>(record, 'funding')
    .filter(({ value }) => value === 'refused')
    .map(() => refuse('ROL-3', 'The high cost form was refused.', ['the funding, proposed again']));

const BEFORE_THE_PANEL: readonly string[] = ['ready', 'listed', 'deferred'];

/** PAN-1: whether the meeting that comes next for the case comes too late for its clock. */
const meetingTooLate = ({ record, nextPanelOn, ...rules }: Seen) => {
  const waiting = live(record, 'panelItem').filter(({ value }) => BEFORE_THE_PANEL.includes(value));
  if (waiting.length === 0) return null;
  if (nextPanelOn === null) {
    return refuse(
      'PAN-1',
      'The case waits for the joint panel, and no meeting that can take it is arranged.',
      ['a meeting of the joint panel'],
    );
  }
  const reported = rules.protocol.parameters.reportedNationalClock.value;
  const clock = deriveDeadlines(record, rules).findLast(
    ({ timescale, settled }) => timescale === reported && settled === null,
  );
  const which = waiting.some(({ value }) => value === 'listed')
    ? 'The meeting with the case on its agenda'
    : 'The next meeting that can take the case';
  return clock && nextPanelOn > clock.dueOn
    ? refuse(
        ['PAN-1', ...clock.clauses],
        `${which} is on ${dateInWords(nextPanelOn)}: the decision is due on ${dateInWords(clock.dueOn)}.`,
      )
    : null;
};

/** REV-6: what the last review came to, until it is carried out. */
const reviewToCarryOut = ({ record, protocol }: Seen) => {
  const { reviewAsksFor } = record.facts;
  if (!reviewAsksFor) return null;
  const { outcome, on } = reviewAsksFor;
  const title =
    protocol.parameters.reviewOutcomes.value.find(({ slug }) => slug === outcome)?.title ?? outcome;
  return refuse(
    'REV-6',
    `The review of ${dateInWords(on)} came to '${title}', which is still to be carried out.`,
  );
};

/** REV-5: a review that is not planned yet and may be held with that of the child's plan. */
const reviewWithThePlan = ({ record, today, ...rules }: Seen): Alert[] =>
  live<ReviewFacts>(record, 'review')
    .filter(({ facts }) => facts.plannedOn === null)
    .flatMap(({ id }) =>
      deriveDeadlines(record, rules).filter(({ key, settled }) => settled === null && key.endsWith(`/${id}`)),
    )
    .flatMap(({ dueOn }) => {
      const proposed = proposedOn(dueOn, record.facts.ehcp, today);
      return proposed === dueOn
        ? []
        : [
            refuse(
              'REV-5',
              `The review due on ${dateInWords(dueOn)} may be held with that of the education, health and care plan on ${dateInWords(proposed)}.`,
            ),
          ];
    });

/** SCO-10: what a person brings to the family by hand. */
const owedByHand = ({ record }: Seen) =>
  record.facts.died && record.facts.died.owedByHand.length > 0
    ? refuse(
        'SCO-10',
        'What is owed to the family is brought to them by a person.',
        record.facts.died.owedByHand,
      )
    : null;

const WHILE_OPEN = [
  nobodyNamed,
  unexplained,
  consentWithdrawn,
  meetingTooLate,
  agreedInPrinciple,
  highCostRefused,
  oldAssessment,
  careAssured,
  reviewToCarryOut,
  reviewWithThePlan,
] as const;

/** Everything that whoever opens the case is to see, judged for that day; nothing but what is owed after a death. */
export function alertsOf(
  record: CaseRecord,
  seen: Pick<Seen, 'today' | 'nextPanelOn'>,
  { protocol, calendar }: Rules,
): Alert[] {
  const all: Seen = { record, ...seen, protocol, calendar };
  if (record.facts.died) return [owedByHand(all)].flatMap((alert) => alert ?? []);
  if (record.facts.closed) return [];
  return WHILE_OPEN.flatMap((alert) => alert(all) ?? []);
}

/** Whether where the next meeting falls matters to the case. */
export const waitsForThePanel = (record: CaseRecord): boolean => live(record, 'panelItem').length > 0;
