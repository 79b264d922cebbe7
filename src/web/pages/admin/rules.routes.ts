import { Words } from '../../http/field.js';
import { HTML } from '../../http/problem.js';
import type { Route } from '../../http/route.js';

const LONGEST_ID = 80;

/** A change that was described in a form of this session. */
export class AskedFor {
  @Words({ about: 'The number under which it is kept', max: LONGEST_ID })
  asked: string;
}

const shared = {
  tag: 'Administration',
  page: true,
  status: 200,
  answer: { words: 'A page', contentType: HTML },
} as const;

/** The calendar and the protocol versions of a place, and what is changed about them, as pages. */
export const rulesPageRoutes = {
  calendarPage: {
    ...shared,
    id: 'calendarPage',
    method: 'GET',
    path: '/calendar',
    summary: 'The days that are not worked',
    policy: 'readProtocol',
  },
  dayChecked: {
    ...shared,
    id: 'dayChecked',
    carriesOn: true,
    method: 'POST',
    path: '/calendar/check',
    summary: 'See what a day would do to open deadlines',
    policy: 'manageCalendar',
  },
  dayPreview: {
    ...shared,
    id: 'dayPreview',
    method: 'GET',
    path: '/calendar/check/{asked}',
    summary: 'What a day would do to open deadlines',
    policy: 'manageCalendar',
    params: AskedFor,
  },
  dayApplied: {
    ...shared,
    id: 'dayApplied',
    carriesOn: true,
    method: 'POST',
    path: '/calendar',
    summary: 'Change the calendar by a day',
    policy: 'manageCalendar',
  },
  protocolPage: {
    ...shared,
    id: 'protocolPage',
    method: 'GET',
    path: '/protocol',
    summary: 'The protocol versions of your place',
    policy: 'readProtocol',
  },
  moveChecked: {
    ...shared,
    id: 'moveChecked',
    carriesOn: true,
    method: 'POST',
    path: '/protocol/check',
    summary: 'See what a move to another version would do',
    policy: 'moveProtocol',
  },
  movePreview: {
    ...shared,
    id: 'movePreview',
    method: 'GET',
    path: '/protocol/check/{asked}',
    summary: 'What a move to another version would do',
    policy: 'moveProtocol',
    params: AskedFor,
  },
  moveDecided: {
    ...shared,
    id: 'moveDecided',
    carriesOn: true,
    method: 'POST',
    path: '/protocol',
    summary: 'Move cases to another protocol version',
    policy: 'moveProtocol',
  },
} as const satisfies Record<string, Route>;
