import { ALARMS_VERSION } from '../alarms/alarm.js';
import { alarmMoments, type CaseRecord, type Deadline, type Rules } from '../../workflows/protocol/index.js';
import type { Transaction } from '../database/transaction.js';
import { RECONCILE_ALARMS } from './deadline-alarm-statements.js';

/** Whether a deadline that is late would have its passing recorded: it is open, no guidance, and not recorded yet. */
export function isUnrecorded({ key, settled, guidance }: Deadline, { breaches }: CaseRecord): boolean {
  const breach = breaches[key];
  return settled === null && !guidance && (breach === undefined || breach.withdrawn !== undefined);
}

const wanted = (deadline: Deadline, record: CaseRecord, rules: Rules) => {
  const moments = alarmMoments(deadline, rules);
  const late = moments.find(({ kind }) => kind === 'breached')?.at;
  return {
    key: deadline.key,
    open: deadline.settled === null,
    due: deadline.dueAt,
    moments: moments.map(({ at }) => at),
    unrecorded: isUnrecorded(deadline, record) ? late : null,
  };
};

/** Deadlines whose alarms are to follow them. */
export interface Following {
  place: string;
  caseId: string;
  deadlines: readonly Deadline[];
  record: CaseRecord;
  /** The rules the deadlines were counted by. */
  rules: Rules;
  /** Whether the case has no deadlines but these. */
  whole: boolean;
}

/**
 * Lets the alarms follow the deadlines: set to the next moment, or stopped where a deadline is settled or gone. To be called
 * before the rows of the deadlines are written.
 */
export async function followDeadlines(tx: Transaction, following: Following): Promise<void> {
  const { place, caseId, deadlines, record, rules, whole } = following;
  if (deadlines.length === 0 && !whole) return;
  const rows = deadlines.map((deadline) => wanted(deadline, record, rules));
  await tx.change(RECONCILE_ALARMS, [place, caseId, JSON.stringify(rows), ALARMS_VERSION, whole]);
}
