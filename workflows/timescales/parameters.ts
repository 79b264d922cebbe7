import type { LeapBirthday } from '../calendar/local-date.js';
import type { ForecastStep } from '../forecast/under-way.js';
import type { Length } from './timescale.js';

/** A value of the protocol, the clause it rests on, and whether the place decided it because the protocol is silent. */
export interface Parameter<T> {
  value: T;
  /** Null where no clause of the register speaks of it. */
  clause: string | null;
  local: boolean;
  note?: string;
}

/** A choice people are offered, by slug. */
export interface Choice {
  slug: string;
  title: string;
}

/** A reason why a deadline was missed (ROL-4). */
export interface BreachReasonKind extends Choice {
  /** Whether it says nothing without words of its own. */
  needsWords: boolean;
}

/** The word by which an escalation names whoever owns the deadline. */
export const THE_OWNER = 'owner';

/** A question that is answered yes or no. */
export interface Question {
  slug: string;
  text: string;
}

/** A kind of clinical governance assurance, needed for each task of each carer or once for the package (PRV-1). */
export interface AssuranceRequirement extends Choice {
  per: 'carerTask' | 'package';
  /** The competence of whoever gives it, where the protocol asks for one. */
  competence?: string;
}

/** A kind of review: the clock it answers, where it has one, and the forms it may be done on (REV-6). */
export interface ReviewKind extends Choice {
  timescale?: string;
  forms: readonly string[];
}

/** How long something is overdue: up to so many days, and more than the bucket before; null for the last. */
export interface AgeingBucket {
  slug: string;
  title: string;
  upTo: number | null;
}

/** What the overdue-case queues go by. */
export interface QueueRules {
  /** Due in so many working days, today's left out. */
  dueInWorkingDays: number;
  ageing: Readonly<Record<'workingDays' | 'calendarDays', readonly AgeingBucket[]>>;
  /** For how many hours an answer's moment can be sent back. */
  asAtKeptHours: number;
  /** Most deadlines of one file. */
  exportAtMost: number;
}

/** What the forecast goes by. */
export interface ForecastRules {
  /** How far it looks ahead, in working days. */
  horizonsWorkingDays: readonly number[];
  /** How many months back durations are measured. */
  historyMonths: number;
  /** Fewer past ones than this say nothing; the default counts. */
  fewestObservations: number;
  /** Titles of the steps of a course. */
  steps: Readonly<Record<ForecastStep, string>>;
  /** Clocks of several steps, each with its steps in order. */
  courses: Readonly<Record<string, readonly ForecastStep[]>>;
  /** The clocks by which the steps of a course are measured: from the checklist, from the assessment, and from the panel. */
  clocks: Readonly<Record<'checklist' | 'assessed' | 'decided', string>>;
  /** Calendar days a step, or a clock of a single step, usually takes, for want of history. */
  usualDays: Readonly<Record<string, number>>;
  otherwiseDays: number;
  /**
   * How many past months its error is measured over, and over at most how many cases of each; where fewer breaches came, or
   * were foreseen, than `fewestBreaches`, it says nothing of how right it is.
   */
  measured: { months: number; casesEach: number; fewestBreaches: number };
}

/**
 * What a case weighs in its assessor's caseload while it has such a process, in one of those states where some are named.
 * A row for the case itself counts where no other does.
 */
export interface CaseloadWeight extends Choice {
  process: string;
  states?: readonly string[];
  points: number;
}

interface Fraction {
  part: number;
  of: number;
}

/** Every other value of a protocol version. Lengths and counts are in the units their names say. */
export interface ProtocolParameters {
  upToAge: Parameter<number>;
  straightToAdultTeamFromAge: Parameter<number>;
  ownConsentFromAge: Parameter<number>;
  leapDayBirthday: Parameter<LeapBirthday>;
  warning: Parameter<{ lengthPassed: Fraction }>;
  dueSoon: Parameter<{ lastWorkingDays: number; lastPartOfHours: Fraction }>;
  critical: Parameter<{ overByWorkingDays: number; overByOwnLengths: number }>;
  escalation: Parameter<readonly { to: string; overByWorkingDays: number }[]>;
  /** The roles that answer to each word by which a timescale or an escalation names an owner. */
  ownerRoles: Parameter<Readonly<Record<string, readonly string[]>>>;
  /** Whom forms offer for a field that names a person, by `EVENT.field` or by field: roles, or one of `BEYOND_ROLES`. */
  namedOnForms: Parameter<Readonly<Record<string, readonly string[]>>>;
  /** Why a deadline was missed, as its owner is asked (ROL-4). */
  breachReasons: Parameter<readonly BreachReasonKind[]>;
  /** London time of day, such as 07:30, at which people get the summary of what is due. */
  digestAt: Parameter<string>;
  /** Days ahead that the calendar is to reach. */
  calendarHorizonDays: Parameter<number>;
  /** How many lines of a kind that summary shows before it only counts them. */
  digestLines: Parameter<number>;
  /** The timescale reported as the service's six weeks. */
  reportedNationalClock: Parameter<string>;
  /** London time of day after which a receipt counts as the next day's; null: none. */
  receiptCutOff: Parameter<string | null>;
  annualReviewBasis: Parameter<'lastReviewCompleted' | 'packageCommenced'>;
  assessmentAge: Parameter<Length>;
  needKinds: Parameter<readonly Choice[]>;
  referrerSettings: Parameter<readonly Choice[]>;
  checklistDisciplines: Parameter<readonly string[]>;
  mdtDisciplines: Parameter<readonly string[]>;
  evidenceAreas: Parameter<readonly string[]>;
  evidenceKinds: Parameter<readonly Choice[]>;
  qualityAssuranceQuestions: Parameter<readonly Question[]>;
  consideredList: Parameter<readonly Question[]>;
  assuranceKinds: Parameter<readonly AssuranceRequirement[]>;
  /** How long before an assurance of a package under way ends it is spoken of. */
  assuranceExpiryWarning: Parameter<Length>;
  /** Healthcare tasks that carers are assured for. */
  careTasks: Parameter<readonly Choice[]>;
  /** Levels of skill of a package's elements. */
  skills: Parameter<readonly Choice[]>;
  contingencies: Parameter<readonly Choice[]>;
  providerKinds: Parameter<readonly Choice[]>;
  reviewKinds: Parameter<readonly ReviewKind[]>;
  reviewOutcomes: Parameter<readonly Choice[]>;
  reviewForms: Parameter<readonly Choice[]>;
  /** Weekly pence from which a role's authorisation is needed; null: always. */
  highCostThresholdPence: Parameter<Readonly<Record<string, number | null>>>;
  /** Roles that may authorise high cost forms and discretionary budgets. */
  highCostRoles: Parameter<readonly string[]>;
  /** Weekly pence a member may commit where none is recorded for them; null: nothing, agreement is in principle. */
  delegatedLimitPence: Parameter<number | null>;
  appealWindow: Parameter<Length>;
  reductionNotice: Parameter<Length>;
  /** What a reduction or withdrawal cannot do without (REV-7). */
  reductionNeeds: Parameter<readonly Choice[]>;
  budgetFirstReview: Parameter<Length>;
  budgetLaterReviews: Parameter<Length>;
  budgetContingencyWeeks: Parameter<number>;
  /** The competence without which nobody assesses or reviews (ROL-7). */
  assessorCompetence: Parameter<string>;
  /** Roles that may approve an exception, extension or pause of a clock, never the person who asks for it. */
  clockApprovers: Parameter<readonly string[]>;
  /** How far after its original due date all extensions of a clock may move it, and the new target of an exception may lie. */
  clockMovedAtMost: Parameter<Readonly<Record<'extension' | 'exception', Length>>>;
  /** Working days from today on which a paused clock is imagined to run on, to show what a pause does. */
  pauseForeseenWorkingDays: Parameter<readonly number[]>;
  /** How the overdue-case queues are cut. */
  queues: Parameter<QueueRules>;
  forecast: Parameter<ForecastRules>;
  /** What cases weigh in a caseload, in points (ROL-1). */
  caseloadWeights: Parameter<readonly CaseloadWeight[]>;
  /** Points someone carries where none are recorded for them, and the working days ahead over which absence counts. */
  caseloadCapacity: Parameter<{ points: number; overWorkingDays: number }>;
  /** Why someone is not at work; never a word of their health. */
  absenceReasons: Parameter<readonly Choice[]>;
  /** Calendar days for which what somebody began to write of a case that is not opened yet is kept. */
  openingDraftDays: Parameter<number>;
  retention: Parameter<{ untilAge: number; ifTreatmentEndedAtAge: number; thenUntilAge: number }>;
}
