import {
  AGEING_UNITS,
  bucketOf,
  londonDateOf,
  overdueBy,
  type AgeingUnit,
  type LocalDate,
  type PlaceData,
  type Rules,
} from '../../../workflows/protocol/index.js';
import { deadlineLine, type DeadlineRow } from '../deadline-views.js';
import type { DeadlineLine, Named } from '../views.js';
import type { Judged } from './queues.js';

/** A deadline of a queue as its row has it, with its case. */
export interface QueueRow extends DeadlineRow {
  case_id: string;
  stage: string;
  stage_words: string;
  commissioner: string | null;
  needs: string[];
  critical_at: string | null;
  reference: string;
  protocol: string;
  calendar_version: string;
  given_name: string | null;
  family_name: string | null;
  team_id: string | null;
}

/** A deadline of a queue. */
export interface QueueLine extends Omit<DeadlineLine, 'state' | 'stateWords'> {
  case: { id: string; reference: string };
  child: { givenName: string | null; familyName: string | null };
  stage: { id: string; words: string };
  /** Overdue is told apart from critically overdue. */
  state: DeadlineLine['state'] | 'criticallyOverdue';
  stateWords: string;
  guidance: boolean;
  originalDueOn: LocalDate;
  /** Days after the due day; null where it is not overdue. */
  overdueBy: Record<AgeingUnit, number> | null;
  ageing: Record<AgeingUnit, string> | null;
  owner: string;
  ownerPerson: Named | null;
  team: Named | null;
  organisation: Named | null;
  needs: string[];
  exception: { newTarget: LocalDate } | null;
  pausedSince: LocalDate | null;
  /** Why it was missed, once its owner has said so (ROL-4). */
  breach: { reason: string; title: string; ours: boolean } | null;
  /** The occurrence of the breach that still wants a reason; null where none does. */
  reasonWanted: number | null;
}

const namedIn = (list: readonly Named[], id: string | null): Named | null => {
  if (id === null) return null;
  return { id, name: list.find((each) => each.id === id)?.name ?? id };
};

function overdueOf({ due_on: dueOn }: QueueRow, asAt: string, { protocol, calendar }: Rules) {
  const over = overdueBy(dueOn, londonDateOf(asAt), calendar);
  const { ageing } = protocol.parameters.queues.value;
  const slugs = AGEING_UNITS.map((unit) => [unit, bucketOf(over[unit], ageing[unit])?.slug ?? '']);
  return { overdueBy: over, ageing: Object.fromEntries(slugs) as Record<AgeingUnit, string> };
}

const lateState = (row: QueueRow, { asAt }: Judged): Pick<QueueLine, 'state' | 'stateWords'> => {
  const critical = row.critical_at !== null && row.critical_at <= asAt;
  return {
    state: critical ? 'criticallyOverdue' : 'overdue',
    stateWords: `${critical ? 'Critically overdue' : 'Overdue'}${row.exception ? ', with an exception' : ''}`,
  };
};

function breachOf({ breach_reason: reason, breach_ours: ours }: QueueRow, { protocol }: Rules) {
  if (reason === null) return null;
  const known = protocol.parameters.breachReasons.value.find(({ slug }) => slug === reason);
  return { reason, title: known?.title ?? reason, ours: ours === true };
}

const reasonWantedBy = (row: QueueRow): number | null =>
  row.guidance || row.passed_by === null || row.withdrawn_by !== null || row.breach_reason !== null
    ? null
    : row.passed_occurrence;

/**
 * A deadline of a queue, judged at that moment. `rules` are those of its case; the buckets are those of the place today,
 * so that they are the ones its count is in.
 */
export function queueLine(
  row: QueueRow,
  judged: Judged,
  rules: Rules,
  present: Rules,
  place: Pick<PlaceData, 'organisations' | 'teams'>,
): QueueLine {
  const { state, stateWords, ...line } = deadlineLine(row, judged.asAt, rules);
  const late = row.paused_since === null && line.dueAt <= judged.lateBy;
  return {
    ...line,
    ...(late && !row.guidance ? lateState(row, judged) : { state, stateWords }),
    case: { id: row.case_id, reference: row.reference },
    child: { givenName: row.given_name, familyName: row.family_name },
    stage: { id: row.stage, words: row.stage_words },
    guidance: row.guidance,
    originalDueOn: row.original_due_on,
    ...(late ? overdueOf(row, judged.asAt, present) : { overdueBy: null, ageing: null }),
    owner: row.owner,
    ownerPerson: row.owner_person === null ? null : { id: row.owner_person, name: row.owner_name ?? '' },
    team: namedIn(place.teams, row.team_id),
    organisation: namedIn(place.organisations, row.commissioner),
    needs: row.needs,
    exception: row.exception && { newTarget: row.exception.newTarget },
    pausedSince: row.paused_since,
    breach: breachOf(row, rules),
    reasonWanted: reasonWantedBy(row),
  };
}
