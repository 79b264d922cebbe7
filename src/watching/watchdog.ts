import { Injectable, Logger } from '@nestjs/common';
import { CalendarHorizon } from './calendar-horizon.js';
import { Status } from './status.js';

const DAY_MS = 86_400_000;

/** Looks, from every process, whether the others do what they should, and says so once in the log where they do not. */
@Injectable()
export class Watchdog {
  private readonly logger = new Logger(Watchdog.name);
  private said = new Set<string>();
  private calendarsAt = 0;

  constructor(
    private readonly status: Status,
    private readonly horizon: CalendarHorizon,
  ) {}

  /** Logs what is newly wrong and what is right again; once a day it also looks how far calendars reach. */
  async look(): Promise<void> {
    await this.lookAtCalendars();
    const { alarms } = await this.status.now();
    const now = new Map(alarms.map(({ code, words }) => [code, words] as const));
    for (const [code, words] of now) if (!this.said.has(code)) this.logger.error(words);
    for (const code of this.said) if (!now.has(code as never)) this.logger.error(`No more: ${code}`);
    this.said = new Set(now.keys());
  }

  private async lookAtCalendars(): Promise<void> {
    if (Date.now() - this.calendarsAt < DAY_MS) return;
    await this.horizon.check();
    this.calendarsAt = Date.now();
  }
}
