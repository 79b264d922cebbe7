import { describe, expect, it } from '@jest/globals';
import { weightOf, type CaseRecord, type ProcessKind } from '../../workflows/protocol/index.js';
import { pathway } from '../helpers/pathway.js';
import { SEFTON } from '../helpers/story.js';

const recordWith = (processes: [ProcessKind, string][], facts: object = {}): CaseRecord =>
  ({
    facts: { closed: null, died: null, ...facts },
    processes: Object.fromEntries(
      [['case', 'open'] as [ProcessKind, string], ...processes].map(([kind, value], at) => [
        `${kind}-${at}`,
        { id: `${kind}-${at}`, kind, value, facts: {}, keys: {}, openedBy: 1 },
      ]),
    ),
  }) as unknown as CaseRecord;

describe('[ROL-1] what a case weighs in a caseload', () => {
  it.each<[string, [ProcessKind, string][], number, string[]]>([
    ['a referral', [['referral', 'received']], 1, ['checklist']],
    ['an assessment', [['assessment', 'underway']], 3, ['assessment']],
    [
      'a signed-off case before the panel',
      [
        ['assessment', 'signedOff'],
        ['panelItem', 'listed'],
      ],
      2,
      ['panel'],
    ],
    ['a package being arranged', [['provision', 'designing']], 3, ['arranging']],
    [
      'a package with a review to come',
      [
        ['package', 'live'],
        ['review', 'awaitingReviewer'],
      ],
      1,
      ['livePackage'],
    ],
    [
      'a package under review',
      [
        ['package', 'live'],
        ['review', 'reviewerNamed'],
      ],
      3,
      ['livePackage', 'review'],
    ],
    [
      'a young person with a package who moves to adult services',
      [
        ['package', 'live'],
        ['adultTransition', 'preparing'],
      ],
      2,
      ['livePackage', 'adultTransition'],
    ],
    ['an open case with nothing under way', [], 1, ['openCase']],
  ])('is the sum of what is under way: %s', (_what, processes, points, work) => {
    expect(weightOf(recordWith(processes), SEFTON.protocol)).toEqual({ points, work });
  });

  it.each([
    ['closed', { closed: { on: '2026-01-05', seq: 9, reason: 'notEligible' } }],
    ['of a child who has died', { died: { on: '2026-01-05', seq: 9, owedByHand: [] } }],
  ])('is nothing once it is %s', (_how, facts) => {
    expect(weightOf(recordWith([['package', 'live']], facts), SEFTON.protocol)).toEqual({
      points: 0,
      work: [],
    });
  });

  it('follows the main pathway', () => {
    expect(weightOf(pathway.signedOff().record, SEFTON.protocol)).toMatchObject({ work: ['panel'] });
  });
});
