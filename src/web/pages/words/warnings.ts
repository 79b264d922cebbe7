import { Injectable } from '@nestjs/common';
import { Status, type ServiceAlarm, type ServiceStatus } from '../../../watching/status.js';

const LOOK_EVERY_MS = 10_000;
const LATE =
  'Deadlines that pass are being recorded late just now. Due dates are right; lists and messages can lag behind.';
const SLOW =
  'Part of the service is not working just now. Nothing is lost; messages can come a little later.';

/** What of an alarm matters to whoever works with the service, beside those who run it. */
const WORDS: Readonly<Partial<Record<ServiceAlarm['code'], string>>> = { passStopped: LATE, behind: LATE };

/** What people on pages are told of how the service does. */
export const warningsOf = ({
  alarms,
  degraded,
}: Pick<ServiceStatus, 'alarms' | 'degraded'>): readonly string[] => {
  const said = alarms.flatMap(({ code }) => WORDS[code] ?? []);
  return [...new Set([...said, ...(degraded.length > 0 ? [SLOW] : [])])];
};

/** Knows what to warn of, looked up every ten seconds at most. */
@Injectable()
export class Warnings {
  private known: readonly string[] = [];
  private lookedAt = -Infinity;

  constructor(private readonly status: Status) {}

  /** What was to be warned of when it was last looked up. */
  get latest(): readonly string[] {
    return this.known;
  }

  /** What is to be warned of now. What cannot be looked up is no reason to show no page. */
  async now(): Promise<readonly string[]> {
    const at = performance.now();
    if (at - this.lookedAt < LOOK_EVERY_MS) return this.known;
    this.lookedAt = at;
    this.known = await this.status.now().then(warningsOf, () => this.known);
    return this.known;
  }
}
