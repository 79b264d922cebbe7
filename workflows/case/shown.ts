import type { LocalDate } from '../calendar/local-date.js';
import { stillToAgree, type FundingFacts, type FundingTerms } from '../funding/funding.facts.js';
import { sharesOf, weeklyParts } from '../funding/funding-kinds.js';
import { annualPence } from '../funding/shares.js';
import type { Field, Fields } from '../protocol/fields.js';
import { live, type CaseRecord } from '../protocol/record.js';
import type { OwnedEvent } from '../protocol/registry.js';
import {
  assuranceStates,
  mayGiveCare,
  type AssuranceState,
  type CareFacts,
} from '../provision/assurances.js';
import { weeklyCostOf, type CareElement } from '../provision/care.fields.js';
import type { Funder, ProtocolData } from '../timescales/protocol-data.js';

/** A split of the cost, with what each body pays to the penny (FUN-1, FUN-2, FUN-9). */
export interface TermsShown {
  kind: string;
  effectiveFrom: LocalDate;
  weeklyPence: number;
  annualPence: number;
  parts: { body: Funder; percent: number; weeklyPence: number }[];
}

/** The funding of a package: what is proposed, what stands, and what is still to come (PAN-6). */
export interface FundingShown {
  process: string;
  proposed: TermsShown | null;
  agreed: TermsShown | null;
  stillToAgree: string[];
}

/** A package, arranged or under way: its elements and cost, and who gives care with what is assured of it (PRV-1, PRV-10). */
export interface CareShown {
  process: string;
  version: number;
  elements: readonly CareElement[];
  weeklyPence: number | null;
  annualPence: number | null;
  carers: {
    person: string;
    kind: string;
    mayGiveCare: boolean;
    assurances: AssuranceState[];
  }[];
  /** Those for the package as a whole. */
  assurances: AssuranceState[];
}

const yearly = (weekly: number, { funding }: ProtocolData): number =>
  annualPence(weekly, funding.weeksPerYear.value);

function termsShown(terms: FundingTerms | null, protocol: ProtocolData): TermsShown | null {
  if (!terms) return null;
  const shares = sharesOf(terms, protocol);
  return {
    kind: terms.kind,
    effectiveFrom: terms.effectiveFrom,
    weeklyPence: terms.weeklyCost,
    annualPence: yearly(terms.weeklyCost, protocol),
    parts: weeklyParts(terms, protocol).map(({ body, pence }) => ({
      body,
      percent: shares.find((share) => share.body === body)?.percent ?? 0,
      weeklyPence: pence,
    })),
  };
}

/** PAN-5: while need is before the panel, also of a child who has a package, money is not shown. */
const needIsBeforeThePanel = (record: CaseRecord): boolean => live(record, 'panelItem').length > 0;

type Content = Record<string, unknown>;

function withoutPence(fields: Fields, content: Content): Content {
  const shown = (field: Field | undefined, value: unknown): unknown => {
    if (field?.kind === 'list') return (value as unknown[]).map((each) => shown(field.of, each));
    return field?.kind === 'group' ? withoutPence(field.fields ?? {}, value as Content) : value;
  };
  return Object.fromEntries(
    Object.entries(content)
      .filter(([name]) => fields[name]?.kind !== 'pence')
      .map(([name, value]) => [name, shown(fields[name], value)]),
  );
}

/** What an event says, as it is shown: nothing of money while need is before the panel (PAN-5). */
export function contentShown(
  record: CaseRecord,
  { owner, definition }: OwnedEvent,
  content: Content,
): Content {
  if (!needIsBeforeThePanel(record)) return content;
  return owner.kind === 'funding' ? {} : withoutPence(definition.fields, content);
}

/** The funding of a case; none before the child is found eligible, or while need is before the panel (PAN-5). */
export const fundingShown = (record: CaseRecord, protocol: ProtocolData): FundingShown[] =>
  (needIsBeforeThePanel(record) ? [] : live<FundingFacts>(record, 'funding')).map(({ id, facts }) => ({
    process: id,
    proposed: termsShown(facts.proposed, protocol),
    agreed: termsShown(facts.agreed, protocol),
    stillToAgree: stillToAgree(facts),
  }));

/** The packages of a case, arranged and under way, as they stand on that day; without their cost while need is before the panel. */
export function careShown(record: CaseRecord, today: LocalDate, protocol: ProtocolData): CareShown[] {
  const kinds = protocol.parameters.assuranceKinds.value;
  const hidden = needIsBeforeThePanel(record);
  type Facts = CareFacts & { version: number; elements: readonly CareElement[] };
  return [...live<Facts>(record, 'provision'), ...live<Facts>(record, 'package')].map(({ id, facts }) => {
    const weekly = hidden || facts.elements.length === 0 ? null : weeklyCostOf(facts.elements);
    const able = mayGiveCare(facts, today, kinds);
    return {
      process: id,
      version: facts.version,
      elements: hidden ? facts.elements.map((each) => ({ ...each, weeklyCost: null })) : facts.elements,
      weeklyPence: weekly,
      annualPence: weekly === null ? null : yearly(weekly, protocol),
      carers: facts.carers.map((carer) => ({
        person: carer.person,
        kind: carer.kind,
        mayGiveCare: able.includes(carer.person),
        assurances: assuranceStates(facts, carer, today, kinds),
      })),
      assurances: assuranceStates(facts, null, today, kinds),
    };
  });
}
