import {
  CLAUSE_KINDS,
  FUNDERS,
  PROCUREMENT_ROUTES,
  type AssuranceRequirement,
  type BreachReasonKind,
  type Choice,
  type Clause,
  type FundingKind,
  type FundingRules,
  type NoticeRules,
  type OwedNotice,
  type PanelRules,
  type ProtocolParameters,
  type Question,
  type Quorum,
  type ReviewKind,
} from '../../workflows/protocol/index.js';
import { BEYOND_ROLES, ROLES, type Role } from '../access/roles.js';
import {
  byName,
  group,
  list,
  oneOf,
  optional,
  orNull,
  timeOfDay,
  whole,
  withDefault,
  words,
  yesNo,
  type Check,
} from './checks.js';
import { parameter } from './parameter-check.js';
import { forecast, queues } from './queue-checks.js';
import { dayLength, length } from './timescale-checks.js';
import { caseloadWeight } from './workload-checks.js';

const OLDEST = 120;
const age = parameter(whole(0, OLDEST));
const slugs = parameter(list(words, { min: 1 }));
const choices = parameter(list(group<Choice>({ slug: words, title: words }), { min: 1 }));
const questions = parameter(list(group<Question>({ slug: words, text: words }), { min: 1 }));
const lengthOfTime = parameter(length);
const fraction = group({ part: whole(1), of: whole(1) });

export const clause: Check<Clause> = group<Clause>({
  id: words,
  section: words,
  sectionTitle: words,
  kind: oneOf(CLAUSE_KINDS),
  title: words,
  rule: words,
  does: words,
  local: withDefault(yesNo, false),
});

export const panel: Check<PanelRules> = group<PanelRules>({
  frequency: lengthOfTime,
  arrangedAhead: lengthOfTime,
  quorum: parameter(
    group<Quorum>({
      chair: whole(0),
      health: whole(0),
      socialCare: whole(0),
      education: whole(0),
      clinicians: whole(0),
      commissioners: whole(0),
    }),
  ),
  quorumCountedAfterExclusions: parameter(yesNo),
  papersCloseWorkingDaysBefore: parameter(whole(0)),
  packCirculatedWorkingDaysBefore: parameter(whole(0)),
  capacity: parameter(whole(1)),
});

const WHOLE_PER_CENT = 100;

const fundingKind: Check<FundingKind> = (value, path, report) => {
  const checked = group<FundingKind>({
    slug: words,
    label: words,
    clause: words,
    funders: list(oneOf(FUNDERS), { min: 1 }),
    shares: orNull(byName(whole(0, WHOLE_PER_CENT))),
    procurement: parameter(oneOf(PROCUREMENT_ROUTES)),
  })(value, path, report);
  if (!checked.shares) return checked;
  const total = Object.values(checked.shares).reduce((sum, share) => sum + share, 0);
  if (total !== WHOLE_PER_CENT) report([...path, 'shares'], `total ${total}, but must total exactly 100`);
  const funders: readonly string[] = checked.funders;
  for (const name of Object.keys(checked.shares).filter((each) => !funders.includes(each))) {
    report([...path, 'shares', name], 'is none of the funders of this kind');
  }
  return checked;
};

export const funding: Check<FundingRules> = group<FundingRules>({
  kinds: list(fundingKind, { min: 1 }),
  remainderTo: parameter(list(oneOf(FUNDERS), { min: 1 })),
  weeksPerYear: parameter(whole(1)),
});

const owed = byName(
  list(
    group<OwedNotice>({
      recipient: words,
      form: oneOf(['any', 'verbal', 'written']),
      clause: words,
      local: yesNo,
    }),
  ),
);

export const notices: Check<NoticeRules> = group<NoticeRules>({ owed, withEhcp: owed });

export const parameters: Check<ProtocolParameters> = group<ProtocolParameters>({
  upToAge: age,
  straightToAdultTeamFromAge: age,
  ownConsentFromAge: age,
  leapDayBirthday: parameter(oneOf(['1 March', '28 February'])),
  warning: parameter(group({ lengthPassed: fraction })),
  dueSoon: parameter(group({ lastWorkingDays: whole(1), lastPartOfHours: fraction })),
  critical: parameter(group({ overByWorkingDays: whole(0), overByOwnLengths: whole(0) })),
  escalation: parameter(list(group({ to: words, overByWorkingDays: whole(0) }))),
  ownerRoles: parameter(byName(list(oneOf(Object.keys(ROLES) as Role[]), { min: 1 }))),
  namedOnForms: parameter(
    byName(list(oneOf([...(Object.keys(ROLES) as Role[]), ...BEYOND_ROLES]), { min: 1 })),
  ),
  breachReasons: parameter(
    list(group<BreachReasonKind>({ slug: words, title: words, needsWords: withDefault(yesNo, false) }), {
      min: 1,
    }),
  ),
  digestAt: parameter(timeOfDay),
  calendarHorizonDays: parameter(whole(1)),
  queues,
  forecast,
  digestLines: parameter(whole(1)),
  reportedNationalClock: parameter(words),
  receiptCutOff: parameter(orNull(words)),
  annualReviewBasis: parameter(oneOf(['lastReviewCompleted', 'packageCommenced'])),
  assessmentAge: lengthOfTime,
  assuranceExpiryWarning: lengthOfTime,
  needKinds: choices,
  referrerSettings: choices,
  checklistDisciplines: slugs,
  mdtDisciplines: slugs,
  evidenceAreas: slugs,
  evidenceKinds: choices,
  qualityAssuranceQuestions: questions,
  consideredList: questions,
  assuranceKinds: parameter(
    list(
      group<AssuranceRequirement>({
        slug: words,
        title: words,
        per: oneOf(['carerTask', 'package']),
        competence: optional(words),
      }),
      { min: 1 },
    ),
  ),
  careTasks: choices,
  skills: choices,
  contingencies: choices,
  providerKinds: choices,
  reviewKinds: parameter(
    list(
      group<ReviewKind>({
        slug: words,
        title: words,
        timescale: optional(words),
        forms: list(words, { min: 1 }),
      }),
      { min: 1 },
    ),
  ),
  reviewOutcomes: choices,
  reviewForms: choices,
  highCostThresholdPence: parameter(byName(orNull(whole(0)))),
  highCostRoles: slugs,
  delegatedLimitPence: parameter(orNull(whole(0))),
  appealWindow: lengthOfTime,
  reductionNotice: lengthOfTime,
  reductionNeeds: choices,
  budgetFirstReview: lengthOfTime,
  budgetLaterReviews: lengthOfTime,
  budgetContingencyWeeks: parameter(whole(0)),
  assessorCompetence: parameter(words),
  clockApprovers: slugs,
  clockMovedAtMost: parameter(group({ extension: dayLength, exception: dayLength })),
  pauseForeseenWorkingDays: parameter(list(whole(0), { min: 1 })),
  caseloadWeights: parameter(list(caseloadWeight, { min: 1 })),
  caseloadCapacity: parameter(group({ points: whole(1), overWorkingDays: whole(1) })),
  absenceReasons: choices,
  openingDraftDays: parameter(whole(1)),
  retention: parameter(
    group({
      untilAge: whole(0, OLDEST),
      ifTreatmentEndedAtAge: whole(0, OLDEST),
      thenUntilAge: whole(0, OLDEST),
    }),
  ),
});
