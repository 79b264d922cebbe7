import type { LocalDate } from '../calendar/local-date.js';
import { isDecision } from '../notice/telling.js';
import { keysOf, live, type CaseRecord, type ProcessRecord } from '../protocol/record.js';
import type { Deadline } from '../timescales/deadlines.js';

/** The steps a deadline of several steps can wait in, in the order they come (CHK-10, HNA-11). */
export const FORECAST_STEPS = ['checklist', 'assessment', 'papers', 'panel', 'telling', 'arranging'] as const;
export type ForecastStep = (typeof FORECAST_STEPS)[number];

/** What an open deadline waits for. */
export interface UnderWay {
  /** The step of its course that is under way; null for a clock that is a single step. */
  step: ForecastStep | null;
  /** The event that began it. */
  by: number;
  /** The day it is planned for, where somebody planned it. */
  plannedOn: LocalDate | null;
}

type Waiting = (processes: readonly ProcessRecord[]) => { step: ForecastStep; by: number } | undefined;

const byKind =
  (step: ForecastStep, is: (process: ProcessRecord) => boolean): Waiting =>
  (processes) => {
    const found = processes.findLast(is);
    return found && { step, by: found.openedBy };
  };

const recommendedBy = ({ facts, openedBy }: ProcessRecord): number =>
  (facts['recommendation'] as { seq: number } | null)?.seq ?? openedBy;

/** The process that says where a course is, the furthest on first. */
const WAITING: readonly Waiting[] = [
  byKind('arranging', ({ kind }) => kind === 'provision'),
  byKind('telling', ({ kind, facts }) => kind === 'notice' && isDecision(facts['about'] as string)),
  byKind('panel', ({ kind }) => kind === 'panelItem'),
  (processes) => {
    const ready = processes.findLast(({ kind, value }) => kind === 'assessment' && value !== 'underway');
    return ready && { step: 'papers', by: recommendedBy(ready) };
  },
  byKind('assessment', ({ kind }) => kind === 'assessment'),
];

/** The processes of a course: those that come from the referral or assessment the clock is for. */
const ofCourse = (record: CaseRecord, id: string): ProcessRecord[] =>
  Object.values(record.processes).filter((process) => Object.values(keysOf(process)).includes(id));

const plannedFor = ({ key }: Deadline, record: CaseRecord): LocalDate | null =>
  live<{ plannedOn: LocalDate | null }>(record, 'review').find(({ id }) => key.endsWith(`/${id}`))?.facts
    .plannedOn ?? null;

/**
 * Where the course of an open deadline stands. The steps are those of the timescale's course; a clock without one is a
 * single step, under way since its start.
 */
export function underWay(
  deadline: Deadline,
  record: CaseRecord,
  courses: Readonly<Record<string, readonly ForecastStep[]>>,
): UnderWay {
  const course = courses[deadline.timescale];
  const plannedOn = plannedFor(deadline, record);
  if (!course) return { step: null, by: deadline.startedBy, plannedOn };
  const processes = ofCourse(record, deadline.key.slice(deadline.timescale.length + 1));
  for (const waiting of WAITING) {
    const found = waiting(processes);
    if (found && course.includes(found.step)) return { ...found, plannedOn };
  }
  return { step: course[0] ?? null, by: deadline.startedBy, plannedOn };
}
