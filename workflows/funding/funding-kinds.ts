import type { FundingKind, ProtocolData } from '../timescales/protocol-data.js';
import type { FundingTerms } from './funding.facts.js';
import { splitPence, type Part, type Share } from './shares.js';

/** What the protocol version says of a kind of funding; undefined for one it does not know. */
export const fundingKind = (protocol: ProtocolData, kind: string): FundingKind | undefined =>
  protocol.funding.kinds.find(({ slug }) => slug === kind);

/** The shares the protocol version fixes for a kind; null where they are decided case by case. */
export const fixedShares = (kind: FundingKind | undefined): Share[] | null =>
  kind?.shares ? kind.funders.map((body) => ({ body, percent: kind.shares?.[body] ?? 0 })) : null;

/** The shares in per cent of such terms, computed where the protocol version fixes them (FUN-1, FUN-2, FUN-8). */
export const sharesOf = (
  terms: Pick<FundingTerms, 'kind' | 'shares'>,
  protocol: ProtocolData,
): readonly Share[] => fixedShares(fundingKind(protocol, terms.kind)) ?? terms.shares ?? [];

/** What each body pays a week, in pence that add up to the weekly cost (FUN-9). */
export const weeklyParts = (terms: FundingTerms, protocol: ProtocolData): Part[] =>
  splitPence(terms.weeklyCost, sharesOf(terms, protocol), protocol.funding.remainderTo.value);
