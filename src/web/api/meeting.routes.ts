import { bodySchemaAt } from '../openapi/event-schemas.js';
import { pageOf, ref } from '../openapi/schema-words.js';
import { REPLAYED, type Route } from '../http/route.js';
import { Identified, Page } from './common.dto.js';

const tag = 'Meetings';
const ETAG = { ETag: 'The version, to be sent back as If-Match' };

/** Operations on meetings of the joint panel. */
export const meetingRoutes = {
  arrangeMeeting: {
    id: 'arrangeMeeting',
    method: 'POST',
    path: '/api/v1/meetings',
    tag,
    summary: 'Arrange a meeting of the joint panel',
    policy: 'event',
    body: bodySchemaAt('arrangeMeeting'),
    command: 'opening',
    status: 201,
    answer: {
      words: 'The meeting is arranged',
      schema: ref('Accepted'),
      headers: { ...ETAG, ...REPLAYED, Location: 'The meeting' },
    },
  },
  listMeetings: {
    id: 'listMeetings',
    method: 'GET',
    path: '/api/v1/meetings',
    tag,
    summary: 'List meetings, the latest first',
    policy: 'readMeetings',
    query: Page,
    status: 200,
    answer: { words: 'Some of the meetings', schema: pageOf(ref('MeetingLine')) },
  },
  readMeeting: {
    id: 'readMeeting',
    method: 'GET',
    path: '/api/v1/meetings/{id}',
    tag,
    summary: 'Read a meeting: its agenda, who attends, and the quorum of each item after exclusions',
    policy: 'readMeetings',
    params: Identified,
    status: 200,
    answer: { words: 'The meeting', schema: ref('Meeting'), headers: ETAG },
  },
  recordMeetingEvent: {
    id: 'recordMeetingEvent',
    method: 'POST',
    path: '/api/v1/meetings/{id}/events',
    tag,
    summary: 'Record what happened to a meeting',
    policy: 'event',
    params: Identified,
    body: bodySchemaAt('recordMeetingEvent'),
    command: 'existing',
    status: 201,
    answer: { words: 'The event is recorded', schema: ref('Accepted'), headers: { ...ETAG, ...REPLAYED } },
  },
} as const satisfies Record<string, Route>;
