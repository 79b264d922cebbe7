import type {
  Alert,
  CareShown,
  CaseFacts,
  DeadlineState,
  Length,
  FundingShown,
  EvidenceShown,
  GuideReading,
  LocalDate,
  Refusal,
  Settlement,
  Stage,
  Trace,
} from '../../workflows/protocol/index.js';

/** What is shown of cases and meetings: each view is made for whoever reads, and nothing is decided from it. */

export interface Named {
  id: string;
  name: string;
}

export interface DeadlineLine {
  key: string;
  timescale: string;
  title: string;
  clauses: readonly string[];
  state: DeadlineState;
  stateWords: string;
  dueOn: LocalDate;
  dueAt: string;
}

/** Who signed for a change of a clock, when, by which event, and why in their words. */
export interface ClockSigned {
  seq: number;
  on: LocalDate | null;
  why: string | null;
  recordedBy: Named | null;
  approvedBy: Named | null;
}

export interface ExceptionView extends ClockSigned {
  newTarget: LocalDate;
}

export interface ExtensionView extends ClockSigned {
  by: Length;
  byWords: string;
  secondedBy: Named | null;
}

export interface PauseView extends ClockSigned {
  from: LocalDate;
  fromAt: string | null;
  /** Null while the clock stands still. */
  until: LocalDate | null;
  untilAt: string | null;
  reason: string;
  reasonTitle: string;
  secondedBy: Named | null;
  endedBy: number | null;
}

/** That the deadline passed unmet, and why, once its owner has said so (ROL-4). */
export interface BreachView {
  occurrence: number;
  seq: number;
  /** False where it was withdrawn, because it no longer held. */
  stands: boolean;
  reason: {
    code: string;
    title: string;
    ours: boolean;
    words: string | null;
    by: Named | null;
    on: LocalDate;
    seq: number;
  } | null;
}

export interface DeadlineView extends DeadlineLine {
  /** When it was due before anything was agreed about it. */
  originalDueOn: LocalDate;
  originalDueAt: string;
  pausedSince: LocalDate | null;
  guidance: boolean;
  owner: string;
  ownerPerson: Named | null;
  startedOn: LocalDate;
  startedAt: string | null;
  startedBy: number;
  /** What starts it and what will meet it, in words. */
  starts: string;
  metBy: string;
  breached: boolean;
  breach: BreachView | null;
  exception: ExceptionView | null;
  extensions: ExtensionView[];
  pauses: PauseView[];
  settled: Settlement | null;
  trace: Trace | null;
}

export interface CaseLine {
  id: string;
  reference: string;
  child: { givenName: string | null; familyName: string | null };
  state: 'open' | 'closed';
  stage: Stage;
  assessor: Named | null;
  openedOn: LocalDate;
  /** How many deadlines are overdue. */
  overdue: number;
  nextDeadline: DeadlineLine | null;
}

export interface ProcessView {
  id: string;
  kind: string;
  title: string;
  state: string;
  stage: string;
  keys: Readonly<Record<string, string>>;
  openedBy: number;
}

export interface CaseView extends Omit<CaseLine, 'child'> {
  version: number;
  protocol: string;
  child: CaseLine['child'] & {
    dateOfBirth: LocalDate;
    nhsNumber: string | null;
    address: string | null;
    parentalResponsibility: readonly { relationship: string; name: string }[];
  };
  facts: object;
  /** What whoever opens the case is to see, by clause. */
  alerts: readonly Alert[];
  packages: CareShown[];
  funding: FundingShown[];
  processes: ProcessView[];
}

export interface EventView {
  seq: number;
  type: string;
  title: string;
  clauses: readonly string[];
  process: string;
  at: string;
  by: Named | null;
  content: Record<string, unknown>;
}

export interface StepView {
  type: string;
  title: string;
  clauses: readonly string[];
  process: string | null;
  possible: boolean;
  mayYou: boolean;
  roles: readonly string[];
  missing: readonly Refusal[];
}

/** A piece of evidence, and where it is held (HNA-5). */
export interface EvidenceView extends EvidenceShown {
  heldAt: string | null;
}

export interface NoticeView {
  process: string;
  /** What they are told. */
  about: Stage;
  recipient: string;
  form: string;
  clause: string;
  status: 'owed' | 'given' | 'notNeeded' | 'withdrawn';
  owedSince: LocalDate;
  owedBy: number;
  settledBy: number | null;
}

export interface OwedNoticeView extends Omit<NoticeView, 'status' | 'settledBy'> {
  case: { id: string; reference: string };
  assessor: Named | null;
  /** The clocks that wait for it, the first one due first. */
  deadlines: DeadlineLine[];
}

/** That a meeting was cancelled: when, by whom and why. */
export interface CancelledView {
  at: string;
  by: Named | null;
  why: string;
}

export interface MeetingLine {
  id: string;
  reference: string;
  heldOn: LocalDate;
  stage: Stage;
  chair: Named | null;
  capacity: number;
  listed: number;
  /** Null for a meeting that was not cancelled. */
  cancelled: CancelledView | null;
}

export interface AgendaItemView {
  case: string;
  reference: string;
  process: string;
  status: string;
  presenter: Named | null;
  /** What the guide says of the levels signed off; null before there are any. */
  guide: Pick<GuideReading, 'suggestsNeed' | 'words' | 'neverAlone'> | null;
  /** The stages at which the child's and family's voice was recorded. */
  voices: readonly string[];
  /** What is regarded in arranging the meeting; null where the case is closed to the reader. */
  regards: CaseFacts['regards'] | null;
  excluded: { person: Named; clause: string; words: string }[];
  deciders: Named[];
  quorate: boolean;
  quorumMissing: string[];
}

/** A review due by the day of a meeting, at which the outcomes for a child are looked at (PAN-15). */
export interface OutcomeDueView {
  case: string;
  reference: string;
  key: string;
  timescale: string;
  dueOn: LocalDate;
}

export interface MeetingView extends MeetingLine {
  version: number;
  /** The last day on which papers are taken: the day itself where it is held at short notice. */
  papersCloseOn: LocalDate | null;
  /** When, by whom and why it is held at short notice; null where it is not. */
  shortNotice: MeetingLine['cancelled'];
  present: Named[];
  apologies: Named[];
  agenda: AgendaItemView[];
  /** Outcomes that are due, an item of every agenda (PAN-15). */
  outcomesDue: OutcomeDueView[];
}
