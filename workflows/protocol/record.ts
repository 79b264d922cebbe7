import type { LocalDate } from '../calendar/local-date.js';
import type { Instant } from '../calendar/london-time.js';
import type { Length } from '../timescales/timescale.js';
import type { TextProof } from './fields.js';

/** The kinds of process, each with a machine of its own. */
export const PROCESS_KINDS = [
  'case',
  'consent',
  'referral',
  'assessment',
  'panelItem',
  'notice',
  'provision',
  'funding',
  'package',
  'review',
  'adultTransition',
  'meeting',
] as const;
export type ProcessKind = (typeof PROCESS_KINDS)[number];

/** What ties a process to those it came from: `{ referral: 'referral-1', assessment: 'assessment-1' }`. */
export type Keys = Readonly<Record<string, string>>;

/** One live process as it is stored: XState's value and context, nothing of the library's own. */
export interface ProcessRecord<Facts = Record<string, unknown>> {
  id: string;
  kind: ProcessKind;
  /** XState's value: the name of the present state. */
  value: string;
  facts: Facts;
  keys: Keys;
  openedBy: number;
}

/** A dated fact of the case that can start, meet or stop a clock. */
export interface Milestone {
  kind: string;
  on: LocalDate;
  /** UTC, where the clock runs in hours. */
  at?: Instant;
  keys: Keys;
  /** The event that made it. */
  seq: number;
  /** For a clock with no length of its own: the day it falls due. */
  due?: LocalDate;
}

/** Someone's part in a case, for independence (PAN-3, HNA-8). */
export interface Participation {
  person: string;
  part:
    | 'checklist'
    | 'checklistQualityAssurance'
    | 'mdt'
    | 'evidence'
    | 'dst'
    | 'recommendation'
    | 'qualityAssurance';
  seq: number;
  keys: Keys;
}

/** A deadline that has passed, until it is settled or withdrawn. */
export interface Breach {
  seq: number;
  dueAt: string;
  /** 1 for the first time this deadline passed; more after a withdrawal. */
  occurrence: number;
  /** The event that withdrew it, because it no longer held. */
  withdrawn?: number;
  /** Why the deadline was missed, as it was last said (ROL-4). */
  reason?: BreachReason;
}

/** Why a deadline was missed, by a code of the protocol version; its words are kept beside the event. */
export interface BreachReason {
  code: string;
  /** Whether it was ours to control. */
  ours: boolean;
  by: string | null;
  on: LocalDate;
  seq: number;
}

/** An approved departure from a clock: the original due date stays and still counts (HNA-11). */
export interface ClockException {
  deadline: string;
  newTarget: LocalDate;
  seq: number;
  approvedBy: string;
}

/** Who signed for a change of a clock, when, and by which event. */
interface ClockSigned {
  deadline: string;
  approvedBy: string;
  secondedBy: string;
  seq: number;
  /** The day it was recorded. */
  on: LocalDate;
}

/** More time, agreed: it is added to the day counted before any rolling, and that is rolled once (DIS-1). */
export interface ClockExtension extends ClockSigned {
  by: Length;
}

/** A while in which the clock stood still; moments are given where it counts hours. */
export interface ClockPause extends ClockSigned {
  from: LocalDate;
  fromAt?: Instant;
  /** The day it ran on; null while it stands still. */
  until: LocalDate | null;
  untilAt?: Instant;
  /** A reason of the timescale. */
  reason: string;
  /** The event that let it run on. */
  endedBy: number | null;
}

/** Where the child stands in continuing care. */
export type Standing = 'undecided' | 'eligible' | 'eligibleWithoutPackage' | 'notEligible';

/** An education, health and care plan (SEN-1). */
export interface EhcpFacts {
  status: 'none' | 'requested' | 'inAssessment' | 'inPlace' | 'ceased';
  reviewOn: LocalDate | null;
  individualCarePlan: boolean;
}

/** What the whole case knows, beside its processes. */
export interface CaseFacts {
  dateOfBirth: LocalDate;
  openedOn: LocalDate;
  assessor: string | null;
  ehcp: EhcpFacts | null;
  standing: Standing;
  /** The day the child was found eligible; adult transition clocks cannot start before it (TRA-1). */
  joinedOn: LocalDate | null;
  responsibleCommissioner: string | null;
  /** Levels of the last signed-off DST, by care domain. */
  lastLevels: Record<string, string> | null;
  /** Care domains whose level the last review on the full tool changed, each with before and after (REV-6). */
  levelsChanged: readonly { domain: string; before: string | null; after: string }[];
  /** Stages at which the child's voice was recorded (SCO-8). */
  voices: readonly string[];
  regards: { communicationNeeds: boolean; interpreter: string | null; adjustments: boolean };
  parentalResponsibility: readonly string[];
  /** Where the need arises, as the last checklist, or whoever took the case on, said (SCO-2). */
  needs: readonly string[];
  /** What was agreed about clocks that are still derived; it leaves the case with its clock, and stays with the deadline. */
  exceptions: readonly ClockException[];
  extensions: readonly ClockExtension[];
  pauses: readonly ClockPause[];
  /** What the last review came to where that is still to be carried out (REV-6). */
  reviewAsksFor: { outcome: string; on: LocalDate } | null;
  closed: { on: LocalDate; seq: number; reason: string } | null;
  died: { on: LocalDate; seq: number; owedByHand: readonly string[] } | null;
}

/** A case, or a panel meeting, exactly as stored. Replay of its events gives this again. */
export interface CaseRecord {
  id: string;
  kind: 'case' | 'meeting';
  place: string;
  protocol: string;
  /** The version of the machines that wrote it. */
  machines: number;
  seq: number;
  facts: CaseFacts;
  processes: Record<string, ProcessRecord>;
  /** How many processes of each kind there have been. */
  counts: Partial<Record<ProcessKind, number>>;
  milestones: readonly Milestone[];
  participations: readonly Participation[];
  breaches: Readonly<Record<string, Breach>>;
}

/** A process that has run its course, and what leaves the live record with it. */
export interface EndedProcess {
  process: ProcessRecord;
  endedBy: number;
  /** Why, where it did not end by itself. */
  cutShort: string | null;
}

/** The version of the machines in this code; a record of another version is migrated by named steps before use. */
export const MACHINES_VERSION = 1;

const KEY_NAMES: Partial<Record<ProcessKind, string>> = { panelItem: 'item' };

/** The name under which a process of this kind stands in keys. */
export const keyName = (kind: ProcessKind): string => KEY_NAMES[kind] ?? kind;

/** A process's own keys: those it inherits and its own id. */
export const keysOf = (process: Pick<ProcessRecord, 'id' | 'kind' | 'keys'>): Keys => ({
  ...process.keys,
  [keyName(process.kind)]: process.id,
});

/** The live processes of one kind, oldest first. */
export function live<F = Record<string, unknown>>(record: CaseRecord, kind: ProcessKind): ProcessRecord<F>[] {
  return Object.values(record.processes).filter((process) => process.kind === kind) as ProcessRecord<F>[];
}

/** Whether words were given. */
export const written = (proof: TextProof | undefined): boolean => (proof?.characters ?? 0) > 0;
