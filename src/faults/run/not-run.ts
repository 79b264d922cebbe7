/** Faults and invariants of the matrix that nothing brings about or checks yet, each with the reason. */
export const NOT_RUN: Readonly<Record<string, string>> = {
  F12: 'two people deciding at once keep their typed text on pages, which come with them',
  F13: 'there are no uploads yet, so that no disk can be full of them',
  F14: 'a full disk under the log of Postgres comes with the degraded reading mode',
  F21: 'latency between the service and Postgres comes with the network it is tried on',
  I6: 'the chain of the audit comes with the audit of reading',
  I7: 'documents and their stored files come with uploads',
};

/** Why the faults of Redis are not run where there is none. */
export const NO_REDIS = 'redis-server is not on the PATH';
