import {
  criticalFromOf,
  explainDeadline,
  isOverdue,
  londonDateOf,
  stateOf,
  timescaleOf,
  type CaseRecord,
  type ClockException,
  type ClockExtension,
  type ClockPause,
  type Deadline,
  type DeadlineState,
  type LocalDate,
  type Rules,
  type Settlement,
} from '../../workflows/protocol/index.js';
import type { BreachColumns } from '../deadlines/deadline-rows.js';
import { breachView, changeViews, type Recorded } from './clock-views.js';
import type { DeadlineLine, DeadlineView } from './views.js';

/** A deadline as its row has it. */
export interface DeadlineRow extends BreachColumns {
  key: string;
  timescale: string;
  clauses: string[];
  guidance: boolean;
  owner: string;
  owner_person: string | null;
  owner_name?: string | null;
  started_on: LocalDate;
  started_at: string | null;
  started_by: number;
  due_on: LocalDate;
  due_at: string;
  settled: Settlement | null;
  exception: ClockException | null;
  original_due_on: LocalDate;
  original_due_at: string;
  extensions: ClockExtension[];
  pauses: ClockPause[];
  paused_since: LocalDate | null;
}

const STATES: Readonly<Record<DeadlineState, string>> = {
  notStarted: 'Not started',
  running: 'Running',
  dueSoon: 'Due soon',
  paused: 'Paused',
  overdue: 'Overdue',
  excepted: 'With an exception',
  metInTime: 'Met in time',
  metLate: 'Met late',
  stopped: 'Stopped',
};

// Where a row comes inside another's answer its moments are written as Postgres writes them.
const utc = (moment: string): string => new Date(moment).toISOString();

const deadlineOf = (row: DeadlineRow): Deadline => ({
  key: row.key,
  timescale: row.timescale,
  clauses: row.clauses,
  guidance: row.guidance,
  owner: row.owner,
  ownerPerson: row.owner_person,
  startedOn: row.started_on,
  startedAt: row.started_at === null ? null : utc(row.started_at),
  startedBy: row.started_by,
  dueOn: row.due_on,
  dueAt: utc(row.due_at),
  originalDueOn: row.original_due_on,
  originalDueAt: utc(row.original_due_at),
  settled: row.settled,
  exception: row.exception,
  extensions: row.extensions,
  pauses: row.pauses,
  pausedSince: row.paused_since,
});

/** How a deadline stands, in words: of one that is overdue also whether it is critically so, and whether there is an exception. */
function standingInWords(deadline: Deadline, state: DeadlineState, now: string, rules: Rules): string {
  if (!isOverdue(deadline, now)) return STATES[state];
  const critical = criticalFromOf(deadline, rules);
  const late = critical !== null && critical <= now ? 'Critically overdue' : 'Overdue';
  return deadline.exception ? `${late}, with an exception` : late;
}

/** A deadline in a line: what, when, and how it stands at that moment. */
export function deadlineLine(row: DeadlineRow, now: string, rules: Rules): DeadlineLine {
  const deadline = deadlineOf(row);
  const state = stateOf(deadline, now, londonDateOf(now), rules);
  return {
    key: deadline.key,
    timescale: deadline.timescale,
    title: timescaleOf(rules.protocol, deadline.timescale)?.title ?? deadline.timescale,
    clauses: deadline.clauses,
    state,
    stateWords: standingInWords(deadline, state, now, rules),
    dueOn: deadline.dueOn,
    dueAt: deadline.dueAt,
  };
}

/** A deadline with all that explains it, its counting among them. */
export function deadlineView(
  row: DeadlineRow,
  record: Pick<CaseRecord, 'facts'>,
  now: string,
  rules: Rules,
  recorded: Recorded,
): DeadlineView {
  const deadline = deadlineOf(row);
  const timescale = timescaleOf(rules.protocol, deadline.timescale);
  return {
    ...deadlineLine(row, now, rules),
    originalDueOn: deadline.originalDueOn,
    originalDueAt: deadline.originalDueAt,
    pausedSince: deadline.pausedSince,
    guidance: deadline.guidance,
    owner: deadline.owner,
    ownerPerson: row.owner_person ? { id: row.owner_person, name: row.owner_name ?? '' } : null,
    startedOn: deadline.startedOn,
    startedAt: deadline.startedAt,
    startedBy: deadline.startedBy,
    starts: timescale?.starts.words ?? '',
    metBy: timescale?.metBy.words ?? '',
    breached: row.passed_by !== null && row.withdrawn_by === null,
    breach: breachView(row, rules, recorded),
    ...changeViews(deadline, timescale, recorded),
    settled: deadline.settled,
    trace: explainDeadline(deadline, record, rules)?.trace ?? null,
  };
}
