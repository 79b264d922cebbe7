import type { Timescale } from '../../workflows/protocol/index.js';
import { CHECKLIST, CHILD, CONSENT } from './pathway.js';
import { SEFTON, Story } from './story.js';

export const DECISION = 'checklist-decision/referral-1.1';
export const NATIONAL = 'decision-national/referral-1';

/** Both bodies of a dispute, as the rows of version 13 name them. */
export const BODIES = [
  { body: 'health', kinds: ['ccg', 'icb', 'csu'] },
  { body: 'the council', kinds: ['council'] },
];

/** Sefton, but for parts of some rows. */
export const seftonWith = (rows: Readonly<Record<string, Partial<Timescale>>>): typeof SEFTON => ({
  ...SEFTON,
  protocol: {
    ...SEFTON.protocol,
    timescales: SEFTON.protocol.timescales.map((row) => ({ ...row, ...rows[row.id] })),
  },
});

/** Where the decision on a checklist may be paused while the child is in hospital, and extended by agreement. */
export const PAUSING = seftonWith({
  'checklist-decision': {
    pause: { clause: 'CHK-6', reasons: [{ slug: 'hospital', title: 'The child is in hospital' }] },
    extension: { clause: 'CHK-6', agreedBy: BODIES },
  },
});

/** A case with its checklist received on Monday 5 January 2026: the decision is due on Monday 12 January. */
export const receivedIn = (place: typeof SEFTON): Story =>
  new Story('case', place)
    .tell('CASE_OPENED', CHILD, { at: '2026-01-05T09:00' })
    .tell('CONSENT_GIVEN', CONSENT, { at: '2026-01-05T09:10' })
    .tell('CHECKLIST_RECEIVED', CHECKLIST, { at: '2026-01-05T09:20' });

/** A case at stage 1 of a dispute, entered on that day. */
export function inDispute(on: string): Story {
  const story = receivedIn(SEFTON);
  story.record = {
    ...story.record,
    milestones: [
      ...story.record.milestones,
      { kind: 'DISPUTE_STAGE_1_ENTERED', on: on as never, keys: { dispute: 'dispute-1' }, seq: 3 },
    ],
  };
  return story;
}
