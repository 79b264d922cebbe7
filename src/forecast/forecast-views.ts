import type { Awaited, Foreseen, Instant, LocalDate, StepLeft } from '../../workflows/protocol/index.js';
import type { Named } from '../reading/views.js';
import type { MeasureView } from './measure-views.js';

/** An open deadline ahead as its row has it. */
export interface AheadRow {
  case_id: string;
  key: string;
  timescale: string;
  clauses: string[];
  due_on: LocalDate;
  due_at: Instant;
  step: string | null;
  step_since: LocalDate;
  planned_on: LocalDate | null;
  owner_person: string | null;
  listed_for: LocalDate | null;
}

/** An open deadline ahead, as it is foreseen. */
export interface Ahead extends Awaited {
  caseId: string;
  key: string;
  dueAt: Instant;
  ownerPerson: string | null;
}

export const aheadOf = (row: AheadRow): Ahead => ({
  caseId: row.case_id,
  key: row.key,
  dueAt: row.due_at,
  ownerPerson: row.owner_person,
  timescale: row.timescale,
  clauses: row.clauses,
  dueOn: row.due_on,
  step: row.step as Awaited['step'],
  stepSince: row.step_since,
  plannedOn: row.planned_on,
  listedFor: row.listed_for,
});

/** How many breaches are foreseen within a time. */
export interface HorizonView {
  workingDays: number;
  /** Its last day. */
  until: LocalDate;
  certain: number;
  likely: number;
}

/** A foreseen breach. */
export interface ForeseenLine {
  case: { id: string; reference: string };
  child: { givenName: string | null; familyName: string | null };
  stage: { id: string; words: string };
  key: string;
  timescale: string;
  title: string;
  kind: Foreseen['kind'];
  clauses: readonly string[];
  /** Why, in a sentence. */
  words: string;
  left: readonly StepLeft[];
  daysLeft: number;
  daysNeeded: number | null;
  dueOn: LocalDate;
  dueAt: Instant;
  /** The shortest time ahead it falls within, in working days. */
  within: number;
  ownerPerson: Named | null;
}

/** How long a step usually takes, as the forecast has it. */
export interface StepUsual {
  step: string;
  title: string;
  days: number;
  from: 'history' | 'default';
  observed: number;
}

/** What one more meeting of the panel would spare, beside what is foreseen without it. */
export interface ExtraPanelView {
  on: LocalDate;
  papersCloseOn: LocalDate;
  capacity: number;
  horizons: { workingDays: number; without: Counts; with: Counts }[];
  saved: ForeseenLine[];
  /** How many are spared; at most a hundred of them are listed. */
  total: number;
  words: string;
}

export interface Counts {
  certain: number;
  likely: number;
}

/** Breaches foreseen from one moment. */
export interface ForecastView {
  asAt: Instant;
  horizons: HorizonView[];
  timescales: (Counts & { timescale: string; title: string })[];
  items: ForeseenLine[];
  usual: { from: LocalDate; to: LocalDate; steps: StepUsual[] };
  /** How right it was in past months. */
  measured: MeasureView;
  extraPanel: ExtraPanelView | null;
}
