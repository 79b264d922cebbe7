import { describe, expect, it } from '@jest/globals';
import { localDate } from '../../workflows/calendar/local-date.js';
import { careShown, fundingShown } from '../../workflows/protocol/index.js';
import { CARER, commenced, designed } from '../helpers/package-story.js';
import { pathway } from '../helpers/pathway.js';
import { SEFTON } from '../helpers/story.js';

const { protocol } = SEFTON;

describe('what is shown of money', () => {
  it('[PAN-5] nothing before the child is found eligible', () => {
    expect(fundingShown(pathway.listed().record, protocol)).toEqual([]);
  });

  it('[FUN-2] [FUN-9] [PRV-10] each part to the penny, and what is still to be agreed', () => {
    const proposal = { kind: 'healthAndSocialCare', weeklyCost: 100_001, effectiveFrom: '2026-03-02' };
    const story = designed().tell('FUNDING_PROPOSED', proposal, { at: '2026-02-10' });
    expect(fundingShown(story.record, protocol)).toEqual([
      {
        process: 'funding-1',
        proposed: {
          kind: 'healthAndSocialCare',
          effectiveFrom: '2026-03-02',
          weeklyPence: 100_001,
          annualPence: 5_200_052,
          parts: [
            { body: 'health', percent: 50, weeklyPence: 50_001 },
            { body: 'socialCare', percent: 50, weeklyPence: 50_000 },
          ],
        },
        agreed: null,
        stillToAgree: ['the funding, committed', 'the authorisation of the high cost form'],
      },
    ]);
  });
});

describe('what is shown of care', () => {
  it('[PRV-1] [PRV-10] person by task by expiry, with the cost of the package', () => {
    const [care] = careShown(commenced().record, localDate('2026-03-02'), protocol);
    expect(care).toMatchObject({ process: 'package-1', weeklyPence: 300_000, annualPence: 15_600_000 });
    expect(care?.carers).toHaveLength(1);
    expect(care?.carers[0]).toMatchObject({ person: CARER.carer, kind: 'parent', mayGiveCare: true });
    expect(care?.carers[0]?.assurances).toContainEqual({
      kind: 'training',
      task: 'ventilation',
      stands: true,
      assuredOn: '2026-02-16',
      expiresOn: '2027-02-16',
    });
    expect(care?.assurances.map(({ kind, stands }) => [kind, stands])).toEqual([
      ['care-plan', true],
      ['risk-assessment', true],
    ]);
  });

  it('[PRV-1] nobody may give care the day after their assurance has expired', () => {
    const [care] = careShown(commenced().record, localDate('2027-02-17'), protocol);
    expect(care?.carers[0]?.mayGiveCare).toBe(false);
    expect(care?.assurances.every(({ stands }) => !stands)).toBe(true);
  });
});
