import { PROCESS_KINDS, PROCESSES, type CaseloadWeight } from '../../workflows/protocol/index.js';
import { group, list, oneOf, optional, whole, words, type Check } from './checks.js';

const statesOf = (kind: string): readonly string[] =>
  Object.keys(PROCESSES.find((process) => process.kind === kind)?.chart.states ?? {});

/** A row of the caseload weights: a process there is, in states it has. */
export const caseloadWeight: Check<CaseloadWeight> = (value, path, report) => {
  const checked = group<CaseloadWeight>({
    slug: words,
    title: words,
    process: oneOf(PROCESS_KINDS),
    states: optional(list(words, { min: 1 })),
    points: whole(0),
  })(value, path, report);
  const known = statesOf(checked.process);
  checked.states?.forEach((state, at) => {
    if (!known.includes(state)) {
      report([...path, 'states', at], `is '${state}', but must be one of ${known.join(', ')}`);
    }
  });
  return checked;
};
