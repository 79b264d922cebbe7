import { isLocalDate } from '../../../workflows/protocol/index.js';
import type { CaseMark } from '../../reading/case-list-statements.js';
import type { DeliveryMark } from '../../reading/delivery-reading.js';
import type { ExceptionMark } from '../../reading/exception-reading.js';
import type { MeetingMark } from '../../reading/meeting-reading.js';
import type { NoticeMark } from '../../reading/notice-reading.js';
import type { PeopleMark } from '../../reading/people-reading.js';
import type { QueueMark } from '../../reading/queues/queue-orders.js';
import { isMoment } from './field.js';
import type { StaffNoticeMark } from '../../staff-notices/own-notices.js';
import { invalid } from './validation.js';

/** A kind of cursor: how a mark is written, and how one that was sent is read and checked. */
interface CursorKind<Mark> {
  write(mark: Mark): unknown[];
  /** Undefined for what was never written by this. */
  read(parts: readonly unknown[]): Mark | undefined;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const isId = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);
const isShort = (value: unknown): boolean => typeof value === 'string' && /^[\w.-]{1,80}$/.test(value);
const isKey = (value: unknown): value is string =>
  typeof value === 'string' && /^[\w./-]{1,200}$/.test(value);

export const CASE_CURSOR: CursorKind<CaseMark> = {
  write: ({ dueAt, id }) => ['c', dueAt, id],
  read: ([kind, dueAt, id]) =>
    kind === 'c' && isId(id) && (dueAt === null || isMoment(dueAt)) ? { dueAt, id } : undefined,
};

export const MEETING_CURSOR: CursorKind<MeetingMark> = {
  write: ({ heldOn, id }) => ['m', heldOn, id],
  read: ([kind, heldOn, id]) =>
    kind === 'm' && isId(id) && isLocalDate(heldOn) ? { heldOn, id } : undefined,
};

export const PEOPLE_CURSOR: CursorKind<PeopleMark> = {
  write: ({ id }) => ['p', id],
  read: ([kind, id]) => (kind === 'p' && isId(id) ? { id } : undefined),
};

export const NOTICE_CURSOR: CursorKind<NoticeMark> = {
  write: ({ owedSince, caseId, process, recipient, form }) => [
    'n',
    owedSince,
    caseId,
    process,
    recipient,
    form,
  ],
  read: ([kind, owedSince, caseId, process, recipient, form]) =>
    kind === 'n' && isLocalDate(owedSince) && isId(caseId) && [process, recipient, form].every(isShort)
      ? {
          owedSince,
          caseId,
          process: process as string,
          recipient: recipient as string,
          form: form as string,
        }
      : undefined,
};

export const EXCEPTION_CURSOR: CursorKind<ExceptionMark> = {
  write: ({ since, id }) => ['q', since, id],
  read: ([kind, since, id]) => (kind === 'q' && isMoment(since) && isId(id) ? { since, id } : undefined),
};

/** Where a list of changes, or of cases in one, goes on. */
export const CHANGE_CURSOR: CursorKind<{ id: string }> = {
  write: ({ id }) => ['x', id],
  read: ([kind, id]) => (kind === 'x' && isId(id) ? { id } : undefined),
};

const byDueMoment = (name: string): CursorKind<QueueMark> => ({
  write: ({ asAt, dueAt, caseId, key }) => [name, asAt, dueAt, caseId, key],
  read: ([kind, asAt, dueAt, caseId, key]) =>
    kind === name && isMoment(asAt) && isMoment(dueAt) && isId(caseId) && isKey(key)
      ? { asAt, dueAt, caseId, key }
      : undefined,
});

export const QUEUE_CURSOR = byDueMoment('q');
export const FORECAST_CURSOR = byDueMoment('f');

export const STAFF_NOTICE_CURSOR: CursorKind<StaffNoticeMark> = {
  write: ({ read, id }) => ['s', read, id],
  read: ([kind, read, id]) =>
    kind === 's' && typeof read === 'boolean' && isId(id) ? { read, id } : undefined,
};

export const DELIVERY_CURSOR: CursorKind<DeliveryMark> = {
  write: ({ id }) => ['d', id],
  read: ([kind, id]) => (kind === 'd' && isId(id) ? { id } : undefined),
};

/** Where a list goes on after a number below that bound. */
const numberCursor = (letter: string, bound: number): CursorKind<number> => ({
  write: (seq) => [letter, seq],
  read: ([kind, seq]) =>
    kind === letter && Number.isSafeInteger(seq) && (seq as number) >= 0 && (seq as number) < bound
      ? (seq as number)
      : undefined,
});

export const EVENT_CURSOR = numberCursor('e', 2 ** 31);
export const READER_CURSOR = numberCursor('r', 2 ** 53);

/** The cursor of a mark: to be sent back as it is. */
export const cursorOf = <Mark>(kind: CursorKind<Mark>, mark: Mark | null): string | null =>
  mark === null ? null : Buffer.from(JSON.stringify(kind.write(mark))).toString('base64url');

const partsOf = (cursor: string): readonly unknown[] => {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
};

/**
 * The mark of a cursor; null where there is none.
 * @throws ProblemError where it was not given out by this list
 */
export function markOf<Mark>(kind: CursorKind<Mark>, cursor: string | undefined): Mark | null {
  if (cursor === undefined) return null;
  const mark = kind.read(partsOf(cursor));
  if (mark === undefined) throw invalid([{ field: 'cursor', message: 'is not one that this list gave out' }]);
  return mark;
}
