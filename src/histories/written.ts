import {
  byName,
  group,
  list,
  optional,
  whole,
  withDefault,
  words,
  yesNo,
  type Check,
} from '../protocols/checks.js';
import { expectation, type WrittenExpectation } from './written-expectation.js';

/** A step as its file writes it. */
export interface WrittenStep {
  name?: string | undefined;
  note?: string | undefined;
  at?: string | undefined;
  who?: string | undefined;
  event?: string | undefined;
  /** Members of the panel who say that they have no interest in the case. */
  noInterest?: readonly string[] | undefined;
  process?: string | undefined;
  case?: string | undefined;
  meeting?: string | undefined;
  content?: Readonly<Record<string, unknown>> | undefined;
  each?: readonly Readonly<Record<string, unknown>>[] | undefined;
  expect?: WrittenExpectation | undefined;
  expectIn?: Readonly<Record<string, WrittenExpectation>> | undefined;
  /** The name of a part whose steps are played here. */
  part?: string | undefined;
  days?: Readonly<Record<string, string>> | undefined;
  words?: Readonly<Record<string, unknown>> | undefined;
}

/** A member of the cast as a file writes it. */
export interface WrittenMember {
  name?: string | undefined;
  role?: string | undefined;
  roles?: readonly string[] | undefined;
  organisation?: string | undefined;
  discipline?: string | undefined;
  clinician: boolean;
  commissioner: boolean;
  team?: string | undefined;
  delegatedLimit?: number | undefined;
  competences: readonly string[];
}

/** A history as its file writes it. */
export interface WrittenHistory {
  title: string;
  about?: string | undefined;
  place: string;
  child?: Readonly<Record<string, unknown>> | undefined;
  children: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  team?: string | undefined;
  cast: Readonly<Record<string, WrittenMember>>;
  days: Readonly<Record<string, string>>;
  words: Readonly<Record<string, unknown>>;
  steps: readonly WrittenStep[];
}

/** A part that several histories share. */
export interface WrittenPart {
  title: string;
  about?: string | undefined;
  days: Readonly<Record<string, string>>;
  words: Readonly<Record<string, unknown>>;
  steps: readonly WrittenStep[];
}

const anything: Check<unknown> = (value) => value;
const free = byName(anything);
const days = withDefault(byName(words), {});
const freeWords = withDefault(free, {});

const shapeOfStep = group<WrittenStep>({
  name: optional(words),
  note: optional(words),
  at: optional(words),
  who: optional(words),
  event: optional(words),
  noInterest: optional(list(words, { min: 1 })),
  process: optional(words),
  case: optional(words),
  meeting: optional(words),
  content: optional(free),
  each: optional(list(free, { min: 1 })),
  expect: optional(expectation),
  expectIn: optional(byName(expectation)),
  part: optional(words),
  days: optional(byName(words)),
  words: optional(free),
});

const ONLY_OF_PARTS = ['days', 'words'] as const;
const NOT_OF_PARTS = [
  'at',
  'who',
  'event',
  'noInterest',
  'process',
  'meeting',
  'content',
  'each',
  'expect',
  'expectIn',
  'name',
] as const;

const step: Check<WrittenStep> = (value, path, report) => {
  const checked = shapeOfStep(value, path, report);
  if (checked.part !== undefined) {
    for (const field of NOT_OF_PARTS.filter((each) => checked[each] !== undefined)) {
      report([...path, field], 'cannot stand beside `part`; its steps say this themselves');
    }
    return checked;
  }
  for (const field of ONLY_OF_PARTS.filter((each) => checked[each] !== undefined)) {
    report([...path, field], 'goes with `part`; for a whole history write it at the top');
  }
  if (checked.event === undefined) {
    for (const field of ['who', 'process', 'content', 'each'] as const) {
      if (checked[field] !== undefined)
        report([...path, field], 'needs an `event`; a step without one only moves the clock');
    }
    if (checked.at === undefined && checked.noInterest === undefined)
      report([...path, 'at'], 'is missing; a step without an event moves the clock to it');
  } else if (checked.noInterest !== undefined) {
    report([...path, 'noInterest'], 'cannot stand beside `event`; make it a step of its own');
  } else if (checked.who === undefined) {
    report([...path, 'who'], 'is missing; name who records it, a member of the cast or a role');
  }
  return checked;
};

const member = group<WrittenMember>({
  name: optional(words),
  role: optional(words),
  roles: optional(list(words)),
  organisation: optional(words),
  discipline: optional(words),
  clinician: withDefault(yesNo, false),
  commissioner: withDefault(yesNo, false),
  team: optional(words),
  delegatedLimit: optional(whole(0)),
  competences: withDefault(list(words), []),
});

const castOf: Check<Readonly<Record<string, WrittenMember>>> = withDefault(byName(member), {});
const steps = list(step, { min: 1 });

export const history: Check<WrittenHistory> = group<WrittenHistory>({
  title: words,
  about: optional(words),
  place: words,
  child: optional(free),
  children: withDefault(byName(free), {}),
  team: optional(words),
  cast: castOf,
  days,
  words: freeWords,
  steps,
});

export const part: Check<WrittenPart> = group<WrittenPart>({
  title: words,
  about: optional(words),
  days,
  words: freeWords,
  steps,
});

/** The people of a place whom its histories share. */
export interface WrittenTeam {
  cast: Readonly<Record<string, WrittenMember>>;
}

export const team: Check<WrittenTeam> = group<WrittenTeam>({ cast: castOf });
