import type { LocalDate } from '../calendar/local-date.js';
import type { Parameter } from './parameters.js';
import type { CareDomain, Funder, PanelRules, ProtocolData } from './protocol-data.js';
import type { Facet, Timescale } from './timescale.js';

export const ORGANISATION_KINDS = ['ccg', 'icb', 'csu', 'council', 'provider', 'trust'] as const;
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];

/** A body of the place, and from when to when it exists. */
export interface PlaceOrganisation {
  id: string;
  name: string;
  odsCode: string | null;
  kind: OrganisationKind;
  from: LocalDate;
  /** The last day on which it exists; null while it does. */
  to: LocalDate | null;
  /** What it pays for (ROL-2). */
  funds: readonly Funder[];
  succeededBy?: string;
}

/** A team of the place's staff, by which work is looked at together. */
export interface PlaceTeam {
  id: string;
  name: string;
  /** The organisation it belongs to, by id. */
  organisation: string;
}

/** What a place decides otherwise than the protocol version. */
export interface PlaceOverrides {
  /** Parts of a row by its id. */
  timescales?: Readonly<
    Record<
      string,
      Partial<
        Pick<
          Timescale,
          'length' | 'owner' | 'roll' | 'reading' | 'until' | 'exception' | 'extension' | 'pause'
        >
      >
    >
  >;
  /** Values by name; parts of a value that has parts. */
  panel?: Readonly<Record<string, unknown>>;
  parameters?: Readonly<Record<string, unknown>>;
  /** Help texts by care domain and level, and what they are. */
  decisionSupport?: { helpNote?: string; help?: Readonly<Record<string, Readonly<Record<string, string>>>> };
}

/** A local partnership: its organisations, calendar, protocol version and own decisions. */
export interface PlaceData {
  id: string;
  name: string;
  /** The protocol version new cases start on. */
  protocol: string;
  calendar: string;
  organisations: readonly PlaceOrganisation[];
  teams: readonly PlaceTeam[];
  overrides: PlaceOverrides;
}

/** Whether the organisation exists on that day. */
export const existsOn = ({ from, to }: Pick<PlaceOrganisation, 'from' | 'to'>, on: LocalDate): boolean =>
  from <= on && (to === null || on <= to);

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value with what the place decides: parts of a value that has parts, the whole of any other. */
const overridden = (value: unknown, by: unknown): unknown =>
  isGroup(value) && isGroup(by) ? { ...value, ...by } : by;

function withLocalValues<T extends object>(values: T, by: Readonly<Record<string, unknown>> = {}): T {
  const merged = { ...values } as Record<string, unknown>;
  for (const [name, value] of Object.entries(by)) {
    const known = merged[name] as Parameter<unknown> | undefined;
    if (!known) throw new RangeError(`there is no value '${name}' to override`);
    merged[name] = { ...known, value: overridden(known.value, value), local: true };
  }
  return merged as T;
}

function withLocalRows(
  rows: readonly Timescale[],
  by: NonNullable<PlaceOverrides['timescales']> = {},
): Timescale[] {
  const unknown = Object.keys(by).find((id) => !rows.some((row) => row.id === id));
  if (unknown) throw new RangeError(`there is no timescale '${unknown}' to override`);
  return rows.map((row) => {
    const parts = by[row.id];
    if (!parts) return row;
    return { ...row, ...parts, local: [...new Set([...row.local, ...(Object.keys(parts) as Facet[])])] };
  });
}

function withLocalHelp(
  domains: readonly CareDomain[],
  help: NonNullable<NonNullable<PlaceOverrides['decisionSupport']>['help']> = {},
): CareDomain[] {
  for (const [slug, texts] of Object.entries(help)) {
    const domain = domains.find((known) => known.slug === slug);
    if (!domain) throw new RangeError(`there is no care domain '${slug}'`);
    const level = Object.keys(texts).find((known) => !domain.levels.includes(known));
    if (level) throw new RangeError(`the care domain '${slug}' has no level '${level}'`);
  }
  return domains.map((domain) => ({ ...domain, help: { ...domain.help, ...help[domain.slug] } }));
}

/**
 * The protocol version as the place uses it: its own values in place of the protocol's, each marked local. Throws a
 * RangeError naming a timescale, value, care domain or level that the version does not have.
 */
export function protocolForPlace(place: Pick<PlaceData, 'overrides'>, protocol: ProtocolData): ProtocolData {
  const { timescales, panel, parameters, decisionSupport } = place.overrides;
  return {
    ...protocol,
    timescales: withLocalRows(protocol.timescales, timescales),
    panel: withLocalValues<PanelRules>(protocol.panel, panel),
    parameters: withLocalValues(protocol.parameters, parameters),
    decisionSupport: {
      ...protocol.decisionSupport,
      helpNote: decisionSupport?.helpNote ?? protocol.decisionSupport.helpNote,
      domains: withLocalHelp(protocol.decisionSupport.domains, decisionSupport?.help),
    },
  };
}
