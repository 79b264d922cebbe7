/** Faults and invariants of the matrix that nothing brings about or checks yet, each with the reason. */
export const NOT_RUN: Readonly<Record<string, string>> = {
  F12: 'two people who decide at once, with what they typed kept, are a matter of pages, which this does not open',
  F13: 'there are no uploads, so that no disk can be full of them',
  F14: 'there is no mode for reading only, for when Postgres cannot write its log',
  F21: 'latency and partition need a network between the service and Postgres, which are on one machine here',
  I6: 'audit entries have no chain of digests to be verified',
  I7: 'there are no stored documents',
};

/** Why the faults of Redis are not run where there is none. */
export const NO_REDIS = 'redis-server is not on the PATH';
