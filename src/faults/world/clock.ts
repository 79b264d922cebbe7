import type { Engine } from '../../engine.module.js';

const SHIFT_BY = `UPDATE service_clock SET shift = shift + make_interval(secs => $1::float8)`;
const SHIFT_TO = `UPDATE service_clock SET shift = $1::timestamptz - clock_timestamp()`;
const NOW = `SELECT service_now() AS at, to_char(service_now() AT TIME ZONE 'Europe/London', 'YYYY-MM-DD') AS today`;

const HOUR_S = 3600;

/** The clock of a world's database. It jumps as a wrong clock does: nobody is told, and nothing is done on the way. */
export class Clock {
  constructor(private readonly engine: Engine) {}

  /** The moment it is, UTC. */
  async now(): Promise<string> {
    return (await this.read()).at;
  }

  /** The day it is in London. */
  async today(): Promise<string> {
    return (await this.read()).today;
  }

  /** Moves it by so many hours, backwards where they are negative. */
  async jump(hours: number): Promise<void> {
    await this.engine.dataSource.query(SHIFT_BY, [hours * HOUR_S]);
  }

  /** Moves it to that moment. */
  async jumpTo(moment: string): Promise<void> {
    await this.engine.dataSource.query(SHIFT_TO, [moment]);
  }

  private async read(): Promise<{ at: string; today: string }> {
    const [row] = await this.engine.dataSource.query<{ at: string; today: string }[]>(NOW);
    if (!row) throw new Error('The clock of the world is missing.');
    return row;
  }
}
