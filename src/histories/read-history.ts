import { basename } from 'node:path';
import {
  londonDateOf,
  OPENING_EVENTS,
  type Instant,
  type LocalDate,
} from '../../workflows/protocol/index.js';
import type { Path, Report } from '../protocols/checks.js';
import { DataFileError, readDataFile } from '../protocols/data-file.js';
import type { DataFolders } from '../protocols/load-protocol.js';
import { loadPlace, type LoadedPlace } from '../protocols/load-place.js';
import { castOf } from './cast.js';
import { birthdayIn, momentOf, UnreadableTime, type DayNames } from './days.js';
import { allSteps, type FoundStep } from './expand.js';
import { readTeam } from './history-files.js';
import { ONLY_CASE, type CastMember, type Content, type History, type Step } from './history.js';
import { stepOf, type SoFar } from './read-step.js';
import { history, type WrittenHistory } from './written.js';

/** How a history is read. */
export interface Reading {
  /** The day on which it is read, from which its relative days count. */
  today: LocalDate;
  folders?: DataFolders;
  /** Another place than the one it names. */
  place?: string | undefined;
  /** The place with all it works by, where it has been read before. */
  rules?: LoadedPlace;
  /** Meetings that other histories arrange, by label. */
  meetings?: readonly string[];
  /** Instead of what the file says: who the child is, its days and its words. */
  instead?: {
    child?: Content;
    days?: Readonly<Record<string, string>>;
    words?: Readonly<Record<string, unknown>>;
  };
}

const changed = (written: WrittenHistory, { instead = {} }: Reading): WrittenHistory => ({
  ...written,
  ...(instead.child ? { child: { ...written.child, ...instead.child } } : {}),
  days: { ...written.days, ...instead.days },
  words: { ...written.words, ...instead.words },
});

const childrenOf = ({ child, children }: WrittenHistory): Readonly<Record<string, Content>> =>
  child === undefined ? children : { [ONLY_CASE]: child, ...children };

/** The moment of every step; a step that lies before the one above it, or cannot be read, is reported and stands there. */
function moments(
  steps: readonly FoundStep[],
  daysOf: (step: FoundStep) => DayNames,
  problems: string[],
): Instant[] {
  const found: Instant[] = [];
  for (const step of steps) {
    const before = found.at(-1) ?? null;
    const problem = (message: string) => problems.push(step.file.problem([...step.path, 'at'], message));
    try {
      const at = momentOf(step.written.at, before, daysOf(step));
      if (before !== null && at < before)
        problem('lies before the step above it; steps stand in the order in which they happened');
      found.push(before !== null && at < before ? before : at);
    } catch (error) {
      if (!(error instanceof UnreadableTime)) throw error;
      problem(`is not right: ${error.message}`);
      found.push(before ?? '2000-01-01T00:00:00.000Z');
    }
  }
  return found;
}

/** Everyone of the history: the place's team, and its own cast. */
function everyone(
  file: string,
  written: WrittenHistory,
  rules: ReturnType<typeof loadPlace>,
  folders: DataFolders,
  report: Report,
  problems: string[],
): Record<string, CastMember> {
  const team = readTeam(written.team, rules.place.id, file, folders);
  const theirs = team
    ? castOf(team.data.data.cast, rules.place, (path, message) =>
        problems.push(team.data.problem(path, message)),
      )
    : {};
  return { ...theirs, ...castOf(written.cast, rules.place, report) };
}

/**
 * The history in that file, checked whole: every event, field, person, day and clause in it is known before anything is
 * played. Throws a DataFileError naming file, line and field of everything that is wrong.
 */
export function readHistory(file: string, reading: Reading): History {
  const folders = reading.folders ?? {};
  const read = readDataFile(file, history);
  const written = changed(read.data, reading);
  const rules = reading.rules ?? loadPlace(reading.place ?? written.place, folders);
  const problems: string[] = [];
  const report: Report = (path, message) => problems.push(read.problem(path, message));
  const cast = everyone(file, written, rules, folders, report, problems);
  const scope = { days: { ...written.days, today: reading.today }, words: written.words };
  const found = allSteps({ at: file, name: basename(file), file: read }, scope, folders, problems);
  const children = childrenOf(written);
  const calendar = rules.calendar;
  const names = ({ scope: { days } }: Pick<FoundStep, 'scope'>): DayNames => ({ calendar, named: days });
  const daysOf = (step: FoundStep): DayNames => {
    const birthday = birthdayIn(children[step.written.case ?? ONLY_CASE] ?? {}, names(step));
    return birthday === undefined ? names(step) : { ...names(step), birthday };
  };
  const aboutChild = (label: string, field: Path, message: string) =>
    report(
      label === ONLY_CASE && written.child ? ['child', ...field] : ['children', label, ...field],
      message,
    );
  const at = moments(found, daysOf, problems);
  const so: SoFar = { cases: new Set(), meetings: new Set(reading.meetings), steps: new Set() };
  const steps = found.map((step, index): Step => {
    const moment = at[index] ?? '';
    const days = { ...daysOf(step), step: londonDateOf(moment) };
    const result = stepOf(step, moment, { rules, cast, children, aboutChild, days, so, problems });
    const { event, subject } = result;
    if (event !== null && (OPENING_EVENTS as readonly string[]).includes(event)) {
      (subject.kind === 'meeting' ? so.meetings : so.cases).add(subject.label);
    }
    if (result.name !== null) so.steps.add(result.name);
    return result;
  });
  if (problems.length > 0) throw new DataFileError(problems);
  return { file, title: String(written.title), place: rules, cast, steps };
}
