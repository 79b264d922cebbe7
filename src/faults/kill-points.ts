/** Points in the program at which a fault can be brought about, in the order in which work gets to them. */
export const KILL_POINTS = [
  // A command: its case is locked, its events are written, its deadlines too, all of it, and then it is committed.
  'command-locked',
  'command-appended',
  'command-deadlines',
  'command-stored',
  'command-committed',
  // An alarm: handled with its next moment set, and then committed, which the queue is not yet told.
  'alarm-handled',
  'alarm-rung',
  // A batch of a change: one of its cases is done, and the batch is not committed.
  'batch-case',
  // Telling the queue: it has the jobs, and the alarms do not say so yet.
  'queue-added',
  // Building the queue anew: some of its jobs are in it.
  'rebuild-midway',
  // An e-mail: marked as being sent, and nothing said to the mail server yet; then answered by it, and not written down.
  'delivery-begun',
  'delivery-answered',
  // Bringing the schema up to date: before each of its statements.
  'migration-statement',
] as const;
export type KillPoint = (typeof KILL_POINTS)[number];

/** Called at every point, with what the work there is about where it says so. What it throws breaks off the work; what it waits for holds it up. */
export type Trap = (point: KillPoint, about?: string) => void | Promise<void>;

let trap: Trap | undefined;

/** Lays a trap at the points of this process, in place of the one before; none where it is left out. */
export function layTrap(next?: Trap): void {
  trap = next;
}

/** A point that work gets to, about something of that id. Nothing happens where no trap is laid, as in every process that serves people. */
export const killPoint = (point: KillPoint, about?: string): void | Promise<void> => trap?.(point, about);
