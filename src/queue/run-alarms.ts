import type { DuePass } from '../deadlines/due-pass.js';
import { failureOf } from '../log/failure.js';
import { paced } from '../process/pace.js';
import { repeat, type Repeated } from '../process/repeat.js';
import type { Heartbeats, ProcessRole } from '../watching/heartbeats.js';
import type { Telemetry } from '../watching/telemetry.js';
import type { Watchdog } from '../watching/watchdog.js';
import { QueueLink, type Linking } from './queue-link.js';

/** What a process that lets alarms ring is made of. */
export interface RunningParts extends Linking {
  role: ProcessRole;
  duePass: DuePass;
  heartbeats: Heartbeats;
  telemetry: Telemetry;
  watchdog: Watchdog;
}

/** How often each part of the work is done, and for how long what is due is left to the queue. */
export const EVERY_MS = {
  tend: 1_000,
  check: 60_000,
  pass: 10_000,
  beat: 10_000,
  watch: 30_000,
  adopt: 3_600_000,
} as const;
export const GRACE_MS = 5_000;

/** The work that was begun. */
export interface RunningAlarms {
  link: QueueLink;
  /** Stops all of it, soon, whatever hangs. */
  stop(): Promise<void>;
}

/** One process's share of letting alarms ring: by the queue, and by the pass that needs none. */
class Share {
  private passed = false;
  /** Why the process did without the queue when it last said so. */
  private said: string | null = null;

  constructor(
    private readonly parts: RunningParts,
    private readonly link: QueueLink,
  ) {}

  /** Tells the queue what it was not told; whether it can be relied on is said as soon as that changes. */
  async tend(): Promise<void> {
    await this.link.tend();
    if (this.link.degraded !== this.said) await this.beat();
  }

  async pass(): Promise<void> {
    const { duePass, telemetry, log, role } = this.parts;
    const graceMs = this.link.degraded === null ? paced(GRACE_MS) : 0;
    try {
      const rung = await duePass.run({ graceMs, marking: true });
      this.passed = true;
      telemetry.passed('succeeded');
      if (rung > 0 || role === 'worker') log.info({ rung }, 'due pass');
    } catch (error) {
      telemetry.passed('failed');
      throw error;
    }
  }

  async check(): Promise<void> {
    const { log, telemetry } = this.parts;
    const found = await this.link.check();
    if (!found || found.missing + found.extra === 0) return;
    telemetry.repaired(found.missing);
    log.error(found, 'the queue did not hold what it should, and was put right');
  }

  async beat(): Promise<void> {
    const { heartbeats, role } = this.parts;
    const { passed } = this;
    const { kind, degraded } = this.link;
    await heartbeats.beat(role, { passed, queue: kind, degraded });
    this.said = degraded;
    if (passed) this.passed = false;
  }
}

/**
 * Begins to let alarms ring in this process: tells the queue of them, works off its jobs, passes over what is due, says that
 * the process lives and watches the others. Throws UnfitQueue where the queue would lose alarms.
 */
export async function runAlarms(parts: RunningParts): Promise<RunningAlarms> {
  const { log, duePass, heartbeats, watchdog, role } = parts;
  await heartbeats.begin(role);
  const link = await QueueLink.open(parts);
  const share = new Share(parts, link);
  const again = (everyMs: number, work: () => Promise<unknown>, words: string): Repeated =>
    repeat(work, {
      everyMs,
      jitterMs: everyMs / 10,
      onError: (error) => log.error({ failure: failureOf(error) }, words),
    });
  const repeated = [
    again(EVERY_MS.tend, () => share.tend(), 'queue not tended'),
    again(EVERY_MS.check, () => share.check(), 'queue not checked'),
    again(EVERY_MS.pass, () => share.pass(), 'due pass failed'),
    again(EVERY_MS.beat, () => share.beat(), 'no heartbeat'),
    again(EVERY_MS.watch, () => watchdog.look(), 'not watched'),
    again(EVERY_MS.adopt, () => duePass.adoptAll(), 'deadlines without alarm not found'),
  ];
  return {
    link,
    async stop() {
      await Promise.all([link.close(), ...repeated.map((each) => each.stop())]);
      await heartbeats.end().catch(() => undefined);
    },
  };
}
