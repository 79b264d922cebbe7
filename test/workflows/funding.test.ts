import { describe, expect, test } from '@jest/globals';
import { fundingOpening, type FundingFacts } from '../../workflows/funding/funding.js';
import { authorityAwaited } from '../../workflows/funding/awaited-authority.js';
import { stillToAgree } from '../../workflows/funding/funding.facts.js';
import { weeklyParts } from '../../workflows/funding/funding-kinds.js';
import { pathway } from '../helpers/pathway.js';
import { PEOPLE, SEFTON, type Story } from '../helpers/story.js';
import {
  COMMITMENTS,
  commenced,
  designed,
  factsOf,
  fund,
  JOINT_FUNDING,
  missingUnder,
} from '../helpers/package-story.js';

const when = { at: '2026-02-10' };
const LIMIT = PEOPLE.commissioner.delegatedLimitPence ?? 0;
const facts = (story: Story) => factsOf<FundingFacts>(story, 'funding-1');
const value = (story: Story) => story.record.processes['funding-1']?.value;
const proposed = (more: Record<string, unknown> = {}) =>
  designed().tell('FUNDING_PROPOSED', { ...JOINT_FUNDING, ...more }, when);
const authorise = (story: Story) =>
  story.tell(
    'HIGH_COST_AUTHORISED',
    { authorisedOn: '2026-02-10', reason: 'assessed need' },
    { ...when, by: 'chiefNurse' },
  );
const parts = (story: Story) => {
  const terms = facts(story).proposed;
  return terms && weeklyParts(terms, SEFTON.protocol).map(({ body, pence }) => `${body} ${pence}`);
};

describe('proposing the funding', () => {
  test('[PAN-5] no funding can be entered before the panel finds the child eligible', () => {
    expect(pathway.listed().clausesAgainst('FUNDING_PROPOSED', JOINT_FUNDING, { at: '2026-02-02' })).toEqual([
      'PAN-5',
    ]);
  });

  test('[FUN-1] health alone is paid for by health', () => {
    expect(parts(proposed({ kind: 'healthOnly', weeklyCost: 123_457 }))).toEqual(['health 123457']);
  });

  test('[FUN-2] health and social care pay half each, to the penny', () => {
    expect(parts(proposed({ weeklyCost: 123_457 }))).toEqual(['health 61729', 'socialCare 61728']);
  });

  test('[FUN-2] another split than the fixed one is refused', () => {
    const shares = [
      { body: 'health', percent: 60 },
      { body: 'socialCare', percent: 40 },
    ];
    expect(designed().clausesAgainst('FUNDING_PROPOSED', { ...JOINT_FUNDING, shares }, when)).toEqual([
      'FUN-2',
    ]);
  });

  const withEducation = (health: number, education: number, more = {}) => ({
    ...JOINT_FUNDING,
    kind: 'healthAndEducation',
    shares: [
      { body: 'health', percent: health },
      { body: 'education', percent: education },
    ],
    rationale: 'a third of the care is given in school',
    ...more,
  });

  test('[FUN-3] a split with education is entered, with its rationale', () => {
    expect(parts(proposed(withEducation(67, 33, { weeklyCost: 100_001 })))).toEqual([
      'health 67001',
      'education 33000',
    ]);
    expect(
      designed().clausesAgainst('FUNDING_PROPOSED', withEducation(67, 33, { rationale: undefined }), when),
    ).toEqual(['FUN-3']);
  });

  test.each([
    [99, 'short of'],
    [101, 'more than'],
  ])('[FUN-3] shares that total %i, %s 100, are refused', (total) => {
    const refusals = designed().refused('FUNDING_PROPOSED', withEducation(60, total - 60), when);
    expect(missingUnder(refusals, 'FUN-3')).toEqual(['shares that total exactly 100%']);
  });

  test('[FUN-4] a tripartite split names health, social care and education, each with a share', () => {
    const tripartite = (third: { body: string; percent: number }[]) => ({
      ...JOINT_FUNDING,
      kind: 'tripartite',
      rationale: 'as agreed',
      shares: [{ body: 'health', percent: 50 }, { body: 'socialCare', percent: 30 }, ...third],
    });
    const story = designed();
    expect(story.clausesAgainst('FUNDING_PROPOSED', tripartite([]), when)).toEqual(['FUN-4', 'FUN-4']);
    expect(
      story.clausesAgainst('FUNDING_PROPOSED', tripartite([{ body: 'health', percent: 20 }]), when),
    ).toEqual(['FUN-4']);
    expect(story.ask('FUNDING_PROPOSED', tripartite([{ body: 'education', percent: 20 }]), when).kind).toBe(
      'advanced',
    );
  });

  test('[FUN-4] a share of nothing is no share', () => {
    expect(designed().clausesAgainst('FUNDING_PROPOSED', withEducation(100, 0), when)).toEqual(['FUN-3']);
  });

  test('[FUN-8] the kinds of funding are those of the protocol version', () => {
    expect(
      designed().clausesAgainst('FUNDING_PROPOSED', { ...JOINT_FUNDING, kind: 'lottery' }, when),
    ).toEqual(['FUN-8']);
  });
});

describe('committing the funding', () => {
  const committing = { ...when, by: 'chair' } as const;
  const commit = (story: Story, commitments: unknown[] = COMMITMENTS.commitments) =>
    story.tell('FUNDING_COMMITTED', { commitments }, committing);

  test('[PAN-6] within delegated authority, with the form authorised, it is agreed', () => {
    const story = commit(authorise(proposed()));
    expect(value(story)).toBe('agreed');
    expect(facts(story).agreed).toMatchObject({
      kind: 'healthAndSocialCare',
      weeklyCost: 300_000,
      version: 1,
    });
  });

  test('[ROL-3] without the high cost form authorised it is agreed in principle only', () => {
    const story = commit(proposed());
    expect(value(story)).toBe('agreedInPrinciple');
    expect(value(authorise(story))).toBe('agreed');
  });

  test.each(['nurse', 'manager', 'chair', 'commissioner'] as const)(
    '[ROL-3] %s cannot authorise a high cost form',
    (by) => {
      const form = { authorisedOn: '2026-02-10', reason: 'assessed need' };
      expect(proposed().clausesAgainst('HIGH_COST_AUTHORISED', form, { ...when, by })).toEqual(['ROL-3']);
    },
  );

  const refuse = (story: Story) =>
    story.tell(
      'HIGH_COST_REFUSED',
      { refusedOn: '2026-02-10', reason: 'The nights are not costed' },
      { ...when, by: 'chiefNurse' },
    );

  test('[ROL-3] a refused high cost form waits no more, and nothing is agreed until the funding is proposed again', () => {
    for (const story of [refuse(proposed()), refuse(commit(proposed()))]) {
      expect(value(story)).toBe('refused');
      expect(authorityAwaited(story.record)).toEqual([]);
      expect(stillToAgree(facts(story))).toEqual([
        'the funding, proposed again: the high cost form was refused',
      ]);
      expect(
        story.clausesAgainst('HIGH_COST_AUTHORISED', { authorisedOn: '2026-02-10', reason: 'x' }, when),
      ).toContain('PAN-5');
      expect(story.clausesAgainst('FUNDING_COMMITTED', COMMITMENTS, committing)).toEqual(['PAN-5']);
      const again = story.tell('FUNDING_PROPOSED', JOINT_FUNDING, when);
      expect([value(again), facts(again).proposed?.version]).toEqual(['proposed', 2]);
      expect(value(commit(authorise(again)))).toBe('agreed');
    }
  });

  test('[ROL-3] only the Chief Nurse refuses a high cost form, and only one that waits', () => {
    const form = { refusedOn: '2026-02-10', reason: 'The nights are not costed' };
    expect(proposed().clausesAgainst('HIGH_COST_REFUSED', form, { ...when, by: 'manager' })).toEqual([
      'ROL-3',
    ]);
    expect(
      authorise(proposed()).clausesAgainst('HIGH_COST_REFUSED', form, { ...when, by: 'chiefNurse' }),
    ).toEqual(['ROL-3']);
  });

  test('[PAN-6] a penny beyond the limit of a member is agreement in principle, subject to that body', () => {
    const over = 2 * (LIMIT + 1);
    const story = commit(authorise(proposed({ weeklyCost: over })), [
      { person: 'chair', body: 'health', weekly: over / 2 },
      { person: 'commissioner', body: 'socialCare', weekly: over / 2 },
    ]);
    expect([value(story), facts(story).outstanding]).toEqual(['agreedInPrinciple', ['socialCare']]);
    const further = { approvedOn: '2026-02-11', reason: 'approved by the director of children' };
    expect(
      story.clausesAgainst('FUNDING_APPROVED', { ...further, body: 'health' }, { at: '2026-02-11' }),
    ).toEqual(['PAN-6']);
    expect(
      value(story.tell('FUNDING_APPROVED', { ...further, body: 'socialCare' }, { at: '2026-02-11' })),
    ).toBe('agreed');
  });

  test('[PAN-6] a limit is of the member, not of each of their commitments', () => {
    const over = 2 * (LIMIT + 2);
    const story = commit(authorise(proposed({ weeklyCost: over })), [
      { person: 'chair', body: 'health', weekly: over / 2 },
      { person: 'commissioner', body: 'socialCare', weekly: over / 4 },
      { person: 'commissioner', body: 'socialCare', weekly: over / 4 },
    ]);
    expect(facts(story).outstanding).toEqual(['socialCare']);
  });

  test('[PAN-6] someone without delegated authority commits in principle', () => {
    const story = commit(authorise(proposed()), [
      { person: 'chair', body: 'health', weekly: 150_000 },
      { person: 'socialWorker', body: 'socialCare', weekly: 150_000 },
    ]);
    expect([value(story), facts(story).outstanding]).toEqual(['agreedInPrinciple', ['socialCare']]);
  });

  test('[PAN-6] a member commits only for the body they sit for', () => {
    const commitments = [
      { person: 'chair', body: 'health', weekly: 150_000 },
      { person: 'chair', body: 'socialCare', weekly: 150_000 },
    ];
    expect(proposed().clausesAgainst('FUNDING_COMMITTED', { commitments }, committing)).toEqual(['PAN-6']);
  });

  test('[FUN-9] commitments that miss a share by a penny are refused, with the right amount', () => {
    const commitments = [
      { person: 'chair', body: 'health', weekly: 150_001 },
      { person: 'commissioner', body: 'socialCare', weekly: 150_000 },
    ];
    expect(
      missingUnder(proposed().refused('FUNDING_COMMITTED', { commitments }, committing), 'FUN-9'),
    ).toEqual(['health: £1500.00 a week, not £1500.01']);
  });

  test('[FUN-1] a body without a share commits nothing', () => {
    const story = proposed({ kind: 'healthOnly', weeklyCost: 150_000 });
    expect(missingUnder(story.refused('FUNDING_COMMITTED', COMMITMENTS, committing), 'FUN-9')).toEqual([
      'social care: nothing, it has no share',
    ]);
  });

  test('[PAN-6] a package does not commence on agreement in principle', () => {
    const story = commit(proposed());
    const refusals = story.refused('PACKAGE_COMMENCED', { commencedOn: '2026-03-02' }, { at: '2026-03-02' });
    expect(missingUnder(refusals, 'PAN-6')).toContain('the authorisation of the high cost form');
  });
});

describe('funding while the package lives', () => {
  test('[FUN-8] other terms can be proposed; those agreed stand until the new ones are', () => {
    const story = commenced().tell(
      'FUNDING_PROPOSED',
      { kind: 'healthOnly', weeklyCost: 320_000, effectiveFrom: '2026-06-01' },
      { at: '2026-05-11' },
    );
    expect(facts(story)).toMatchObject({
      agreed: { version: 1, kind: 'healthAndSocialCare' },
      proposed: { version: 2, kind: 'healthOnly' },
    });
    authorise(story).tell(
      'FUNDING_COMMITTED',
      { commitments: [{ person: 'chair', body: 'health', weekly: 320_000 }] },
      { at: '2026-05-12', by: 'chair' },
    );
    expect(facts(story).agreed).toMatchObject({ version: 2, effectiveFrom: '2026-06-01' });
  });

  test('[ROL-3] other terms need a form of their own', () => {
    const story = fund(designed()).tell(
      'FUNDING_PROPOSED',
      { ...JOINT_FUNDING, weeklyCost: 300_002 },
      { at: '2026-02-12' },
    );
    story.tell(
      'FUNDING_COMMITTED',
      {
        commitments: [
          { person: 'chair', body: 'health', weekly: 150_001 },
          { person: 'commissioner', body: 'socialCare', weekly: 150_001 },
        ],
      },
      { at: '2026-02-12', by: 'chair' },
    );
    expect(value(story)).toBe('agreedInPrinciple');
  });

  test('[ROL-3] a threshold, where a protocol version sets one for every role, is the lowest of them', () => {
    const withThresholds = (thresholds: Record<string, number | null>) =>
      fundingOpening({
        ...SEFTON.protocol,
        parameters: {
          ...SEFTON.protocol.parameters,
          highCostThresholdPence: { ...SEFTON.protocol.parameters.highCostThresholdPence, value: thresholds },
        },
      }).highCostFrom;
    expect(withThresholds({ chiefNurse: 500_000, deputyChiefNurse: 250_000 })).toBe(250_000);
    expect(withThresholds({ chiefNurse: null, deputyChiefNurse: 250_000 })).toBeNull();
  });
});

describe('what waits for authority', () => {
  const kinds = (story: Story) => authorityAwaited(story.record).map(({ kind, body }) => [kind, body]);

  test('[ROL-3] nothing before the funding is proposed; then the high cost form, until it is authorised', () => {
    expect(kinds(designed())).toEqual([]);
    expect(kinds(proposed())).toEqual([['highCostForm', null]]);
    expect(kinds(authorise(proposed()))).toEqual([]);
  });

  test('[PAN-6] the further agreement of each body that agreed in principle, and none once all is agreed', () => {
    const commitments = [
      { person: 'chair', body: 'health', weekly: 150_000 },
      { person: 'socialWorker', body: 'socialCare', weekly: 150_000 },
    ];
    const inPrinciple = proposed().tell('FUNDING_COMMITTED', { commitments }, { ...when, by: 'chair' });
    expect(kinds(inPrinciple)).toEqual([
      ['highCostForm', null],
      ['furtherAgreement', 'socialCare'],
    ]);
    expect(kinds(fund(designed()))).toEqual([]);
  });
});
