/**
 * How many minutes an e-mail that the mail server did not take waits after each attempt in a row. After the last it has
 * failed, and a person is shown it. A choice of the service, not of the protocol.
 */
export const DELIVERY_LADDER: readonly number[] = [1, 5, 15, 60, 240, 720];

/** How many milliseconds speaking with the mail server may take for one e-mail. */
export const LONGEST_SENDING_MS = 60_000;

/** After how many minutes an e-mail that is still being sent is taken to have been left by a process that ended. */
export const SENDING_PATIENCE_MINUTES = 5;

/** How many e-mails one process sends at once. */
export const AT_ONCE = 4;
