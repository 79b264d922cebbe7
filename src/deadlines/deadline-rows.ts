import {
  momentsOf,
  underWay,
  type Breach,
  type CaseRecord,
  type ClockException,
  type Deadline,
  type LocalDate,
  type Rules,
  type Settlement,
} from '../../workflows/protocol/index.js';

/** A deadline as a row: derived from the case, with what was recorded of its passing. */
export interface DeadlineRow {
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
  exception: ClockException | null;
  passed_occurrence: number | null;
  passed_by: number | null;
  withdrawn_by: number | null;
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

const settledLate = ({ settled, dueOn }: Deadline): boolean | null => {
  if (settled === null) return null;
  return settled.as === 'met' ? settled.late : settled.on > dueOn;
};

const waitingIn = (deadline: Deadline, record: CaseRecord, { protocol }: Rules) => {
  if (deadline.settled !== null) return { step: null, step_by: null, planned_on: null };
  const { step, by, plannedOn } = underWay(deadline, record, protocol.parameters.forecast.value.courses);
  return { step, step_by: by, planned_on: plannedOn };
};

/** The deadline as its row, with what the record holds of its passing. */
export function rowOf(deadline: Deadline, record: CaseRecord, rules: Rules): DeadlineRow {
  const breach = record.breaches[deadline.key];
  const open = deadline.settled === null;
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
    settled: deadline.settled,
    exception: deadline.exception,
    passed_occurrence: breach?.occurrence ?? null,
    passed_by: breach?.seq ?? null,
    withdrawn_by: breach?.withdrawn ?? null,
    is_open: open,
    awaits_passing: open && !deadline.guidance && !recorded(breach),
    settled_as: deadline.settled?.as ?? null,
    settled_on: deadline.settled?.on ?? null,
    settled_late: settledLate(deadline),
    ...waitingIn(deadline, record, rules),
  };
}

interface Counted {
  deadlines: readonly Deadline[];
  record: CaseRecord;
}

/** The rows that are not as they were; all of them where nothing is known of before. */
export function changedRows(before: Counted | null, after: Counted, rules: Rules): WrittenDeadlineRow[] {
  const was = new Map(
    before?.deadlines.map((deadline) => [
      deadline.key,
      JSON.stringify(rowOf(deadline, before.record, rules)),
    ]),
  );
  return after.deadlines.flatMap((deadline) => {
    const row = rowOf(deadline, after.record, rules);
    return was.get(row.key) === JSON.stringify(row)
      ? []
      : [{ ...row, critical_at: momentsOf(deadline, rules)?.criticalFrom ?? null }];
  });
}

/** The open deadline that is due first; guidance is shown apart and never first. */
export function nextDeadline(deadlines: readonly Deadline[]): Deadline | null {
  return deadlines
    .filter(({ settled, guidance }) => settled === null && !guidance)
    .reduce<Deadline | null>(
      (first, deadline) => (first === null || deadline.dueAt < first.dueAt ? deadline : first),
      null,
    );
}
