/** Why something may not happen: the clauses behind it, a sentence for the person who tried, and what is missing. */
export interface Refusal {
  /** Clause ids of the protocol's register, the one that decides first. */
  clauses: readonly string[];
  message: string;
  /** What would put it right, one thing each. */
  missing?: readonly string[];
}

/** A refusal under one or more clauses. */
export function refuse(
  clauses: string | readonly string[],
  message: string,
  missing?: readonly string[],
): Refusal {
  const ids = typeof clauses === 'string' ? [clauses] : clauses;
  return missing && missing.length > 0 ? { clauses: ids, message, missing } : { clauses: ids, message };
}
