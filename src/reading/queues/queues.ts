import {
  endOfDay,
  type AgeingRange,
  type EscalatedDue,
  type LocalDate,
} from '../../../workflows/protocol/index.js';

/** The queues of open deadlines, in the order they are shown. */
export const DEADLINE_QUEUES = [
  'overdue',
  'criticallyOverdue',
  'dueNext',
  'unassigned',
  'excepted',
  'paused',
  'reasonWanted',
  'exceptions',
  'guidancePast',
] as const;
export type DeadlineQueue = (typeof DEADLINE_QUEUES)[number];

/** What queues are judged by: one moment, and what the calendar makes of it. */
export interface Judged {
  /** What was due by then is late. */
  lateBy: string;
  asAt: string;
  today: LocalDate;
  /** The last day of what is due next. */
  dueNextUntil: LocalDate;
  /** The ageing buckets, as due days seen from today. */
  buckets: readonly AgeingRange[];
  /** To whom breaches are escalated, and what is by now (ROL-5). */
  escalations: readonly Escalation[];
  /** Timescales by id, in the order of their titles. */
  titles: readonly string[];
}

/** To whom what is overdue is escalated, and the due days of what was by the moment queues are judged at. */
export interface Escalation extends EscalatedDue {
  to: string;
}

/** Gives a value its place in a statement. */
export type Bind = (value: unknown) => string;

interface Definition {
  title(dueInWorkingDays: number): string;
  /** What is in it, exactly. */
  words: string;
  /** The same as a condition on the open deadline `o`. */
  holds(judged: Judged, bind: Bind): string;
  /** Where all of it lies among due moments, if that is known: what a list is found by, and not what it is. */
  due?(judged: Judged): DueRange;
}

/** After one due moment, and up to another. */
export interface DueRange {
  after?: string;
  until: string;
}

/**
 * The range as a condition on the open deadline `o`. It has two ends, also where one would do: a plan that is made without
 * the values takes half a range for a third of all there is, and then looks at every one.
 */
export const dueWithin = ({ after, until }: DueRange, bind: Bind): string =>
  `o.due_at > ${after === undefined ? "'-infinity'" : `${bind(after)}::timestamptz`} AND o.due_at <= ${bind(until)}::timestamptz`;

/** Whether it runs and its last moment is over, as a condition on the open deadline `o`. */
export const late = ({ lateBy }: Judged, bind: Bind): string =>
  `o.due_at <= ${bind(lateBy)}::timestamptz AND NOT o.paused`;

/** The queue that is found by alarms; every other is found by the deadlines themselves. */
export const FOUND_BY_ALARMS: DeadlineQueue = 'exceptions';

/**
 * What every deadline fulfils that is in any queue but the one found by alarms, in two parts without anything in common, each
 * as a condition on the open deadline `o`: most open deadlines lie far ahead and are in none, and need not be looked at.
 */
export const inAnyQueue = ({ dueNextUntil }: Judged, bind: Bind): string[] => {
  const until = endOfDay(dueNextUntil);
  return [
    dueWithin({ until }, bind),
    `o.due_at > ${bind(until)}::timestamptz AND (o.excepted OR o.paused OR o.reason_wanted
      OR (o.owner = 'assessor' AND o.owner_person IS NULL))`,
  ];
};

/** What is in each queue: said once, for its count, its list and its export. */
export const QUEUES: Readonly<Record<DeadlineQueue, Definition>> = {
  overdue: {
    title: () => 'Overdue',
    words:
      'Open deadlines past their due date. One with an exception is counted too: its original due date stands (HNA-11). Guidance and paused clocks are not counted.',
    holds: (judged, bind) => `NOT o.guidance AND ${late(judged, bind)}`,
    due: ({ lateBy }) => ({ until: lateBy }),
  },
  criticallyOverdue: {
    title: () => 'Critically overdue',
    words: 'Overdue by so long that the protocol version calls it critical.',
    holds: (judged, bind) =>
      `NOT o.guidance AND ${late(judged, bind)} AND o.critical_at <= ${bind(judged.asAt)}::timestamptz`,
    due: ({ lateBy }) => ({ until: lateBy }),
  },
  dueNext: {
    title: (days) => `Due in ${days} working days`,
    words: 'Open deadlines that are not overdue and fall due today or within these working days.',
    holds: (judged, bind) =>
      `NOT o.guidance AND NOT o.paused AND o.due_at > ${bind(judged.lateBy)}::timestamptz AND o.due_on <= ${bind(judged.dueNextUntil)}::date`,
    due: ({ lateBy, dueNextUntil }) => ({ after: lateBy, until: endOfDay(dueNextUntil) }),
  },
  unassigned: {
    title: () => 'Unassigned',
    words: 'Open deadlines that belong to the assessor of a case that has none (ROL-1).',
    holds: () => `NOT o.guidance AND o.owner = 'assessor' AND o.owner_person IS NULL`,
  },
  excepted: {
    title: () => 'With an exception',
    words: 'Open deadlines with an approved exception, whether or not they are overdue (HNA-11).',
    holds: () => 'NOT o.guidance AND o.excepted',
  },
  paused: {
    title: () => 'Paused',
    words: 'Open deadlines whose clock stands still, as their timescale allows; both dates are shown.',
    holds: () => 'NOT o.guidance AND o.paused',
  },
  reasonWanted: {
    title: () => 'Reason wanted',
    words:
      'Open deadlines that are recorded as breached, and whose owner has not said why (ROL-4). Those settled since are counted in the report on performance.',
    holds: () => 'NOT o.guidance AND o.reason_wanted',
  },
  exceptions: {
    title: () => 'Waiting for a person',
    words:
      'Open deadlines, guidance too, whose alarm the service could not handle however often it tried. The list of exceptions has the reason of each, lets it be tried again or set aside, and holds whatever else waits for a person, such as an e-mail or a change.',
    // The id of the case and a space stand before the key in what an alarm is about.
    holds: () => `(o.case_id, o.key) IN (
      SELECT a.case_id, substr(a.about, 38) FROM alarms a
      WHERE a.place_id = $1 AND a.kind = 'deadline' AND a.state = 'exception')`,
  },
  guidancePast: {
    title: () => 'Guidance past its date',
    words: 'Guidance past its date: shown apart, and never a breach (CHK-5, LAC-4).',
    holds: (judged, bind) => `o.guidance AND ${late(judged, bind)}`,
    due: ({ lateBy }) => ({ until: lateBy }),
  },
};
