import type { KillPoint } from './kill-points.js';

/** What happens at a point: the process dies there, the work fails there, or it is held there until it is let go. */
export type Act = 'die' | 'fail' | 'hold';

/** What a process is told by whoever tries faults on it. */
export type Order =
  /** The `nth` time from now that work gets to the point; where `about` is there, only work about that. */
  | { order: 'arm'; point: KillPoint; nth: number; act: Act; about?: string }
  | { order: 'letGo' }
  | { order: 'disarm' }
  /** Its own clock shows the true time moved by so many milliseconds. */
  | { order: 'skew'; by: number };

/** What such a process tells. */
export type Report = { report: 'started' } | { report: 'reached'; point: KillPoint; act: Act };
