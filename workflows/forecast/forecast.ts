import { addDays, dateInWords, daysBetween, type LocalDate } from '../calendar/local-date.js';
import type { Calendar } from '../calendar/working-days.js';
import { timescaleOf, type ProtocolData } from '../timescales/protocol-data.js';
import { lasting, median, observations, type Durations } from './durations.js';
import { panelFor, takes, whyNoPanel, type PanelDate } from './panel-dates.js';
import { FORECAST_STEPS, type ForecastStep } from './under-way.js';

/** An open deadline that is not late, and where its course stands. */
export interface Awaited {
  timescale: string;
  clauses: readonly string[];
  dueOn: LocalDate;
  /** The step under way; null for a clock that is a single step. */
  step: ForecastStep | null;
  /** The day that step began. */
  stepSince: LocalDate;
  plannedOn: LocalDate | null;
  /** The day of the meeting whose agenda the case is on. */
  listedFor: LocalDate | null;
}

/** What a forecast is judged by, on one day. */
export interface Outlook {
  today: LocalDate;
  /** Meetings still to be held, the first first. */
  meetings: readonly PanelDate[];
  /** How long each step, or clock of a single step, took here. */
  durations: Readonly<Record<string, Durations>>;
  protocol: ProtocolData;
  calendar: Calendar;
}

/** How long one step that is left takes, in calendar days, and how that is known. */
export interface StepLeft {
  step: string;
  title: string;
  days: number;
  /** `history`: the median here; `default`: the local default, for want of enough history; otherwise the panel's dates. */
  from: 'history' | 'default' | 'listed' | 'arranged' | 'assumed' | 'planned';
  /** How many past ones the median rests on; null where it rests on none. */
  observed: number | null;
}

/** A breach that is foreseen. */
export interface Foreseen {
  kind: 'certain' | 'likely';
  clauses: readonly string[];
  words: string;
  /** What is left, in order; its sum is `daysNeeded`. Empty for a breach that is certain. */
  left: readonly StepLeft[];
  /** Calendar days from today to the due day. */
  daysLeft: number;
  daysNeeded: number | null;
}

const inDays = (days: number): string => `${days} ${days === 1 ? 'day' : 'days'}`;

/** How long the step still takes: of a step under way what is left, by those that took at least as long. */
function usual(step: string, gone: number, { durations, protocol }: Outlook): Omit<StepLeft, 'title'> {
  const { fewestObservations, usualDays, otherwiseDays } = protocol.parameters.forecast.value;
  const longer = lasting(durations[step] ?? [], gone);
  const observed = observations(longer);
  const days = median(longer);
  if (days !== null && observed >= fewestObservations) return { step, days, from: 'history', observed };
  const assumed = (usualDays[step] ?? otherwiseDays) - gone;
  return { step, days: Math.max(assumed, 1), from: 'default', observed: null };
}

const titleOf = (step: string, { protocol }: Outlook): string =>
  protocol.parameters.forecast.value.steps[step as ForecastStep] ??
  timescaleOf(protocol, step)?.title ??
  step;

/** The steps that are left, each begun when the one before it ends. */
function stepsLeft(awaited: Awaited, outlook: Outlook): StepLeft[] {
  const { today } = outlook;
  const course = outlook.protocol.parameters.forecast.value.courses[awaited.timescale];
  const gone = Math.max(0, daysBetween(awaited.stepSince, today));
  if (!course || awaited.step === null) {
    const title = titleOf(awaited.timescale, outlook);
    if (awaited.plannedOn !== null && awaited.plannedOn >= today) {
      const days = daysBetween(today, awaited.plannedOn);
      return [{ step: awaited.timescale, title, days, from: 'planned', observed: null }];
    }
    return [{ ...usual(awaited.timescale, gone, outlook), title }];
  }
  let day = today;
  return course.slice(course.indexOf(awaited.step)).map((step) => {
    const title = titleOf(step, outlook);
    if (step === 'panel') {
      const seen = panelFor(day, today, awaited.listedFor, outlook.meetings, outlook);
      const days = Math.max(0, daysBetween(day, seen.on));
      day = addDays(day, days);
      return { step, title, days, from: seen.from, observed: null };
    }
    const left = usual(step, step === awaited.step ? gone : 0, outlook);
    day = addDays(day, left.days);
    return { ...left, title };
  });
}

/** Whether the course still has to pass the panel, and no meeting can see the case in time (PAN-1). */
function noPanelInTime({ timescale, step, dueOn, listedFor }: Awaited, outlook: Outlook): boolean {
  const course = outlook.protocol.parameters.forecast.value.courses[timescale] ?? [];
  const waits = step !== null && course.slice(course.indexOf(step)).includes('panel');
  if (!waits || (listedFor !== null && listedFor <= dueOn)) return false;
  return !outlook.meetings.some(
    (meeting) => meeting.heldOn <= dueOn && takes(meeting, outlook.today, outlook),
  );
}

const HOW: Readonly<Record<StepLeft['from'], (left: StepLeft) => string>> = {
  history: ({ days, observed }) => `${inDays(days)}, the median of ${observed}`,
  default: ({ days }) => `${inDays(days)}, a local default`,
  listed: ({ days }) => `${inDays(days)} to the meeting it is listed for`,
  arranged: ({ days }) => `${inDays(days)} to the first meeting that can take it`,
  assumed: ({ days }) => `${inDays(days)} to the next meeting there would usually be`,
  planned: ({ days }) => `${inDays(days)} to the day it is planned for`,
};

const dueInWords = (daysLeft: number, dueOn: LocalDate): string =>
  daysLeft === 0 ? `today, ${dateInWords(dueOn)}` : `in ${inDays(daysLeft)}, on ${dateInWords(dueOn)}`;

const likelyInWords = (left: readonly StepLeft[], needed: number, daysLeft: number, dueOn: LocalDate) =>
  `What is left usually takes ${inDays(needed)}, and it is due ${dueInWords(daysLeft, dueOn)}: ${left
    .map((each) => `${each.title.charAt(0).toLowerCase()}${each.title.slice(1)} (${HOW[each.from](each)})`)
    .join(' + ')}.`;

/**
 * Whether the deadline will be missed, as far as that day knows. Certain: what is left cannot be done in time. Likely: what
 * is left usually takes longer than the time that is left. Null where neither holds. Calendar days, as both six-week clocks
 * count (CHK-10, HNA-11).
 */
export function foresee(awaited: Awaited, outlook: Outlook): Foreseen | null {
  const { today } = outlook;
  const { dueOn, clauses } = awaited;
  const daysLeft = daysBetween(today, dueOn);
  if (noPanelInTime(awaited, outlook)) {
    return {
      kind: 'certain',
      clauses: ['PAN-1', ...clauses],
      words: whyNoPanel({ dueOn, listedFor: awaited.listedFor }, today, outlook.meetings, outlook),
      left: [],
      daysLeft,
      daysNeeded: null,
    };
  }
  const left = stepsLeft(awaited, outlook);
  const daysNeeded = left.reduce((sum, { days }) => sum + days, 0);
  return daysNeeded > daysLeft
    ? {
        kind: 'likely',
        clauses,
        words: likelyInWords(left, daysNeeded, daysLeft, dueOn),
        left,
        daysLeft,
        daysNeeded,
      }
    : null;
}

/** How long each step of a course is taken to need from its beginning, and how that is known. */
export const usualSteps = (
  outlook: Outlook,
): (Pick<StepLeft, 'step' | 'title' | 'days'> & {
  from: 'history' | 'default';
  observed: number;
})[] =>
  FORECAST_STEPS.filter((step) => step !== 'panel').map((step) => {
    const { days, from, observed } = usual(step, 0, outlook);
    return {
      step,
      title: titleOf(step, outlook),
      days,
      from: from as 'history' | 'default',
      observed: observed ?? 0,
    };
  });

/** A foreseen breach, and what would be foreseen with one more meeting: null where it would be spared. */
export interface WithExtra<Each> {
  ahead: Each;
  was: Foreseen;
  then: Foreseen | null;
}

/**
 * The breaches foreseen with one more meeting beside those without it, the first due first. Each case it sees takes one of
 * its places, however many deadlines it has: first those of which a breach is spared, then those of which one is no longer
 * certain. Whom there is no room for stays as it was.
 */
export function withExtra<Each extends Awaited & { caseId: string }>(
  awaited: readonly Each[],
  extra: PanelDate,
  outlook: Outlook,
): WithExtra<Each>[] {
  const meetings = [...outlook.meetings, extra].sort((a, b) => (a.heldOn < b.heldOn ? -1 : 1));
  const isOpen = takes(extra, outlook.today, outlook);
  const outcomes = [...awaited]
    .sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0))
    .flatMap((ahead): WithExtra<Each>[] => {
      const was = foresee(ahead, outlook);
      if (!was) return [];
      // A case on a later agenda is brought forward.
      const isLater = isOpen && ahead.listedFor !== null && ahead.listedFor > extra.heldOn;
      const moved = isLater ? { ...ahead, listedFor: null } : ahead;
      return [{ ahead, was, then: foresee(moved, { ...outlook, meetings }) }];
    });
  const spared = outcomes.filter(({ then }) => then === null);
  const eased = outcomes.filter(({ was, then }) => was.kind === 'certain' && then?.kind === 'likely');
  const cases = [...new Set([...spared, ...eased].map(({ ahead }) => ahead.caseId))];
  const seen = new Set(cases.slice(0, Math.max(0, extra.capacity - extra.listed)));
  return outcomes.map((each) => (seen.has(each.ahead.caseId) ? each : { ...each, then: each.was }));
}
