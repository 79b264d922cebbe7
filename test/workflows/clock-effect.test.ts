import { describe, expect, it } from '@jest/globals';
import {
  clockEffects,
  localDate,
  londonToInstant,
  type ClockEffect,
} from '../../workflows/protocol/index.js';
import { DECISION, NATIONAL, PAUSING, receivedIn, inDispute } from '../helpers/clocks.js';
import type { Story } from '../helpers/story.js';

const SIGNED = { approvedBy: 'manager', secondedBy: 'chiefNurse' };
const PAUSE = { deadline: DECISION, pausedOn: '2026-01-07', reason: 'hospital', ...SIGNED };

/** What the last thing told does to the clocks of the case. */
function effectOf(story: Story, type: string, content: Record<string, unknown>, on: string): ClockEffect[] {
  const before = story.record;
  story.tell(type, content, { at: on });
  const asked = { ...story.place, on: localDate(on), at: londonToInstant(`${on}T12:00`) };
  return clockEffects(before, story.record, asked);
}

describe('what a change of a clock does to its due date', () => {
  it('[CHK-6] a pause moves nothing yet, and says when it would be due by the day it runs on', () => {
    expect(effectOf(receivedIn(PAUSING), 'CLOCK_PAUSED', PAUSE, '2026-01-07')).toEqual([
      {
        key: DECISION,
        title: 'Decide whether to proceed to a health needs assessment',
        clause: 'CHK-6',
        change: 'pause',
        inHours: false,
        before: { on: '2026-01-12', at: '2026-01-12T23:59:59.000Z' },
        after: { on: '2026-01-12', at: '2026-01-12T23:59:59.000Z' },
        later: { amount: 0, unit: 'workingDays' },
        pausedSince: '2026-01-07',
        newTarget: null,
        ifRunsOn: [
          {
            from: '2026-01-07',
            due: { on: '2026-01-12', at: '2026-01-12T23:59:59.000Z' },
            later: { amount: 0, unit: 'workingDays' },
          },
          {
            from: '2026-01-14',
            due: { on: '2026-01-19', at: '2026-01-19T23:59:59.000Z' },
            later: { amount: 5, unit: 'workingDays' },
          },
          {
            from: '2026-01-21',
            due: { on: '2026-01-26', at: '2026-01-26T23:59:59.000Z' },
            later: { amount: 10, unit: 'workingDays' },
          },
        ],
      },
    ]);
  });

  it('[HNA-11] imagines it to run on after as many working days as the place says', () => {
    const parameters = {
      ...PAUSING.protocol.parameters,
      pauseForeseenWorkingDays: { value: [0, 20], clause: 'HNA-11', local: true },
    };
    const place = { ...PAUSING, protocol: { ...PAUSING.protocol, parameters } };

    const [effect] = effectOf(receivedIn(place), 'CLOCK_PAUSED', PAUSE, '2026-01-07');

    expect(effect?.ifRunsOn.map(({ from }) => from)).toEqual(['2026-01-07', '2026-02-04']);
  });

  it('[CHK-6] running on makes it due by as much later as it said it would', () => {
    const story = receivedIn(PAUSING).tell('CLOCK_PAUSED', PAUSE, { at: '2026-01-07' });
    const resumed = { deadline: DECISION, resumedOn: '2026-01-14', reason: 'home again' };
    expect(effectOf(story, 'CLOCK_RESUMED', resumed, '2026-01-14')).toMatchObject([
      {
        change: 'pause',
        before: { on: '2026-01-12' },
        after: { on: '2026-01-19' },
        later: { amount: 5, unit: 'workingDays' },
        pausedSince: null,
        ifRunsOn: [],
      },
    ]);
  });

  it('[DIS-1] an extension moves the due date by what was agreed', () => {
    const extension = {
      deadline: 'dispute-stage-1/dispute-1',
      amount: 5,
      unit: 'workingDays',
      reason: 'a meeting is arranged',
      approvedBy: 'manager',
      secondedBy: 'socialWorker',
    };
    expect(effectOf(inDispute('2026-01-12'), 'CLOCK_EXTENDED', extension, '2026-01-20')).toMatchObject([
      {
        change: 'extension',
        clause: 'DIS-1',
        before: { on: '2026-01-26' },
        after: { on: '2026-02-02' },
        later: { amount: 5, unit: 'workingDays' },
      },
    ]);
  });

  it('[HNA-11] an exception moves nothing and names its target', () => {
    const exception = {
      deadline: NATIONAL,
      reason: 'the family is abroad',
      approvedBy: 'manager',
      newTarget: '2026-03-20',
    };
    const [effect, ...more] = effectOf(
      receivedIn(PAUSING),
      'CLOCK_EXCEPTION_RECORDED',
      exception,
      '2026-01-20',
    );
    expect(more).toEqual([]);
    expect(effect).toMatchObject({ change: 'exception', clause: 'HNA-11', newTarget: '2026-03-20' });
    expect(effect?.after).toEqual(effect?.before);
  });

  it('nothing else that is recorded changes a clock', () => {
    expect(
      effectOf(receivedIn(PAUSING), 'CASE_NOTE_ADDED', { note: 'The school rang.' }, '2026-01-07'),
    ).toEqual([]);
  });
});
