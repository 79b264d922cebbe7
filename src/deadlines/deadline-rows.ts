import {
  criticalFromOf,
  openPause,
  underWay,
  type Breach,
  type CaseRecord,
  type ClockException,
  type ClockExtension,
  type ClockPause,
  type Deadline,
  type LocalDate,
  type Rules,
  type Settlement,
} from '../../workflows/protocol/index.js';

/** What was recorded of a deadline's passing: its breach, the reason given for it, and its withdrawal. */
export interface BreachColumns {
  passed_occurrence: number | null;
  passed_by: number | null;
  withdrawn_by: number | null;
  breach_reason: string | null;
  breach_ours: boolean | null;
  breach_reason_by: string | null;
  breach_reason_on: LocalDate | null;
  breach_reason_seq: number | null;
}

/** A deadline as a row: derived from the case, with what was recorded of its passing. */
export interface DeadlineRow extends BreachColumns {
  key: string;
  timescale: string;
  clauses: readonly string[];
  guidance: boolean;
  owner: string;
  owner_person: string | null;
  started_on: string;
  started_at: string | null;
  started_by: number;
  due_on: string;
  due_at: string;
  settled: Settlement | null;
  original_due_on: string;
  original_due_at: string;
  exception: ClockException | null;
  extensions: readonly ClockExtension[];
  pauses: readonly ClockPause[];
  paused_since: LocalDate | null;
  is_open: boolean;
  /** Whether its passing is still to be recorded, once its last moment is over. */
  awaits_passing: boolean;
  settled_as: Settlement['as'] | null;
  settled_on: LocalDate | null;
  /** Whether it was settled after it was due; also of guidance, which never breaches. */
  settled_late: boolean | null;
  /** The step an open deadline waits in, where its clock has several, and the event that began it. */
  step: string | null;
  step_by: number | null;
  planned_on: LocalDate | null;
}

/** A row as it is written, with the moment from which it is critically overdue. */
export interface WrittenDeadlineRow extends DeadlineRow {
  critical_at: string | null;
}

const recorded = (breach: Breach | undefined): boolean =>
  breach !== undefined && breach.withdrawn === undefined;

const settledLate = ({ settled, dueOn, pauses }: Deadline): boolean | null => {
  if (settled === null) return null;
  return settled.as === 'met' ? settled.late : settled.on > dueOn && openPause(pauses) === undefined;
};

const breachColumns = (breach: Breach | undefined): BreachColumns => ({
  passed_occurrence: breach?.occurrence ?? null,
  passed_by: breach?.seq ?? null,
  withdrawn_by: breach?.withdrawn ?? null,
  breach_reason: breach?.reason?.code ?? null,
  breach_ours: breach?.reason?.ours ?? null,
  breach_reason_by: breach?.reason?.by ?? null,
  breach_reason_on: breach?.reason?.on ?? null,
  breach_reason_seq: breach?.reason?.seq ?? null,
});

const waitingIn = (deadline: Deadline, record: CaseRecord, { protocol }: Rules) => {
  if (deadline.settled !== null) return { step: null, step_by: null, planned_on: null };
  const { step, by, plannedOn } = underWay(deadline, record, protocol.parameters.forecast.value.courses);
  return { step, step_by: by, planned_on: plannedOn };
};

interface Counted {
  deadlines: readonly Deadline[];
  record: CaseRecord;
  /** Every breach to be stored, where the record does not have them all. */
  breaches?: CaseRecord['breaches'];
}

/** The deadline as its row, with what the record holds of its passing. */
export function rowOf(
  deadline: Deadline,
  { record, breaches = record.breaches }: Omit<Counted, 'deadlines'>,
  rules: Rules,
): DeadlineRow {
  const breach = breaches[deadline.key];
  const open = deadline.settled === null;
  const runs = open && deadline.pausedSince === null;
  return {
    key: deadline.key,
    timescale: deadline.timescale,
    clauses: deadline.clauses,
    guidance: deadline.guidance,
    owner: deadline.owner,
    owner_person: deadline.ownerPerson,
    started_on: deadline.startedOn,
    started_at: deadline.startedAt,
    started_by: deadline.startedBy,
    due_on: deadline.dueOn,
    due_at: deadline.dueAt,
    original_due_on: deadline.originalDueOn,
    original_due_at: deadline.originalDueAt,
    settled: deadline.settled,
    exception: deadline.exception,
    extensions: deadline.extensions,
    pauses: deadline.pauses,
    paused_since: deadline.pausedSince,
    ...breachColumns(breach),
    is_open: open,
    awaits_passing: runs && !deadline.guidance && !recorded(breach),
    settled_as: deadline.settled?.as ?? null,
    settled_on: deadline.settled?.on ?? null,
    settled_late: settledLate(deadline),
    ...waitingIn(deadline, record, rules),
  };
}

/** The rows that are not as they were; all of them where nothing is known of before. */
export function changedRows(before: Counted | null, after: Counted, rules: Rules): WrittenDeadlineRow[] {
  const was = new Map(
    before?.deadlines.map((deadline) => [deadline.key, JSON.stringify(rowOf(deadline, before, rules))]),
  );
  return after.deadlines.flatMap((deadline) => {
    const row = rowOf(deadline, after, rules);
    return was.has(row.key) && was.get(row.key) === JSON.stringify(row)
      ? []
      : [{ ...row, critical_at: criticalFromOf(deadline, rules) }];
  });
}

/** A breach to be brought to the row of its deadline. */
export interface BreachRow extends BreachColumns {
  key: string;
}

/** The breaches that are not as they were; all of them where nothing is known of before. */
export function changedBreaches(before: Counted | null, { record, breaches }: Counted): BreachRow[] {
  return Object.entries(breaches ?? record.breaches)
    .filter(([key, breach]) => JSON.stringify(before?.record.breaches[key]) !== JSON.stringify(breach))
    .map(([key, breach]) => ({ key, ...breachColumns(breach) }));
}

/** The open deadline that is due first; guidance and what is paused are shown apart and never first. */
export function nextDeadline(deadlines: readonly Deadline[]): Deadline | null {
  return deadlines
    .filter(({ settled, guidance, pausedSince }) => settled === null && !guidance && pausedSince === null)
    .reduce<Deadline | null>(
      (first, deadline) => (first === null || deadline.dueAt < first.dueAt ? deadline : first),
      null,
    );
}
