import type { Instant } from '../../workflows/protocol/index.js';

/**
 * The version of alarms this program writes and reads. It is raised when an alarm comes to mean something that an earlier
 * program would handle wrongly; that program then leaves the alarm to others.
 */
export const ALARMS_VERSION = 1;

/** Something that is to happen at a time. */
export interface Alarm {
  id: string;
  kind: string;
  /** Null only for what belongs to no place. */
  place: string | null;
  /** What it is about, once for each kind and place. */
  about: string;
  caseId: string | null;
  /** UTC by the service's clock. */
  ringsAt: Instant;
  /** Up to which moment it has been handled before; null where it never was. */
  handledUntil: Instant | null;
  /** Counts how often it was set. */
  generation: number;
}

/** Rings never, until it is set again. */
export const RESTS = 'infinity' as Instant;

/** An alarm as it is set. */
export interface AlarmToSet {
  kind: string;
  place: string;
  about: string;
  caseId?: string;
  ringsAt: Instant;
}

/** Alarms that are to ring no more. */
export interface AlarmsToStop {
  kind: string;
  place: string;
  about: readonly string[];
}
