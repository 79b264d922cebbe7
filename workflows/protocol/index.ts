/** The door by which the service comes into the protocol: the only file of `workflows/` that `src/` imports. */
export { advance, type Manner } from './advance.js';
export { emptyRecord } from './opening.js';
export * from './outcome.js';
export * from './effects.js';
export * from './events.js';
export * from './next.js';
export * from './record.js';
export * from './refusal.js';
export { replay, type Owed, type RulesAt, type Told } from './replay.js';
export { correct, isCorrectable } from './correct.js';
export { amended, amendmentsOf, correctedValue, isCorrection } from './amendments.js';
export { evidenceLibrary, type EvidenceShown } from '../assessment/evidence-library.js';
export * from './stage.js';
export type { Field, FieldKind, Fields, TextProof } from './fields.js';
export { allEvents, eventOf, OPENING_EVENTS, PROCESSES, type OwnedEvent } from './registry.js';
export type { ProcessDefinition } from './process.js';
export {
  deciders,
  excludingInterests,
  exclusions,
  quorumCounts,
  quorumMissing,
  type Exclusion,
  type ItemParties,
  type QuorumCount,
} from '../panel/quorum.js';
export { weightOf, type CaseWeight } from '../case/caseload.js';
export { alertsOf, waitsForThePanel, type Alert } from '../case/alerts.js';
export { careShown, contentShown, fundingShown, type CareShown, type FundingShown } from '../case/shown.js';
export { papersCloseOn } from '../panel/papers.js';
export { authorityAwaited, type AwaitedAuthority } from '../funding/awaited-authority.js';
export { aboutInWords, deadlinesAwaiting } from '../notice/telling.js';
export { levelRefused, readGuide, type GuideReading } from '../decision-support/guide.js';
export { asItStays, deriveDeadlines, type Deadline, type Settlement } from '../timescales/deadlines.js';
export {
  DEADLINE_STATES,
  breachesThatNoLongerHold,
  explainDeadline,
  hasPassed,
  isOverdue,
  criticalFromOf,
  momentsOf,
  stateOf,
  type DeadlineState,
} from '../timescales/deadline-state.js';
export {
  changesClock,
  clockEffects,
  type ClockEffect,
  type DueAt,
  type IfRunsOn,
} from '../timescales/clock-effect.js';
export { changedDue, changesInWords, openPause, type DueChanges } from '../timescales/changed-due.js';
export {
  foresee,
  usualSteps,
  withExtra,
  type Awaited,
  type Foreseen,
  type Outlook,
  type StepLeft,
} from '../forecast/forecast.js';
export { type Durations } from '../forecast/durations.js';
export { type PanelDate } from '../forecast/panel-dates.js';
export { FORECAST_STEPS, underWay, type ForecastStep, type UnderWay } from '../forecast/under-way.js';
export { mermaidOf, statechartPage } from './statechart.js';
export { enforcement, type Enforcement } from './enforcement.js';
export * from '../calendar/changed-days.js';
export * from '../calendar/holiday-rules.js';
export * from '../calendar/local-date.js';
export * from '../calendar/london-time.js';
export * from '../calendar/working-days.js';
export * from '../timescales/alarm-moments.js';
export * from '../timescales/ageing.js';
export * from '../timescales/clock-start.js';
export * from '../timescales/count-due.js';
export * from '../timescales/moments.js';
export * from '../timescales/moved.js';
export * from '../timescales/place.js';
export * from '../timescales/parameters.js';
export * from '../timescales/protocol-data.js';
export * from '../timescales/timescale.js';
export * from '../timescales/trace.js';
export { formInWords, inWords, owedInWords, partInWords } from './words.js';
export { type AssessmentFacts } from '../assessment/assessment.rules.js';
