import type { LocalDate } from '../calendar/local-date.js';
import type { Parameter, ProtocolParameters } from './parameters.js';
import type { Length, Timescale } from './timescale.js';

export const CLAUSE_KINDS = ['route', 'gate', 'clock', 'record', 'letter', 'role'] as const;
export type ClauseKind = (typeof CLAUSE_KINDS)[number];

/** A rule of the protocol, by its id. */
export interface Clause {
  id: string;
  section: string;
  sectionTitle: string;
  kind: ClauseKind;
  title: string;
  /** The rule in plain words. */
  rule: string;
  /** What the service does about it. */
  does: string;
  /** Whether any of it was decided by the place, because the protocol is silent. */
  local: boolean;
}

/** One of the ten care domains, with the levels it has and no others. */
export interface CareDomain {
  slug: string;
  label: string;
  /** From the least need to the most. */
  levels: readonly string[];
  /** What each level is about, by level. */
  help: Readonly<Record<string, string>>;
}

/** The decision support tool (HNA-3, HNA-4). */
export interface DecisionSupport {
  clause: string;
  /** What the help texts are: a summary, or the published wording. */
  helpNote: string;
  /** All levels, from the least need to the most; a level is not implied by a higher one. */
  levels: readonly { slug: string; label: string }[];
  domains: readonly CareDomain[];
  guide: {
    clause: string;
    /** How many domains at a level suggest a continuing care need. */
    thresholds: Readonly<Record<string, number>>;
    note: string;
  };
}

/** Who must be there for a decision, by what is counted. */
export type Quorum = Readonly<
  Record<'chair' | 'health' | 'socialCare' | 'education' | 'clinicians' | 'commissioners', number>
>;

/** How the joint panel works. */
export interface PanelRules {
  frequency: Parameter<Length>;
  /** How far ahead a meeting can be arranged, so that a mistyped year is none. */
  arrangedAhead: Parameter<Length>;
  quorum: Parameter<Quorum>;
  quorumCountedAfterExclusions: Parameter<boolean>;
  papersCloseWorkingDaysBefore: Parameter<number>;
  packCirculatedWorkingDaysBefore: Parameter<number>;
  /** Most items of one meeting, unless the meeting has its own. */
  capacity: Parameter<number>;
}

export const FUNDERS = ['health', 'socialCare', 'education'] as const;
export type Funder = (typeof FUNDERS)[number];

/** One way a package is paid for. */
export interface FundingKind {
  slug: string;
  label: string;
  clause: string;
  funders: readonly Funder[];
  /** Whole per cent by funder, totalling 100; null where it is decided case by case. */
  shares: Readonly<Partial<Record<Funder, number>>> | null;
  procurement: Parameter<ProcurementRoute>;
}

export const PROCUREMENT_ROUTES = ['spotPurchase', 'dynamicPurchasing', 'councilPlacement'] as const;
export type ProcurementRoute = (typeof PROCUREMENT_ROUTES)[number];

/** How costs are shared (FUN). */
export interface FundingRules {
  kinds: readonly FundingKind[];
  /** The order in which funders are given the pence left over by rounding down (FUN-9). */
  remainderTo: Parameter<readonly Funder[]>;
  weeksPerYear: Parameter<number>;
}

/** Someone who is owed word: whom, whether told 'verbal', 'written' or in 'any' form, and the clause behind it. */
export interface OwedNotice {
  recipient: string;
  form: 'any' | 'verbal' | 'written';
  clause: string;
  local: boolean;
}

/** Who is owed word of what, by what it is about (CHK-7, PAN-9, PAN-10, PAN-14, HNA-9, PRV-7, PRV-14). */
export interface NoticeRules {
  owed: Readonly<Record<string, readonly OwedNotice[]>>;
  /** Owed as well where the child has an education, health and care plan. */
  withEhcp: Readonly<Record<string, readonly OwedNotice[]>>;
}

/** One version of a protocol, whole and as plain data. */
export interface ProtocolData {
  version: string;
  name: string;
  source: string;
  effectiveFrom: LocalDate;
  clauses: readonly Clause[];
  timescales: readonly Timescale[];
  decisionSupport: DecisionSupport;
  panel: PanelRules;
  funding: FundingRules;
  notices: NoticeRules;
  parameters: ProtocolParameters;
}

/** The timescale of that id, or undefined where the protocol version has none. */
export const timescaleOf = (protocol: ProtocolData, id: string): Timescale | undefined =>
  protocol.timescales.find((row) => row.id === id);

/** The clause of that id, or undefined where the register has none. */
export const clauseOf = (protocol: ProtocolData, id: string): Clause | undefined =>
  protocol.clauses.find((clause) => clause.id === id);
