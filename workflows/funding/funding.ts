import { defineProcess } from '../protocol/process.js';
import { live, type CaseRecord, type Keys, type ProcessRecord } from '../protocol/record.js';
import type { ProtocolData } from '../timescales/protocol-data.js';
import { fundingEvents as events } from './funding.events.js';
import * as facts from './funding.facts.js';
import type { FundingFacts } from './funding.facts.js';
import * as rules from './funding.rules.js';

export type { FundingFacts, FundingTerms } from './funding.facts.js';

/** The facts a case's funding opens with: the limits of the protocol version it was opened under (PAN-6, ROL-3). */
export function fundingOpening({
  parameters,
}: ProtocolData): Pick<FundingFacts, 'highCostFrom' | 'limitWhereNone'> {
  const thresholds = Object.values(parameters.highCostThresholdPence.value);
  const numbers = thresholds.filter((pence) => pence !== null);
  const always = numbers.length === 0 || numbers.length < thresholds.length;
  return {
    highCostFrom: always ? null : Math.min(...numbers),
    limitWhereNone: parameters.delegatedLimitPence.value,
  };
}

/** The live funding that goes with a package or provision of those keys: of the same panel item, or the one that was there. */
export function fundingFor(record: CaseRecord, keys: Keys): ProcessRecord<FundingFacts> | undefined {
  const all = live<FundingFacts>(record, 'funding');
  return all.findLast((funding) => funding.keys['item'] === keys['item']) ?? all.at(-1);
}

const initialFacts: FundingFacts = {
  kind: null,
  proposed: null,
  agreed: null,
  committed: false,
  outstanding: [],
  highCostFrom: null,
  limitWhereNone: null,
  highCostAuthorisedOn: null,
  highCostRefusedOn: null,
};

/** Who pays what, agreed within each member's authority or in principle first, and again when it changes (FUN, PAN-6). */
export const funding = defineProcess({
  kind: 'funding',
  title: 'Funding',
  events,
  initialFacts,
  rules: {
    FUNDING_PROPOSED: {
      needs: [rules.needIsDecided],
      checks: [rules.kindIsKnown, rules.fixedSharesAreNotEntered, rules.caseByCaseShares],
      facts: facts.afterProposal,
    },
    FUNDING_COMMITTED: {
      needs: [rules.needIsDecided],
      checks: [rules.commitmentsAddUp, rules.membersSpeakForTheirBody],
      facts: facts.afterCommitment,
    },
    FUNDING_APPROVED: {
      checks: [rules.bodyIsOutstanding],
      facts: facts.afterApproval,
    },
    HIGH_COST_AUTHORISED: {
      needs: [rules.onlyTheChiefNurse],
      facts: facts.afterAuthorisation,
    },
    HIGH_COST_REFUSED: {
      needs: [rules.onlyTheChiefNurse, rules.formWaits],
      facts: facts.afterRefusal,
    },
  },
  chart: {
    initial: 'undetermined',
    states: {
      undetermined: { stage: 'Funding not yet proposed', on: { FUNDING_PROPOSED: 'proposed' } },
      proposed: {
        stage: 'Funding proposed',
        stay: ['FUNDING_PROPOSED', 'HIGH_COST_AUTHORISED'],
        on: {
          FUNDING_COMMITTED: [
            {
              to: 'agreed',
              if: facts.settledBy(facts.afterCommitment),
              words: 'all within delegated authority',
            },
            'agreedInPrinciple',
          ],
          HIGH_COST_REFUSED: 'refused',
        },
      },
      agreedInPrinciple: {
        stage: 'Funding agreed in principle, subject to further agreement',
        on: {
          FUNDING_PROPOSED: 'proposed',
          FUNDING_COMMITTED: [
            {
              to: 'agreed',
              if: facts.settledBy(facts.afterCommitment),
              words: 'all within delegated authority',
            },
            'agreedInPrinciple',
          ],
          FUNDING_APPROVED: [
            { to: 'agreed', if: facts.settledBy(facts.afterApproval), words: 'nothing more is outstanding' },
            'agreedInPrinciple',
          ],
          HIGH_COST_AUTHORISED: [
            {
              to: 'agreed',
              if: facts.settledBy(facts.afterAuthorisation),
              words: 'the authorisation was the last agreement',
            },
            'agreedInPrinciple',
          ],
          HIGH_COST_REFUSED: 'refused',
        },
      },
      refused: {
        stage: 'High cost form refused, funding to be proposed again',
        on: { FUNDING_PROPOSED: 'proposed' },
      },
      agreed: { stage: 'Funding agreed', on: { FUNDING_PROPOSED: 'proposed' } },
    },
  },
});
