import { randomUUID } from 'node:crypto';
import {
  authorityAwaited,
  deriveDeadlines,
  live,
  stageOf,
  weightOf,
  type CaseRecord,
  type Deadline,
  type EndedProcess,
  type Rules,
  type Stage,
  type StoredEvent,
} from '../../workflows/protocol/index.js';
import { followDeadlines } from '../deadlines/deadline-alarms.js';
import { changedBreaches, changedRows, nextDeadline, type DeadlineRow } from '../deadlines/deadline-rows.js';
import {
  COPY_OPEN_DEADLINES,
  DROP_DEADLINES,
  PUT_BREACHES,
  PUT_DEADLINES,
} from '../deadlines/deadline-statements.js';
import type { Transaction } from '../database/transaction.js';
import { killPoint } from '../faults/kill-points.js';
import { withdrawMoot } from '../staff-notices/withdraw.js';
import { carryOut, forgetEffects } from './effects.js';
import type { ChildRow } from './child.js';
import type { KeptText } from './content/seal.js';
import * as sql from './store-statements.js';
import { meetingStage, type Subject } from './subject.js';
import type { TakenStep } from './taken-step.js';

/** The answer to a command, as it is kept so that the same command is answered alike. */
export interface Answer {
  command_id: string;
  person_id: string | null;
  subject_kind: string;
  type: string;
  digest: string;
  outcome: unknown;
  at: string;
}

/** A step to be stored, with what is kept beside its events. */
export interface Storing {
  subject: Subject;
  step: TakenStep;
  /** The rules its events are stamped with. */
  rules: Rules;
  /** The rules the case is judged by after the step, where it moves to others. */
  rulesAfter?: Rules;
  /** Words kept beside the first event. */
  texts: readonly KeptText[];
  /** The child, where the step opens a case. */
  child: ChildRow | null;
  answer: Answer | null;
  commandId: string | null;
  /** The deadline whose alarm is ringing: it is set by whoever lets it ring. */
  ringing?: string;
}

/** Someone stored the case or meeting in between, which the lock was to prevent. Nothing is kept. */
export class StoredInBetween extends Error {
  override readonly name = 'StoredInBetween';

  constructor(id: string) {
    super(`${id} was stored by someone else in the meantime.`);
  }
}

/** An event as its row; `at` is its place in the step. */
export const eventRow = ({ subject, step, rules, commandId }: Storing, event: StoredEvent, at: number) => ({
  seq: event.seq,
  event_id: randomUUID(),
  command_id: commandId,
  subject_kind: subject.kind,
  type: event.type,
  process: event.process,
  at: event.at,
  on_day: event.on,
  by_person: event.by.person,
  actor: event.by,
  content: event.content,
  evidence: event.evidence,
  // Only the first event of a step moves a case to another version; what follows from it is judged by that one.
  protocol: (at === 0 ? subject : step).record.protocol,
  machines: subject.record.machines,
  calendar_version: rules.calendar.version,
});

/** A process that is over as its row. */
export const endedRow = ({ process, endedBy, cutShort }: EndedProcess) => ({
  process: process.id,
  kind: process.kind,
  value: process.value,
  facts: process.facts,
  keys: process.keys,
  opened_by: process.openedBy,
  ended_by: endedBy,
  cut_short: cutShort,
});

/** The stage a subject is in after a step. */
export const stageAfter = ({ kind }: Pick<Subject, 'kind'>, { record, ended }: TakenStep): Stage =>
  kind === 'case' ? stageOf(record) : meetingStage(record, ended);

/** The number of the last event by a person, which forms carry as the version. */
export const personVersionAfter = (before: number, events: readonly StoredEvent[]): number =>
  events.findLast(({ by }) => by.person !== null)?.seq ?? before;

function columnsOfBoth({ subject, step, rules }: Storing): unknown[] {
  const stage = stageAfter(subject, step);
  return [
    personVersionAfter(subject.personVersion, step.events),
    step.record.seq,
    JSON.stringify(step.record),
    step.record.protocol,
    step.record.machines,
    rules.calendar.version,
    stage.id,
    stage.words,
    step.events.at(-1)?.at ?? null,
  ];
}

function columnsOfCase({ step: { record, deadlines }, rules, rulesAfter = rules }: Storing): unknown[] {
  const { assessor, openedOn, closed, died, needs, responsibleCommissioner } = record.facts;
  const next = nextDeadline(deadlines);
  const { points, work } = weightOf(record, rulesAfter.protocol);
  return [
    assessor,
    next?.key ?? null,
    next?.dueAt ?? 'infinity',
    openedOn,
    closed?.on ?? died?.on ?? null,
    needs,
    responsibleCommissioner,
    points,
    work,
    authorityAwaited(record).length > 0,
  ];
}

interface MeetingFacts {
  heldOn: string;
  capacity: number | null;
  chair: string;
  present: readonly string[];
}

function columnsOfMeeting({ record, ended }: TakenStep): unknown[] {
  const process =
    live<MeetingFacts>(record, 'meeting')[0] ??
    ended.find((each) => each.process.kind === 'meeting')?.process;
  const { heldOn, capacity, chair, present } = process?.facts as MeetingFacts;
  return [heldOn, capacity, chair, present];
}

/** What the row of a case or meeting says after a step, in the order of the statements that store it. */
export const columns = (storing: Storing): unknown[] => [
  ...columnsOfBoth(storing),
  ...(storing.subject.kind === 'case' ? columnsOfCase(storing) : columnsOfMeeting(storing.step)),
];

/** Appends the events and stores the record, if it is still as it was read. */
async function append(tx: Transaction, storing: Storing): Promise<void> {
  const { subject, step, texts, child, answer } = storing;
  const [first] = step.events;
  const appended = [
    subject.place,
    subject.id,
    JSON.stringify(step.events.map((event, at) => eventRow(storing, event, at))),
    JSON.stringify(texts.map((text) => ({ seq: first?.seq, ...text }))),
    JSON.stringify(answer ? [answer] : []),
  ];
  const stored =
    subject.version === 0
      ? await tx.change(sql.OPEN[subject.kind], [
          ...appended,
          subject.reference,
          ...(child ? [JSON.stringify(child)] : []),
          ...columns(storing),
        ])
      : await tx.change(sql.STEP[subject.kind], [...appended, subject.version, ...columns(storing)]);
  if (stored !== 1) throw new StoredInBetween(subject.id);
}

/** What queues find a case's deadlines by, beside the deadlines themselves. */
const foundBy = (record: CaseRecord): string =>
  JSON.stringify([stageOf(record).id, record.facts.needs, record.facts.responsibleCommissioner]);

/** The deadlines as they were counted before the step; null where they were counted by other rules, or told otherwise. */
function countedBefore({ subject, step, rules }: Storing) {
  const { record, countedBy } = subject;
  const alike =
    countedBy === rules.calendar.version && record.protocol === step.record.protocol && !step.retold;
  return alike ? { deadlines: deriveDeadlines(record, rules), record } : null;
}

/** Whether what was said of the deadline may hold no more: it was there, and is settled, stands still or is due at another moment. */
function undoesNotices(
  { key, is_open, due_at, paused_since }: DeadlineRow,
  before: { deadlines: readonly Deadline[] } | null,
  version: number,
): boolean {
  if (before === null) return version > 0;
  const was = before.deadlines.find((deadline) => deadline.key === key);
  return was !== undefined && (!is_open || paused_since !== null || was.dueAt !== due_at);
}

/** How a case came to its end, where it did. */
const overBy = ({ facts: { died, closed } }: CaseRecord): 'died' | 'closed' | null =>
  died ? 'died' : closed ? 'closed' : null;

/** Brings the rows of the deadlines, and their alarms, to what the step derived; what did not change is not written. */
export async function reconcileDeadlines(tx: Transaction, storing: Storing): Promise<void> {
  const { subject, step, rulesAfter = storing.rules } = storing;
  const { place, id, record } = subject;
  const before = countedBefore(storing);
  const rows = changedRows(before, step, rulesAfter);
  const changed = new Set(rows.map(({ key }) => key));
  if (before && storing.ringing !== undefined) changed.delete(storing.ringing);
  await followDeadlines(tx, {
    place,
    caseId: id,
    deadlines: step.deadlines.filter(({ key }) => changed.has(key)),
    record: step.record,
    rules: rulesAfter,
    whole: before === null && subject.version > 0,
  });
  if (step.retold) await tx.change(DROP_DEADLINES, [place, id]);
  if (rows.length > 0) await tx.change(PUT_DEADLINES, [place, id, JSON.stringify(rows)]);
  const written = new Set(rows.filter(({ is_open }) => is_open).map(({ key }) => key));
  const breaches = changedBreaches(before, step).filter(({ key }) => !written.has(key));
  if (breaches.length > 0) await tx.change(PUT_BREACHES, [place, id, JSON.stringify(breaches)]);
  if (rows.length > 0 || foundBy(record) !== foundBy(step.record))
    await tx.change(COPY_OPEN_DEADLINES, [place, id]);
  const isOver = overBy(step.record);
  if (isOver !== overBy(record) || rows.some((row) => undoesNotices(row, before, subject.version))) {
    await withdrawMoot(tx, { place, caseId: id, over: isOver });
  }
}

async function keepEnded(
  tx: Transaction,
  { place, id }: Subject,
  { ended, retold }: TakenStep,
): Promise<void> {
  if (retold) await tx.change(sql.DROP_ENDED, [place, id]);
  if (ended.length === 0) return;
  await tx.change(sql.PUT_ENDED, [place, id, JSON.stringify(ended.map(endedRow))]);
}

/** Stores a step whole: events, record, deadlines, ended processes and effects, or - where this throws - none of it. */
export async function store(tx: Transaction, storing: Storing): Promise<void> {
  const { subject, step } = storing;
  await append(tx, storing);
  await killPoint('command-appended');
  await keepEnded(tx, subject, step);
  if (subject.kind === 'meeting') return;
  await reconcileDeadlines(tx, storing);
  await killPoint('command-deadlines');
  if (step.retold) await forgetEffects(tx, subject);
  await carryOut(tx, subject, step);
}
