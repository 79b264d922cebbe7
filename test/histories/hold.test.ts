import { describe, expect, it } from '@jest/globals';
import { failuresOf, type CameTo } from '../../src/histories/hold.js';
import type { Expectation } from '../../src/histories/history.js';
import type { LocalDate } from '../../workflows/protocol/index.js';

const ACCEPTED: Expectation = {
  outcome: 'accepted',
  clauses: [],
  fields: [],
  deadlines: {},
  passed: [],
  withdrawn: [],
};
const CAME: CameTo = {
  outcome: 'accepted',
  refusals: [],
  errors: [],
  message: null,
  stage: { id: 'referral.received', words: 'Checklist received' },
  happened: [],
  deadlines: [
    {
      key: 'checklist-decision/referral-1.1',
      timescale: 'checklist-decision',
      title: 'Decide',
      clauses: ['CHK-6'],
      startedOn: '2026-01-12' as LocalDate,
      due: '2026-01-19',
      dueOn: '2026-01-19' as LocalDate,
      dueAt: '2026-01-19T23:59:59.000Z',
      inHours: false,
      state: 'running',
      target: null,
    },
  ],
};
const REFUSED: CameTo = {
  ...CAME,
  outcome: 'refused',
  refusals: [{ clauses: ['CHK-3', 'CHK-4'], message: 'No consent.' }],
};
const day = (text: string) => text as LocalDate;

describe('what is expected of a step', () => {
  it.each<[string, Expectation, CameTo]>([
    ['an accepted step', ACCEPTED, CAME],
    ['a stage by slug', { ...ACCEPTED, stage: 'referral.received' }, CAME],
    ['a stage by words', { ...ACCEPTED, stage: 'Checklist received' }, CAME],
    [
      'a refusal whose clauses are among those met',
      { ...ACCEPTED, outcome: 'refused', clauses: ['CHK-4'] },
      REFUSED,
    ],
    [
      'a deadline by timescale',
      { ...ACCEPTED, deadlines: { 'checklist-decision': { due: day('2026-01-19'), state: 'running' } } },
      CAME,
    ],
    ['no such deadline', { ...ACCEPTED, deadlines: { 'decision-national': { none: true } } }, CAME],
    ['a step that only moves the clock', ACCEPTED, { ...CAME, outcome: 'moved' }],
  ])('holds: %s', (_what, expected, came) => {
    expect(failuresOf(expected, came)).toEqual([]);
  });

  it.each<[string, Expectation, CameTo, RegExp]>([
    [
      'a refusal of what should be accepted',
      ACCEPTED,
      REFUSED,
      /to be accepted, but was refused: \[CHK-3, CHK-4\] No consent\./,
    ],
    [
      'an acceptance of what should be refused',
      { ...ACCEPTED, outcome: 'refused', clauses: ['CHK-3'] },
      CAME,
      /to be refused, but was accepted/,
    ],
    [
      'a refusal under another clause',
      { ...ACCEPTED, outcome: 'refused', clauses: ['PAN-5'] },
      REFUSED,
      /under PAN-5, but it was refused under CHK-3, CHK-4/,
    ],
    [
      'another field found invalid',
      { ...ACCEPTED, outcome: 'invalid', fields: ['note'] },
      { ...CAME, outcome: 'invalid', errors: [{ field: 'noted', message: 'is empty' }] },
      /expected 'note' to be found invalid, but it was noted/,
    ],
    [
      'another stage',
      { ...ACCEPTED, stage: 'referral.returned' },
      CAME,
      /stage 'referral\.returned', but it is 'Checklist received'/,
    ],
    [
      'another due day',
      { ...ACCEPTED, deadlines: { 'checklist-decision': { due: day('2026-01-20') } } },
      CAME,
      /to fall due on 2026-01-20 .*, not 2026-01-19/,
    ],
    [
      'another state',
      { ...ACCEPTED, deadlines: { 'checklist-decision': { state: 'overdue' } } },
      CAME,
      /to be overdue, but it is running/,
    ],
    [
      'a deadline that is not there',
      { ...ACCEPTED, deadlines: { 'decision-national': {} } },
      CAME,
      /a deadline decision-national, but there is none; there are checklist-decision\/referral-1\.1/,
    ],
    [
      'a deadline that should not be there',
      { ...ACCEPTED, deadlines: { 'checklist-decision': { none: true } } },
      CAME,
      /no deadline checklist-decision, but there is one/,
    ],
    [
      'a target that was not set',
      { ...ACCEPTED, deadlines: { 'checklist-decision': { target: day('2026-02-02') } } },
      CAME,
      /to have the target 2026-02-02 .*, not to have none/,
    ],
    [
      'a breach that did not come',
      { ...ACCEPTED, passed: ['checklist-decision'] },
      CAME,
      /a breach of checklist-decision, but there is none/,
    ],
    [
      'a withdrawal that did not come',
      { ...ACCEPTED, withdrawn: ['checklist-decision'] },
      CAME,
      /the withdrawal of a breach of checklist-decision/,
    ],
  ])('does not hold, and is named: %s', (_what, expected, came, said) => {
    expect(failuresOf(expected, came)).toEqual([expect.stringMatching(said)]);
  });
});
