import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { reading } from '../database/transaction.js';
import { paced } from '../process/pace.js';
import type { BackEndKind } from '../queue/back-end.js';
import { CalendarHorizon, type KnownCalendar } from './calendar-horizon.js';
import { Heartbeats, type Heartbeat } from './heartbeats.js';
import { LIMITS } from './limits.js';
import { BACKLOG } from './status-statements.js';

/** Something about the service itself that somebody has to look at. */
export interface ServiceAlarm {
  code: 'passStopped' | 'processSilent' | 'behind' | 'calendarEnds';
  words: string;
}

/** How far alarms are behind. */
export interface Backlog {
  /** The moment by the service's clock. */
  at: string;
  waiting: number;
  due: number;
  /** Null where nothing is due. */
  oldestDueSeconds: number | null;
  retrying: number;
  exceptions: number;
  setAside: number;
}

/** How the service does. */
export interface ServiceStatus extends Backlog {
  state: 'ok' | 'degraded' | 'alarm';
  alarms: ServiceAlarm[];
  queue: BackEndKind | null;
  /** Why processes do without the queue, or do not share one. */
  degraded: string[];
  /** Seconds since any pass over what is due succeeded; null where none ever did. */
  passSeconds: number | null;
  processes: Heartbeat[];
  calendars: KnownCalendar[];
}

const lastPassOf = (processes: readonly Heartbeat[]): number | null => {
  const passed = processes.filter(({ passedAt }) => passedAt !== null);
  return passed.length === 0 ? null : Math.min(...passed.map(({ passSeconds }) => passSeconds));
};

/** What of that is worth an alarm. */
export function alarmsOf(
  { oldestDueSeconds }: Backlog,
  processes: readonly Heartbeat[],
  calendars: readonly KnownCalendar[],
): ServiceAlarm[] {
  const minutes = (seconds: number): number => Math.floor(seconds / 60);
  // Before the first pass, it is the time since the first process began that counts.
  const since =
    lastPassOf(processes) ??
    (processes.length === 0 ? null : Math.max(...processes.map(({ passSeconds }) => passSeconds)));
  return [
    ...(since !== null && since > paced(LIMITS.passSilent)
      ? [
          {
            code: 'passStopped' as const,
            words: `No pass over what is due has succeeded for ${minutes(since)} minutes.`,
          },
        ]
      : []),
    ...processes
      .filter(({ silentSeconds }) => silentSeconds > paced(LIMITS.processSilent))
      .map(({ role, silentSeconds }) => ({
        code: 'processSilent' as const,
        words: `A ${role} process has not been seen for ${minutes(silentSeconds)} minutes.`,
      })),
    ...(oldestDueSeconds !== null && oldestDueSeconds > paced(LIMITS.oldestDue)
      ? [
          {
            code: 'behind' as const,
            words: `Something has been due for ${minutes(oldestDueSeconds)} minutes and was not handled.`,
          },
        ]
      : []),
    ...calendars
      .filter(({ enough }) => !enough)
      .map(({ place, knownUntil }) => ({
        code: 'calendarEnds' as const,
        words: `The calendar of ${place} is known ${knownUntil === null ? 'for no day' : `only up to ${knownUntil}`}.`,
      })),
  ];
}

/** The processes whose word still holds: what one that is gone said last is no longer so. */
const heardOf = (processes: readonly Heartbeat[]): Heartbeat[] =>
  processes.filter(({ silentSeconds }) => silentSeconds <= paced(LIMITS.wordHolds));

/** Why processes that live do without the queue, or do not share one. */
export function degradedOf(all: readonly Heartbeat[]): string[] {
  const processes = heardOf(all);
  const kinds = new Set(processes.flatMap(({ queue }) => queue ?? []));
  const apart = `Processes keep the queue in different places (${[...kinds].sort().join(', ')}): give all of them the same REDIS_URL, or none.`;
  return [
    ...new Set([...processes.flatMap(({ degraded }) => degraded ?? []), ...(kinds.size > 1 ? [apart] : [])]),
  ];
}

/** Knows how the service does, from what its processes keep in the database. */
@Injectable()
export class Status {
  constructor(
    private readonly dataSource: DataSource,
    private readonly heartbeats: Heartbeats,
    private readonly horizon: CalendarHorizon,
  ) {}

  /** How far alarms are behind now. */
  async backlog(): Promise<Backlog> {
    const row = await reading(this.dataSource, (tx) => tx.row<Backlog>(BACKLOG));
    if (!row) throw new Error('The clock of the service is missing.');
    return row;
  }

  /** Everything there is to know of how the service does. */
  async now(): Promise<ServiceStatus> {
    const backlog = await this.backlog();
    const processes = await this.heartbeats.all();
    const calendars = await this.horizon.known();
    const alarms = alarmsOf(backlog, processes, calendars);
    const degraded = degradedOf(processes);
    return {
      ...backlog,
      state: alarms.length > 0 ? 'alarm' : degraded.length > 0 ? 'degraded' : 'ok',
      alarms,
      queue: heardOf(processes).find(({ queue }) => queue !== null)?.queue ?? null,
      degraded,
      passSeconds: lastPassOf(processes),
      processes,
      calendars,
    };
  }
}
