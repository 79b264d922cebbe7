import type { timescaleOf } from '../../../workflows/protocol/index.js';

/** The events that leave a milestone which is not called like them. */
const LEFT_BY: Readonly<Record<string, readonly string[]>> = {
  CHECKLIST_SENT: ['CHECKLIST_RECEIVED'],
  HNA_COMPLETED: ['RECOMMENDATION_MADE'],
  REFERRER_TOLD: ['NOTICE_GIVEN'],
  FAMILY_INFORMED: ['NOTICE_GIVEN'],
  PROFESSIONALS_INFORMED: ['NOTICE_GIVEN'],
  FAMILY_TOLD_VERBALLY: ['NOTICE_GIVEN'],
  WRITTEN_RATIONALE_SENT: ['NOTICE_GIVEN'],
};

/** The events by which a deadline of that timescale is met, by type: what to record, once it has happened. */
export function eventsMeeting(timescale: ReturnType<typeof timescaleOf>): string[] {
  const { anyOf = [], allOf = [] } = timescale?.metBy ?? {};
  return [...new Set([...anyOf, ...allOf].flatMap((kind) => LEFT_BY[kind] ?? [kind]))];
}
