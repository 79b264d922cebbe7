import type { LocalDate } from '../calendar/local-date.js';
import { live, type CaseRecord } from '../protocol/record.js';
import type { Funder } from '../timescales/protocol-data.js';
import { awaitsHighCostForm, isRefused, type FundingFacts } from './funding.facts.js';

/** Something of a funding that only authority beyond the panel's members can give. */
export interface AwaitedAuthority {
  process: string;
  /** The high cost form (ROL-3), or the further agreement of a body that agreed in principle (PAN-6). */
  kind: 'highCostForm' | 'furtherAgreement';
  clause: 'ROL-3' | 'PAN-6';
  /** The body whose further agreement it is. */
  body: Funder | null;
  /** Pence. */
  weeklyCost: number;
  effectiveFrom: LocalDate;
  /** Need is before the panel again, and is decided before money (PAN-5): until then it is neither given nor shown. */
  needFirst: boolean;
}

/** What of the case waits for authority: the high cost form of what is proposed, and further agreements (ROL-3, PAN-6). */
export function authorityAwaited(record: CaseRecord): AwaitedAuthority[] {
  const needFirst = live(record, 'panelItem').length > 0;
  return live<FundingFacts>(record, 'funding').flatMap(({ id, facts }): AwaitedAuthority[] => {
    const { proposed, committed, outstanding } = facts;
    if (!proposed || isRefused(facts)) return [];
    const of = {
      process: id,
      weeklyCost: proposed.weeklyCost,
      effectiveFrom: proposed.effectiveFrom,
      needFirst,
    };
    return [
      ...(awaitsHighCostForm(facts)
        ? [{ ...of, kind: 'highCostForm' as const, clause: 'ROL-3' as const, body: null }]
        : []),
      ...(committed ? outstanding : []).map((body) => ({
        ...of,
        kind: 'furtherAgreement' as const,
        clause: 'PAN-6' as const,
        body,
      })),
    ];
  });
}
