import {
  allEvents,
  eventOf,
  OPENING_EVENTS,
  type Fields,
  type Instant,
} from '../../workflows/protocol/index.js';
import type { Path, Report } from '../protocols/checks.js';
import type { LoadedPlace } from '../protocols/load-place.js';
import { whoIs } from './cast.js';
import { contentOf, type Spoken } from './content.js';
import type { DayNames } from './days.js';
import { expectationOf } from './expectations.js';
import type { FoundStep } from './expand.js';
import {
  ONLY_CASE,
  ONLY_MEETING,
  type CastMember,
  type Content,
  type Step,
  type StepSubject,
} from './history.js';
import { offered } from './nearest.js';
import type { WrittenStep } from './written.js';

/** What the steps before have opened and named. */
export interface SoFar {
  cases: Set<string>;
  meetings: Set<string>;
  steps: Set<string>;
}

/** What a step is read by. */
export interface Around {
  rules: LoadedPlace;
  cast: Readonly<Record<string, CastMember>>;
  /** Who the child is, by case. */
  children: Readonly<Record<string, Content>>;
  /** Tells of what is wrong with who the child of that case is. */
  aboutChild: (label: string, field: Path, message: string) => void;
  days: DayNames;
  so: SoFar;
  problems: string[];
}

const peoplesEvents = (): string[] =>
  allEvents()
    .filter(({ definition }) => !definition.bySystem)
    .map(({ type }) => type);

const isOpening = (type: string): boolean => (OPENING_EVENTS as readonly string[]).includes(type);

function subjectOf(written: WrittenStep, so: SoFar, path: Path, report: Report): StepSubject {
  const type = written.event ?? '';
  const owner = eventOf(type)?.owner.kind;
  const kind =
    owner === 'meeting' || (owner === undefined && written.meeting !== undefined) ? 'meeting' : 'case';
  const label = kind === 'meeting' ? (written.meeting ?? ONLY_MEETING) : (written.case ?? ONLY_CASE);
  if (kind === 'case' && written.meeting !== undefined) {
    report(
      [...path, 'meeting'],
      `is not what ${type} is about; a meeting it speaks of stands in its content`,
    );
  }
  const known = kind === 'meeting' ? so.meetings : so.cases;
  if (owner !== undefined && !isOpening(type) && !known.has(label)) {
    const what = kind === 'meeting' ? 'meeting' : 'case';
    const opening = kind === 'meeting' ? 'MEETING_ARRANGED' : 'CASE_OPENED or CASE_TAKEN_ON';
    report(
      [...path, kind],
      `names the ${what} '${label}', which no step before this one opens; ${opening} does, ${offered(label, [...known])}`,
    );
  }
  return { kind, label };
}

/** Who the child is, as far as the event that opens the case can say it. */
const identityFor = (fields: Fields, child: Content): Content =>
  Object.fromEntries(Object.entries(child).filter(([name]) => Object.hasOwn(fields, name)));

function contentsOf(
  step: FoundStep,
  subject: StepSubject,
  asWritten: boolean,
  around: Around,
  report: Report,
): Content[] {
  const { written, path } = step;
  const { rules, cast, children, aboutChild, days, so } = around;
  const fields = eventOf(written.event ?? '')?.definition.fields ?? {};
  const child =
    isOpening(written.event ?? '') && subject.kind === 'case' ? (children[subject.label] ?? {}) : {};
  const spoken: Spoken = {
    days,
    cast,
    organisations: rules.place.organisations,
    meetings: so.meetings,
    steps: so.steps,
    asWritten,
  };
  const shared = { ...identityFor(fields, child), ...written.content };
  const inContent = (name: unknown): boolean =>
    typeof name === 'string' && Object.hasOwn(written.content ?? {}, name);
  return (written.each ?? [{}]).map((one, nth) => {
    const base = written.each ? [...path, 'each', nth] : [...path, 'content'];
    // What is said once for all of `each`, or of the child for the whole history, is told of where it stands.
    const where: Report = (field, message) => {
      const name = field[base.length];
      if (Object.hasOwn(child, String(name)) && !inContent(name) && !Object.hasOwn(one, String(name))) {
        aboutChild(subject.label, field.slice(base.length), message);
        return;
      }
      const shares = written.each !== undefined && inContent(name) && !Object.hasOwn(one, String(name));
      report(shares ? [...path, 'content', ...field.slice(base.length)] : field, message);
    };
    return contentOf(fields, { ...shared, ...one }, base, spoken, where);
  });
}

/** Those of the cast who say that they have no interest; they say it of a case that is open. */
function declaring({ written, path }: FoundStep, { cast, so }: Around, report: Report): string[] {
  if (written.noInterest === undefined) return [];
  const label = written.case ?? ONLY_CASE;
  if (!so.cases.has(label))
    report([...path, 'noInterest'], `is said of the case '${label}', which no step before this one opens`);
  return written.noInterest.flatMap((name, at) => {
    const who = whoIs(name, cast);
    if (who !== undefined) return [who];
    report(
      [...path, 'noInterest', at],
      `is '${name}', who is not in the cast and no role of anyone in it; ${offered(name, Object.keys(cast))}`,
    );
    return [];
  });
}

/** One step, checked against the events there are and the people of the history; problems are added to the list. */
export function stepOf(step: FoundStep, at: Instant, around: Around): Step {
  const { written, path, file, fileName } = step;
  const { rules, cast, days, so, problems } = around;
  const report: Report = (where, message) => problems.push(file.problem(where, message));
  const given = written.expectIn?.[rules.place.id];
  const expect = expectationOf(given ?? written.expect, {
    protocol: rules.protocol,
    days,
    path: given ? [...path, 'expectIn', rules.place.id] : [...path, 'expect'],
    report,
  });
  const owned = written.event === undefined ? undefined : eventOf(written.event);
  if (written.event !== undefined && (!owned || owned.definition.bySystem)) {
    const why = owned
      ? 'which the service records by itself, never a person'
      : `which is no event; ${offered(written.event, peoplesEvents())}`;
    report([...path, 'event'], `is '${written.event}', ${why}`);
  }
  const who = written.who === undefined ? null : (whoIs(written.who, cast) ?? null);
  if (written.who !== undefined && who === null) {
    report(
      [...path, 'who'],
      `is '${written.who}', who is not in the cast and no role of anyone in it; ${offered(written.who, Object.keys(cast))}`,
    );
  }
  if (written.event === undefined && expect.outcome !== 'accepted') {
    report(
      [...path, 'expect'],
      `expects '${expect.outcome}', but a step without an event comes to nothing of the kind`,
    );
  }
  if (written.name !== undefined && so.steps.has(written.name))
    report([...path, 'name'], `is '${written.name}', which another step has`);
  const subject = subjectOf(written, so, path, report);
  return {
    source: { file: fileName, line: file.line(path) },
    name: written.name ?? null,
    note: written.note ?? null,
    at,
    who,
    event: written.event ?? null,
    noInterest: declaring(step, around, report),
    process: written.process ?? null,
    subject,
    contents: owned ? contentsOf(step, subject, expect.outcome === 'invalid', around, report) : [],
    expect,
  };
}
