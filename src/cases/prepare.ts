import { randomUUID } from 'node:crypto';
import { isCorrection, type Rules } from '../../workflows/protocol/index.js';
import type { Transaction } from '../database/transaction.js';
import type { Places } from '../places/places.js';
import { peopleOf, type Asked } from './asked.js';
import { isUuid } from './content/scalars.js';
import type { LockedMeeting, Surroundings } from './evidence.js';
import { caughtUp } from './recount.js';
import { newReference } from './reference.js';
import { checkReadable } from './readable.js';
import * as sql from './subject-statements.js';
import { lockSubject, newSubject, type MeetingState, type Subject } from './subject.js';

/** Everything a command is judged by, read while its meeting and its case are locked. */
export interface Ready {
  asked: Asked;
  subject: Subject;
  /** The meeting it is about. */
  meeting: LockedMeeting | null;
  around: Surroundings;
  rules: Rules;
  /** The process it is for, where that is known beforehand. */
  process: string | undefined;
}

interface ItsMeeting {
  meeting: unknown;
  process?: string;
}

/** The meeting a step of a case is about: named in it, or that of the case's item on an agenda. */
async function meetingAsked(
  tx: Transaction,
  { owned, content, command }: Asked,
): Promise<ItsMeeting | undefined> {
  const { place, subject, process } = command;
  switch (owned.definition.meeting) {
    case 'content':
      return { meeting: content['meeting'] };
    case 'item':
      return tx.row<{ meeting: string; process: string }>(sql.MEETING_OF_ITEM, [
        place,
        subject.id,
        process ?? null,
      ]);
    default:
      return undefined;
  }
}

/** Between being looked up and being locked the item left its meeting. Nothing is kept; the command begins again. */
export class ItemMoved extends Error {
  override readonly name = 'ItemMoved';

  constructor() {
    super('The item is on the agenda of another meeting by now.');
  }
}

async function lockMeeting(tx: Transaction, place: string, id: unknown): Promise<LockedMeeting | null> {
  if (!isUuid(id)) return null;
  const locked = await lockSubject(tx, place, 'meeting', id);
  if (!locked?.meeting) return null;
  checkReadable(locked.record);
  return { ...locked.meeting, id };
}

async function subjectOf(
  tx: Transaction,
  { command, kind }: Asked,
  places: Places,
): Promise<(Subject & { meeting?: MeetingState }) | undefined> {
  const { place, subject, opensAs } = command;
  if (subject.id !== null) return isUuid(subject.id) ? lockSubject(tx, place, kind, subject.id) : undefined;
  const { id, reference } = opensAs ?? { id: randomUUID(), reference: newReference(place) };
  return newSubject(kind, id, place, reference, await places.present(place, tx));
}

/**
 * Locks first the meeting and then the case - always in that order, so that no two wait for each other - and reads what
 * the step needs to know. Undefined where there is no such case or meeting in this place.
 */
export async function prepare(tx: Transaction, asked: Asked, places: Places): Promise<Ready | undefined> {
  const { command } = asked;
  const { place } = command;
  if (isCorrection(command.type) && isUuid(command.subject.id)) {
    await tx.rows(sql.LOCK_MEETINGS_OF_CASE, [place, command.subject.id]);
  }
  const its = asked.opens || !isUuid(command.subject.id) ? undefined : await meetingAsked(tx, asked);
  const locked = its ? await lockMeeting(tx, place, its.meeting) : null;
  const asItWas = await subjectOf(tx, asked, places);
  if (!asItWas) return undefined;
  checkReadable(asItWas.record);
  const { meeting: own, ...subject } = await caughtUp(tx, asItWas, places);
  if (its?.process !== undefined && subject.record.processes[its.process]?.facts['meeting'] !== its.meeting) {
    throw new ItemMoved();
  }
  const meeting = own ? { ...own, id: subject.id } : locked;
  const around = await tx.row<Surroundings>(sql.SURROUNDINGS, [
    place,
    command.commandId,
    [...peopleOf(asked), ...(meeting ? [meeting.chair, ...meeting.present] : [])],
    meeting?.id ?? null,
    meeting?.heldOn ?? null,
    asked.named.meetings.map(({ value }) => value),
    command.by,
    subject.id,
  ]);
  if (!around) throw new Error('The clock of the service is missing.');
  const rules = await places.rulesFor(place, subject.record.protocol, subject.calendarVersion, tx);
  return { asked, subject, meeting, around, rules, process: its?.process ?? command.process };
}
