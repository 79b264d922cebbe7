import type { Finding, Invariant, Seen } from './invariant.js';
import { breaches } from './i3-breaches.js';
import { commands } from './i5-commands.js';
import { deadlines } from './i2-deadlines.js';
import { deliveries } from './i4-deliveries.js';
import { events } from './i1-events.js';
import { rebuilds } from './i8-rebuild.js';
import { reachable } from './i9-reachable.js';

export type { Finding, Invariant, Seen } from './invariant.js';

/** Everything that has to hold, in order. */
export const INVARIANTS: readonly Invariant[] = [
  events,
  deadlines,
  breaches,
  deliveries,
  commands,
  rebuilds,
  reachable,
];

/** Everything that does not hold. */
export async function findings(seen: Seen): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const invariant of INVARIANTS) found.push(...(await invariant.check(seen)));
  return found;
}
