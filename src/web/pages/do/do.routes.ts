import { Words } from '../../http/field.js';
import { HTML } from '../../http/problem.js';
import type { Route } from '../../http/route.js';

const LONGEST_ID = 80;

/** What is recorded of which case or meeting. */
export class EventOf {
  @Words({ about: 'The id of the case or meeting', max: LONGEST_ID })
  id: string;

  @Words({ about: 'The type of event', max: LONGEST_ID })
  type: string;
}

/** The event that opens a case or arranges a meeting. */
export class EventToOpen {
  @Words({ about: 'The type of event', max: LONGEST_ID })
  type: string;
}

const tag = 'Recording';
const shared = { tag, page: true, status: 200, answer: { words: 'A page', contentType: HTML } } as const;
const reads = 'form';

/** One form for every event, and where it is sent. */
export const doRoutes = {
  openForm: {
    ...shared,
    id: 'openForm',
    method: 'GET',
    path: '/do/{type}',
    summary: 'The form that opens a case or arranges a meeting',
    policy: 'signedIn',
    params: EventToOpen,
  },
  open: {
    ...shared,
    id: 'open',
    carriesOn: true,
    method: 'POST',
    path: '/do/{type}',
    summary: 'Open a case, or arrange a meeting',
    policy: 'event',
    params: EventToOpen,
  },
  caseForm: {
    ...shared,
    id: 'caseForm',
    method: 'GET',
    path: '/cases/{id}/do/{type}',
    summary: 'The form for an event of a case',
    policy: 'prepareSteps',
    reads,
    throughItem: true,
    throughReferral: true,
    params: EventOf,
  },
  doInCase: {
    ...shared,
    id: 'doInCase',
    carriesOn: true,
    method: 'POST',
    path: '/cases/{id}/do/{type}',
    summary: 'Record an event of a case',
    policy: 'prepareSteps',
    reads,
    throughItem: true,
    throughReferral: true,
    params: EventOf,
  },
  meetingForm: {
    ...shared,
    id: 'meetingForm',
    method: 'GET',
    path: '/meetings/{id}/do/{type}',
    summary: 'The form for an event of a meeting',
    policy: 'readMeetings',
    params: EventOf,
  },
  doInMeeting: {
    ...shared,
    id: 'doInMeeting',
    carriesOn: true,
    method: 'POST',
    path: '/meetings/{id}/do/{type}',
    summary: 'Record an event of a meeting',
    policy: 'readMeetings',
    params: EventOf,
  },
} as const satisfies Record<string, Route>;
