import type {
  Breach,
  CaseRecord,
  ClockException,
  Deadline,
  Settlement,
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
}

const recorded = (breach: Breach | undefined): boolean =>
  breach !== undefined && breach.withdrawn === undefined;

/** The deadline as its row, with what the record holds of its passing. */
export function rowOf(deadline: Deadline, breaches: CaseRecord['breaches']): DeadlineRow {
  const breach = breaches[deadline.key];
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
  };
}

interface Counted {
  deadlines: readonly Deadline[];
  breaches: CaseRecord['breaches'];
}

/** The rows that are not as they were; all of them where nothing is known of before. */
export function changedRows(before: Counted | null, after: Counted): DeadlineRow[] {
  const rows = after.deadlines.map((deadline) => rowOf(deadline, after.breaches));
  if (!before) return rows;
  const was = new Map(
    before.deadlines.map((deadline) => [deadline.key, JSON.stringify(rowOf(deadline, before.breaches))]),
  );
  return rows.filter((row) => was.get(row.key) !== JSON.stringify(row));
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
