import { describe, expect, test } from '@jest/globals';
import { CHILD, pathway } from '../helpers/pathway.js';
import type { Story } from '../helpers/story.js';
import type { AdultTransitionFacts } from '../../workflows/adult-transition/adult-transition.js';
import { commenced, factsOf } from '../helpers/package-story.js';

const NOTIFIED = { form: 'notification of a child aged 14' };
const IN_PLACE = { provider: 'adult continuing healthcare' };

/** The clocks of moving to adult services, with the day each is due. */
const clocks = (story: Story) =>
  Object.fromEntries(
    [...story.deadlines.values()]
      .filter(({ key }) => key.startsWith('transition-'))
      .map(({ timescale, dueOn }) => [timescale, dueOn]),
  );

describe('moving to adult services', () => {
  test('[TRA-1] [TRA-4] [TRA-5] [TRA-8] its clocks run from the birthdays of a child born on 1 June 2022', () => {
    expect(clocks(pathway.decided())).toEqual({
      'transition-notification': '2036-07-01',
      'transition-plan': '2036-09-01',
      'transition-screening': '2039-06-01',
      'transition-referral': '2039-07-01',
      'transition-complete': '2040-06-01',
    });
    expect(CHILD.dateOfBirth).toBe('2022-06-01');
  });

  test('[TRA-1] nothing of it is there for a child who was not found eligible', () => {
    const story = pathway.listed();
    expect(
      story.clausesAgainst('CHC_NOTIFIED', { ...NOTIFIED, notifiedOn: '2026-02-02' }, { at: '2026-02-02' }),
    ).toEqual(['TRA-1']);
  });

  test('[TRA-1] the notification is of a child aged 14: there is none the day before that birthday', () => {
    const story = commenced();
    const notify = (on: string) => story.ask('CHC_NOTIFIED', { ...NOTIFIED, notifiedOn: on }, { at: on });
    expect(notify('2036-05-31')).toMatchObject({ kind: 'refused', refusals: [{ clauses: ['TRA-1'] }] });
    expect(notify('2036-06-01').kind).toBe('advanced');
  });

  test('[TRA-4] the adult tool is not for a child who is not 16 yet', () => {
    const screen = (on: string) =>
      commenced().ask(
        'ADULT_SCREENING_RECORDED',
        { screenedOn: on, primaryHealthNeedInPrinciple: true },
        { at: on },
      );
    expect(screen('2038-05-31')).toMatchObject({ kind: 'refused', refusals: [{ clauses: ['TRA-4'] }] });
    expect(screen('2038-06-01').kind).toBe('advanced');
  });

  const met = (type: string, content: Record<string, unknown>, at: string) =>
    commenced().tell(type, content, { at });

  test.each([
    [
      '[TRA-1] notification',
      'transition-notification',
      'CHC_NOTIFIED',
      { ...NOTIFIED, notifiedOn: '2036-06-20' },
      '2036-06-20',
    ],
    [
      '[TRA-1] a transition plan',
      'transition-plan',
      'TRANSITION_PLAN_AGREED',
      { agreedOn: '2036-08-20' },
      '2036-08-20',
    ],
    [
      '[TRA-4] screening with the adult tool',
      'transition-screening',
      'ADULT_SCREENING_RECORDED',
      { screenedOn: '2039-03-07', primaryHealthNeedInPrinciple: true },
      '2039-03-07',
    ],
    [
      '[TRA-5] the formal referral',
      'transition-referral',
      'CHC_REFERRED',
      { referredOn: '2039-06-10' },
      '2039-06-10',
    ],
    [
      '[TRA-8] adult services in place',
      'transition-complete',
      'ADULT_SERVICES_IN_PLACE',
      { ...IN_PLACE, from: '2040-05-30' },
      '2040-05-30',
    ],
    [
      '[TRA-8] a reason why it is not appropriate',
      'transition-complete',
      'TRANSITION_NOT_APPROPRIATE',
      { decidedOn: '2040-05-30', reason: 'end of life' },
      '2040-05-30',
    ],
  ])('%s meets its clock', (_what, timescale, type, content, at) => {
    expect(met(type, content, at).deadline(`${timescale}/child`).settled).toEqual({
      as: 'met',
      on: at,
      by: expect.any(Number),
      late: false,
    });
  });

  test('[TRA-8] a gap can be escalated, more than once, until services are in place', () => {
    const story = commenced();
    const gap = { escalatedOn: '2040-05-01', to: "the CCG's lead", reason: 'no provider found' };
    story.tell('TRANSITION_GAP_ESCALATED', gap, { at: '2040-05-01' });
    story.tell('TRANSITION_GAP_ESCALATED', gap, { at: '2040-05-08' });
    expect(factsOf<AdultTransitionFacts>(story, 'adultTransition-1').gapsEscalated).toBe(2);
    story.tell('ADULT_SERVICES_IN_PLACE', { ...IN_PLACE, from: '2040-05-30' }, { at: '2040-05-30' });
    expect(story.clausesAgainst('TRANSITION_GAP_ESCALATED', gap, { at: '2040-05-31' })).toEqual(['TRA-8']);
  });
});
