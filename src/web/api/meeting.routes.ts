import { bodySchemaAt } from '../openapi/event-schemas.js';
import { NOT_OF_THE_PANEL } from '../../panel/declaring.js';
import { object, pageOf, ref, text, uuid, yesNo } from '../openapi/schema-words.js';
import { REPLAYED, type Route } from '../http/route.js';
import { Identified, ItemOf, Page } from './common.dto.js';
import { NewDeclaration } from './items.dto.js';

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
  readItem: {
    id: 'readItem',
    method: 'GET',
    path: '/api/v1/meetings/{meeting}/items/{id}',
    tag,
    summary: 'Read the pack of an item of the agenda',
    about:
      'A member of the panel declares first whether they have an interest (PAN-3). The pack is as it was when its papers closed, with an addendum of what came later, and without money (PAN-5). Who reads it is noted.',
    policy: 'readItems',
    params: ItemOf,
    status: 200,
    answer: {
      words: 'The pack',
      schema: ref('Item'),
      headers: { ETag: 'The version of the case, to be sent back as If-Match with what is recorded in it' },
    },
    problems: ['case-closed'],
  },
  declareOnItem: {
    id: 'declareOnItem',
    method: 'POST',
    path: '/api/v1/meetings/{meeting}/items/{id}/declaration',
    tag,
    summary: 'Declare an interest in an item of the agenda, or that you have none',
    about:
      'By a member of the panel, for themselves, once for each item and before its pack is shown to them (PAN-3). It opens the pack and what the panel records of the item, or closes the case to them where the interest excludes. What changes later is recorded in the case as INTEREST_DECLARED.',
    policy: 'takePart',
    leftToThem: NOT_OF_THE_PANEL,
    params: ItemOf,
    body: NewDeclaration,
    command: 'saying',
    status: 201,
    answer: {
      words: 'It is declared',
      schema: object({ case: uuid, process: text, interest: yesNo, excludes: yesNo }),
      headers: REPLAYED,
    },
  },
} as const satisfies Record<string, Route>;
