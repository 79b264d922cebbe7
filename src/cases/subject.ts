import {
  emptyRecord,
  live,
  stageOf,
  type CaseRecord,
  type LocalDate,
  type Stage,
} from '../../workflows/protocol/index.js';
import type { Transaction } from '../database/transaction.js';
import * as sql from './subject-statements.js';

export type SubjectKind = 'case' | 'meeting';

/** A case or meeting as it stands under lock. */
export interface Subject {
  kind: SubjectKind;
  id: string;
  place: string;
  reference: string;
  /** Null for a meeting. */
  child: string | null;
  record: CaseRecord;
  /** How often it was stored; 0 before the first time. */
  version: number;
  /** Its last event by a person: the version that forms carry. */
  personVersion: number;
  /** The calendar version its deadlines were last counted by; null before the first event. */
  countedBy: string | null;
  /** The calendar version the place uses now. */
  calendarVersion: string;
}

/** What a meeting says of itself, also after its process has ended. */
export interface MeetingState {
  heldOn: LocalDate;
  capacity: number | null;
  chair: string;
  present: readonly string[];
  stage: string;
  /** Its papers are taken until the day itself. */
  shortNotice: boolean;
}

interface Row {
  id: string;
  reference: string;
  child: string | null;
  record: CaseRecord;
  version: number;
  personVersion: number;
  countedBy: string;
  calendarVersion: string;
}

const LOCK = { case: sql.LOCK_CASE, meeting: sql.LOCK_MEETING };

/**
 * The case or meeting, locked until the transaction ends; undefined where this place has none of that id, or where a case
 * that someone else has locked is to be left.
 */
export async function lockSubject(
  tx: Transaction,
  place: string,
  kind: SubjectKind,
  id: string,
  patience: 'wait' | 'leaveBusy' = 'wait',
): Promise<(Subject & { meeting?: MeetingState }) | undefined> {
  const asked = kind === 'case' && patience === 'leaveBusy' ? sql.LOCK_FREE_CASE : LOCK[kind];
  const row = await tx.row<Row & { meeting?: MeetingState }>(asked, [place, id]);
  return row && { ...row, kind, place };
}

/** A case or meeting that is about to have its first event. */
export const newSubject = (
  kind: SubjectKind,
  id: string,
  place: string,
  reference: string,
  versions: { protocol: string; calendarVersion: string },
): Subject => ({
  kind,
  id,
  place,
  reference,
  child: null,
  record: emptyRecord(id, kind, place, versions.protocol),
  version: 0,
  personVersion: 0,
  countedBy: null,
  calendarVersion: versions.calendarVersion,
});

/** The stage of a meeting: its own, or the one it ended in. */
export function meetingStage(
  record: CaseRecord,
  ended: readonly { process: { kind: string; value: string } }[],
): Stage {
  const stage = stageOf(record);
  const last = ended.find(({ process }) => process.kind === 'meeting')?.process;
  return live(record, 'meeting').length > 0 || !last
    ? stage
    : { id: `meeting.${last.value}`, words: ENDED_WORDS[last.value] ?? stage.words };
}

const ENDED_WORDS: Readonly<Record<string, string>> = { closed: 'Closed', cancelled: 'Cancelled' };
