import type { KnownCalendar } from './calendar-horizon.js';
import type { ProcessRole } from './heartbeats.js';
import type { ServiceAlarm, ServiceStatus } from './status.js';

/** A process as anybody may know of it: not where it runs. */
export interface ProcessView {
  role: ProcessRole;
  version: string;
  startedAt: string;
  seenAt: string;
  lastPassAt: string | null;
  queue: string | null;
  degraded: string | null;
}

/** How the service does, as it is answered to anybody: facts of operating it, and nothing of anyone's care. */
export interface StatusView {
  state: ServiceStatus['state'];
  alarms: ServiceAlarm[];
  at: string;
  queue: { backEnd: string | null; degraded: string[] };
  due: { waiting: number; due: number; oldestSeconds: number | null; retrying: number };
  exceptions: { waiting: number; setAside: number };
  /** Seconds since a pass over what is due succeeded in any process. */
  passSeconds: number | null;
  processes: ProcessView[];
  calendars: KnownCalendar[];
}

const whole = (seconds: number | null): number | null => (seconds === null ? null : Math.round(seconds));

/** The status as it is answered. */
export const statusView = (status: ServiceStatus): StatusView => ({
  state: status.state,
  alarms: status.alarms,
  at: status.at,
  queue: { backEnd: status.queue, degraded: status.degraded },
  due: {
    waiting: status.waiting,
    due: status.due,
    oldestSeconds: whole(status.oldestDueSeconds),
    retrying: status.retrying,
  },
  exceptions: { waiting: status.exceptions, setAside: status.setAside },
  passSeconds: whole(status.passSeconds),
  processes: status.processes.map((each) => ({
    role: each.role,
    version: each.version,
    startedAt: each.startedAt,
    seenAt: each.seenAt,
    lastPassAt: each.passedAt,
    queue: each.queue,
    degraded: each.degraded,
  })),
  calendars: status.calendars,
});
