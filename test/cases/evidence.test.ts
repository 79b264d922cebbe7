import { describe, expect, it } from '@jest/globals';
import { evidenceFrom, type LockedMeeting, type Surroundings } from '../../src/cases/evidence.js';
import { localDate } from '../../workflows/protocol/index.js';
import { SEFTON } from '../helpers/story.js';

const MEETING: LockedMeeting = {
  id: 'meeting-1',
  heldOn: localDate('2026-02-04'),
  stage: 'meeting.held',
  capacity: null,
  chair: 'chair',
  present: [],
  shortNotice: false,
};

const arranged = (heldOn: string, shortNotice = false) => ({
  id: `on-${heldOn}`,
  heldOn: localDate(heldOn),
  shortNotice,
});

const nextAmong = (next: Surroundings['next'], on: string) =>
  evidenceFrom(
    { at: `${on}T09:00:00Z`, command: null, people: [], listed: 1, next, meetings: [] },
    { organisations: [] },
    MEETING,
    { rules: SEFTON, on: localDate(on) },
    () => undefined,
  ).nextMeeting;

describe('the next meeting that a deferred case is presented to', () => {
  const MARCH = arranged('2026-03-04');

  it.each([
    ['the one that follows, on the last day for its papers', [MARCH], '2026-02-25', MARCH.id],
    [
      'the one after it, once its papers have closed',
      [MARCH, arranged('2026-04-01')],
      '2026-02-26',
      'on-2026-04-01',
    ],
    ['one at short notice, until the day itself', [arranged('2026-03-04', true)], '2026-03-04', MARCH.id],
    ['none, where the papers of all have closed', [MARCH], '2026-02-26', undefined],
    ['none, where none is arranged', [], '2026-02-05', undefined],
  ])('[PAN-7] is %s', (_which, next, on, id) => {
    expect(nextAmong(next, on)?.id).toBe(id);
  });
});
