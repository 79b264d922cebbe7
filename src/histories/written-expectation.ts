import { byName, group, list, oneOf, optional, words, yesNo, type Check } from '../protocols/checks.js';
import { EXPECTED_OUTCOMES, type ExpectedOutcome } from './history.js';

/** What is expected of a deadline, as a file writes it: its due day, or what is looked at. */
export interface WrittenDeadline {
  due?: string | undefined;
  started?: string | undefined;
  state?: string | undefined;
  target?: string | undefined;
  none?: boolean | undefined;
}

/** What is expected of a step, as a file writes it; short forms are written out. */
export interface WrittenExpectation {
  outcome?: ExpectedOutcome | undefined;
  refused?: readonly string[] | undefined;
  invalid?: readonly string[] | undefined;
  stage?: string | undefined;
  deadlines?: Readonly<Record<string, WrittenDeadline>> | undefined;
  passed?: readonly string[] | undefined;
  withdrawn?: readonly string[] | undefined;
}

const oneOrMore: Check<readonly string[]> = (value, path, report) =>
  list(words, { min: 1 })(typeof value === 'string' ? [value] : value, path, report);

const written = group<WrittenDeadline>({
  due: optional(words),
  started: optional(words),
  state: optional(words),
  target: optional(words),
  none: optional(yesNo),
});

const deadline: Check<WrittenDeadline> = (value, path, report) => {
  if (value === 'none') return { none: true };
  return typeof value === 'string' ? { due: value } : written(value, path, report);
};

const outcome = oneOf(EXPECTED_OUTCOMES);

const long = group<WrittenExpectation>({
  outcome: optional(outcome),
  refused: optional(oneOrMore),
  invalid: optional(oneOrMore),
  stage: optional(words),
  deadlines: optional(byName(deadline)),
  passed: optional(oneOrMore),
  withdrawn: optional(oneOrMore),
});

/** `accepted`, `refused`, `invalid` or `notAllowed`, or a group of what is looked at. */
export const expectation: Check<WrittenExpectation> = (value, path, report) => {
  if (typeof value === 'string') return { outcome: outcome(value, path, report) };
  const checked = long(value, path, report);
  const said = [checked.outcome, checked.refused && 'refused', checked.invalid && 'invalid'].filter(
    (each) => each !== undefined,
  );
  if (new Set(said).size > 1)
    report(path, `expects ${[...new Set(said)].join(' and ')} at once; one step comes to one thing`);
  return checked;
};
