import { dateInWords, formatLondon, type Stage } from '../../workflows/protocol/index.js';
import type { Expectation, ExpectedDeadline } from './history.js';
import type { DeadlineView } from './play-engine.js';
import type { Happened, Outcome } from './played.js';

/** What a step came to, as far as an expectation looks at it. */
export interface CameTo {
  outcome: Outcome;
  refusals: readonly { clauses: readonly string[]; message: string }[];
  errors: readonly { field: string; message: string }[];
  message: string | null;
  stage: Stage | null;
  deadlines: readonly DeadlineView[];
  happened: readonly Happened[];
}

const OUTCOME_WORDS: Record<Outcome, string> = {
  accepted: 'accepted',
  refused: 'refused',
  invalid: 'found invalid',
  notAllowed: 'not allowed for this role',
  moved: 'accepted',
};

const why = ({ outcome, refusals, errors, message }: CameTo): string => {
  if (outcome === 'refused')
    return `: ${refusals.map(({ clauses, message: words }) => `[${clauses.join(', ')}] ${words}`).join(' ')}`;
  if (outcome === 'invalid')
    return `: ${errors.map(({ field, message: words }) => `${field} ${words}`).join('; ')}`;
  return message === null ? '' : `: ${message}`;
};

function outcomeFailures(expected: Expectation, came: CameTo): string[] {
  const outcome = came.outcome === 'moved' ? 'accepted' : came.outcome;
  if (outcome !== expected.outcome) {
    return [
      `expected to be ${OUTCOME_WORDS[expected.outcome]}, but was ${OUTCOME_WORDS[came.outcome]}${why(came)}`,
    ];
  }
  const clauses = came.refusals.flatMap((refusal) => refusal.clauses);
  const fields = came.errors.map(({ field }) => field);
  return [
    ...expected.clauses
      .filter((clause) => !clauses.includes(clause))
      .map(
        (clause) =>
          `expected a refusal under ${clause}, but it was refused under ${[...new Set(clauses)].join(', ')}`,
      ),
    ...expected.fields
      .filter(
        (field) =>
          !fields.some(
            (each) => each === field || each.startsWith(`${field}.`) || each.startsWith(`${field}[`),
          ),
      )
      .map((field) => `expected '${field}' to be found invalid, but it was ${fields.join(', ')}`),
  ];
}

const stageFailures = ({ stage: expected }: Expectation, { stage }: CameTo): string[] =>
  expected === undefined || stage?.id === expected || stage?.words === expected
    ? []
    : [`expected the stage '${expected}', but it is '${stage?.words ?? 'none'}' (${stage?.id ?? 'none'})`];

/** The deadlines of that timescale or whole key, the last to start at the end. */
const named = (key: string, deadlines: readonly DeadlineView[]): DeadlineView[] =>
  deadlines
    .filter((deadline) => (key.includes('/') ? deadline.key === key : deadline.timescale === key))
    .sort((a, b) =>
      a.startedOn < b.startedOn ? -1 : a.startedOn > b.startedOn ? 1 : a.key < b.key ? -1 : 1,
    );

function deadlineFailures(
  key: string,
  expected: ExpectedDeadline,
  deadlines: readonly DeadlineView[],
): string[] {
  const found = named(key, deadlines).at(-1);
  if (expected.none)
    return found ? [`expected no deadline ${key}, but there is one, due ${found.dueOn}`] : [];
  if (!found) {
    const keys = deadlines.map((deadline) => deadline.key);
    return [
      `expected a deadline ${key}, but there is none; there are ${keys.length > 0 ? keys.join(', ') : 'none at all'}`,
    ];
  }
  const is = (
    what: string,
    wanted: string | undefined,
    actual: string | null,
    words: (text: string) => string,
  ) =>
    wanted === undefined || wanted === actual
      ? []
      : [
          `expected ${found.key} to ${what} ${words(wanted)}, not ${actual === null ? 'to have none' : words(actual)}`,
        ];
  const day = (text: string) => `${text} (${dateInWords(text as never)})`;
  return [
    ...is('fall due on', expected.due, found.dueOn, day),
    ...is('fall due at', expected.dueAt, found.dueAt, formatLondon),
    ...is('start on', expected.started, found.startedOn, day),
    ...is('have the target', expected.target, found.target, day),
    ...(expected.state === undefined || expected.state === found.state
      ? []
      : [`expected ${found.key} to be ${expected.state}, but it is ${found.state} (due ${found.dueOn})`]),
  ];
}

function systemFailures(
  wanted: readonly string[],
  type: string,
  words: string,
  happened: readonly Happened[],
): string[] {
  const of = happened.filter((each) => each.type === type).map(({ deadline }) => deadline);
  return wanted
    .filter((key) => !of.some((deadline) => deadline === key || deadline.split('/')[0] === key))
    .map(
      (key) =>
        `expected ${words} of ${key}, but there is ${of.length > 0 ? `only that of ${of.join(', ')}` : 'none'}`,
    );
}

/** What of an expectation does not hold, a sentence each; empty where all of it does. */
export const failuresOf = (expected: Expectation, came: CameTo): string[] => [
  ...outcomeFailures(expected, came),
  ...stageFailures(expected, came),
  ...Object.entries(expected.deadlines).flatMap(([key, each]) => deadlineFailures(key, each, came.deadlines)),
  ...systemFailures(expected.passed, 'DEADLINE_PASSED', 'a breach', came.happened),
  ...systemFailures(expected.withdrawn, 'BREACH_WITHDRAWN', 'the withdrawal of a breach', came.happened),
];
