/**
 * How many seconds an alarm waits after each failure in a row before it is tried again. After the last it waits for a person.
 * A choice of the service, not of the protocol.
 */
export const RETRY_LADDER: readonly number[] = [5, 60, 300, 1800, 7200];

/** How often handling may be begun and never end, as when it takes the process down, before that counts as a failure. */
export const MOST_BEGUN = 3;

/** How many milliseconds handling one alarm may take. */
export const LONGEST_RING_MS = 45_000;
