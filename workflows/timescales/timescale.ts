/** What a length is counted in. Hours and days are never converted into each other. */
export const LENGTH_UNITS = [
  'workingDays',
  'calendarDays',
  'calendarWeeks',
  'calendarMonths',
  'calendarYears',
  'hours',
  'hoursOnWorkingDays',
] as const;
export type LengthUnit = (typeof LENGTH_UNITS)[number];

/** A whole number of units. */
export interface Length {
  amount: number;
  unit: LengthUnit;
}

/** What a due date that is no working day does: stays, or goes to the next or previous one. */
export const ROLLS = ['none', 'next', 'previous'] as const;
export type Roll = (typeof ROLLS)[number];

/**
 * How hours on working days are read: the same time of day so many working days later (24 hours each), the close of that
 * day, or only the hours that elapse on working days.
 */
export const READINGS = ['sameTimeOfDay', 'closeOfDay', 'elapsed'] as const;
export type Reading = (typeof READINGS)[number];

/** The parts of a timescale that a protocol's text may leave to the place. */
export const FACETS = [
  'starts',
  'metBy',
  'length',
  'owner',
  'roll',
  'reading',
  'until',
  'exception',
  'extension',
  'pause',
  'all',
] as const;
export type Facet = (typeof FACETS)[number];

/** What starts the clock. */
export interface ClockStart {
  /** Kinds of milestone, any of which starts it. */
  milestones: readonly string[];
  /** The age whose birthday starts it; someone who joins later starts it then. */
  birthday?: number;
  words: string;
  /** The kind of thing each clock is for, of which a case may have several. */
  per: string;
  /** The milestone's key that names it, where that is not `per`. */
  key?: string;
}

/** What meets the clock: any one of these kinds of milestone, or all of them. */
export interface ClockEnd {
  anyOf?: readonly string[];
  allOf?: readonly string[];
  words: string;
  /** The milestone's key that names what the clock is for, where that is not the start's `per`. */
  key?: string;
}

/** What may be agreed about a clock, where its row allows it. */
export const CLOCK_CHANGES = ['exception', 'extension', 'pause'] as const;
export type ClockChange = (typeof CLOCK_CHANGES)[number];

/** A body whose agreement is needed, and the kinds of organisation that speak for it. */
export interface AgreeingBody {
  body: string;
  kinds: readonly string[];
}

/** An exception may be recorded: the original due date stays and still counts (HNA-11). */
export interface ExceptionAllowed {
  clause: string;
}

/** More time may be agreed, by every body named. */
export interface ExtensionAllowed {
  clause: string;
  agreedBy?: readonly AgreeingBody[];
}

/** The clock may stand still for a while, for these reasons and no others. */
export interface PauseAllowed {
  clause: string;
  reasons: readonly { slug: string; title: string }[];
}

/** A row of the protocol: a rule from which deadlines of a case are derived. */
export interface Timescale {
  id: string;
  title: string;
  /** What people call it in a sentence: 'the decision to the family' (is due, was due, is overdue). */
  called: string;
  /** The clauses behind it, the one shown first. */
  clauses: readonly string[];
  starts: ClockStart;
  metBy: ClockEnd;
  /** Kinds of milestone that stop it for good, or until one of `resumedBy`. */
  stoppedBy?: readonly string[];
  resumedBy?: readonly string[];
  /** Null where it has none of its own: the due date arrives with the start, or is a birthday. */
  length: Length | null;
  /** Due on that birthday; a start after it has a length instead. */
  until?: { birthday: number; joiningAfterIt?: Length };
  /** Shown and reported apart; never breaches. */
  guidance: boolean;
  owner: string;
  /** What of it this place decided, because the protocol does not say it. */
  local: readonly Facet[];
  roll: Roll;
  reading?: Reading;
  /** What may be agreed about it; a place says null where it takes away what the protocol version allows. */
  exception?: ExceptionAllowed | null;
  extension?: ExtensionAllowed | null;
  pause?: PauseAllowed | null;
  /** Someone who hears of the start only after the due moment is due at once. */
  lateAwareness?: 'atOnce';
  note?: string;
}

/** Hours of a day, by which hours on working days are read as days. */
export const HOURS_IN_A_DAY = 24;

/** Whether the clock runs to a moment rather than to the close of a day. */
export const countsHours = (unit: LengthUnit): boolean => unit === 'hours' || unit === 'hoursOnWorkingDays';

/** Whether the timescale runs to a moment: its own length is in hours. */
export const countsMoments = ({ length }: Pick<Timescale, 'length'>): boolean =>
  length !== null && countsHours(length.unit);

const UNIT_WORDS: Record<LengthUnit, readonly [one: string, many: string]> = {
  workingDays: ['working day', 'working days'],
  calendarDays: ['calendar day', 'calendar days'],
  calendarWeeks: ['calendar week', 'calendar weeks'],
  calendarMonths: ['calendar month', 'calendar months'],
  calendarYears: ['calendar year', 'calendar years'],
  hours: ['hour', 'hours'],
  hoursOnWorkingDays: ['hour on working days', 'hours on working days'],
};

/** A length in words, '5 working days'. */
export const lengthInWords = ({ amount, unit }: Length): string =>
  `${amount} ${UNIT_WORDS[unit][amount === 1 ? 0 : 1]}`;

const ORDINALS = [
  'zeroth', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth',
]; // prettier-ignore

/** 'fifth', '15th', '21st'. */
export function ordinalInWords(n: number): string {
  const word = ORDINALS[n];
  if (word) return word;
  const ending = n % 100 >= 11 && n % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${ending}`;
}
