import { describe, expect, it } from '@jest/globals';
import { alertsOf, replay, stepsFrom } from '../../workflows/protocol/index.js';
import { DECISION, receivedIn } from '../helpers/clocks.js';
import { PEOPLE, SEFTON, type Story } from '../helpers/story.js';

const REASON = { deadline: DECISION, occurrence: 1, reason: 'capacity', ours: true };
const RETURNED = { returnedOn: '2026-01-14', missing: ['a letter'] };

const late = () => receivedIn(SEFTON).passDeadlines('2026-01-13');
const alerts = (story: Story) =>
  alertsOf(story.record, { today: '2026-01-14' as never, nextPanelOn: null }, SEFTON).filter(({ clauses }) =>
    clauses.includes('ROL-4'),
  );
const step = (story: Story) =>
  stepsFrom(
    story.record,
    {
      by: { person: 'nurse', roles: PEOPLE.nurse.roles, organisation: 'mlcsu' },
      at: '2026-01-14T10:00:00.000Z',
      on: '2026-01-14' as never,
      evidence: {},
    },
    SEFTON,
  ).find(({ type }) => type === 'BREACH_REASON_GIVEN');

describe('why a deadline was missed', () => {
  it('[ROL-4] is asked of a breach until it is said, and said whether it was ours', () => {
    expect(step(receivedIn(SEFTON))).toMatchObject({ possible: false });
    expect(step(late())).toMatchObject({ possible: true });
    expect(alerts(late())).toEqual([
      {
        clauses: ['ROL-4'],
        message:
          "'Decide whether to proceed to a health needs assessment' was not done by Monday 12 January 2026, and nobody has said why.",
        missing: ['the reason, and whether it was ours to control'],
      },
    ]);
    const story = late().tell('BREACH_REASON_GIVEN', REASON, { at: '2026-01-14' });
    expect(alerts(story)).toEqual([]);
    expect(story.record.breaches[DECISION]).toMatchObject({
      occurrence: 1,
      reason: { code: 'capacity', ours: true, by: 'nurse', on: '2026-01-14', seq: 5 },
    });
  });

  it('[ROL-4] may be said again: the last one counts, and both stay in the history', () => {
    const story = late()
      .tell('BREACH_REASON_GIVEN', REASON, { at: '2026-01-14' })
      .tell(
        'BREACH_REASON_GIVEN',
        { ...REASON, reason: 'other', words: 'the post was lost', ours: false },
        { at: '2026-01-15', by: 'manager' },
      );
    expect(story.record.breaches[DECISION]?.reason).toMatchObject({
      code: 'other',
      ours: false,
      by: 'manager',
    });
    expect(story.events.filter(({ type }) => type === 'BREACH_REASON_GIVEN')).toHaveLength(2);
  });

  it.each([
    ['with a code that does not exist', { reason: 'weather' }, "'weather' is no reason for a breach."],
    ['other, without words', { reason: 'other' }, "'Other, in words' says nothing by itself"],
    ['of another occurrence', { occurrence: 2 }, 'There is no breach 2'],
    ['of another deadline', { deadline: 'referrer-told/referral-1.1' }, 'There is no breach 1'],
  ])('[ROL-4] %s is refused, saying what would be taken', (_what, more, message) => {
    const refusals = late().refused('BREACH_REASON_GIVEN', { ...REASON, ...more }, { at: '2026-01-14' });
    expect(refusals).toEqual([
      expect.objectContaining({ clauses: ['ROL-4'], message: expect.stringContaining(message) }),
    ]);
    expect(refusals[0]?.missing?.length).toBeGreaterThan(0);
  });

  it('[ROL-4] can still be said once the deadline was met and its clock is past', () => {
    const story = late()
      .tell('CHECKLIST_RETURNED', RETURNED, { at: '2026-01-14' })
      .tell('CASE_NOTE_ADDED', { note: 'x' }, { at: '2026-01-20' })
      .tell('CASE_NOTE_ADDED', { note: 'y' }, { at: '2026-02-02' });
    expect(alerts(story)).toHaveLength(1);
    story.tell('BREACH_REASON_GIVEN', REASON, { at: '2026-02-03' });
    expect(alerts(story)).toEqual([]);
    expect(story.record.breaches).toEqual({});
    expect(replay(story.record, story.events, () => SEFTON).breaches.get(DECISION)?.reason).toMatchObject({
      code: 'capacity',
    });
  });

  it('[ROL-4] is not asked for a breach that was withdrawn, and a correction that withdraws it is not held up', () => {
    const explained = late()
      .tell('BREACH_REASON_GIVEN', REASON, { at: '2026-01-14' })
      .tell('CHECKLIST_RETURNED', RETURNED, { at: '2026-01-14' });
    const corrected = explained.tell(
      'FACT_CORRECTED',
      { event: 6, field: 'returnedOn', to: '2026-01-12', reason: 'the letter is dated so' },
      { at: '2026-01-15' },
    );
    expect(corrected.events.map(({ type }) => type).slice(-2)).toEqual([
      'FACT_CORRECTED',
      'BREACH_WITHDRAWN',
    ]);
    expect(alerts(corrected)).toEqual([]);
    expect(corrected.clausesAgainst('BREACH_REASON_GIVEN', REASON, { at: '2026-01-16' })).toContain('ROL-4');
    expect(replay(corrected.record, corrected.events, () => SEFTON).record).toEqual(corrected.record);
  });

  it('[ROL-4] is put right by a correction; one to a code that does not exist is refused', () => {
    const story = late().tell('BREACH_REASON_GIVEN', REASON, { at: '2026-01-14' });
    const to = (code: string) => ({ event: 5, field: 'reason', to: code, reason: 'looked up' });
    expect(story.refused('FACT_CORRECTED', to('weather'), { at: '2026-01-15' })[0]?.message).toContain(
      "'weather' is no reason",
    );
    story.tell('FACT_CORRECTED', to('hospital'), { at: '2026-01-15' });
    expect(story.record.breaches[DECISION]?.reason?.code).toBe('hospital');
  });
});
