import { Identified, Page } from '../../api/common.dto.js';
import { Words } from '../../http/field.js';
import { HTML } from '../../http/problem.js';
import type { Route } from '../../http/route.js';

const LONGEST_ID = 80;

/** A case on the agenda of a meeting. */
export class ItemOf {
  @Words({ about: 'The id of the meeting', max: LONGEST_ID })
  meeting: string;

  @Words({ about: 'The id of the case', max: LONGEST_ID })
  id: string;
}

const shared = {
  tag: 'Joint panel',
  page: true,
  status: 200,
  answer: { words: 'A page', contentType: HTML },
} as const;

/** Meetings of the joint panel, and the items of their agendas. What is shown of a child is noted by each page itself. */
export const panelRoutes = {
  meetingsPage: {
    ...shared,
    id: 'meetingsPage',
    method: 'GET',
    path: '/meetings',
    summary: 'Panel meetings',
    policy: 'readMeetings',
    query: Page,
  },
  membersPage: {
    ...shared,
    id: 'membersPage',
    method: 'GET',
    path: '/meetings/members',
    summary: 'Members of the joint panel',
    policy: 'readMeetings',
  },
  planPage: {
    ...shared,
    id: 'planPage',
    method: 'GET',
    path: '/meetings/plan',
    summary: 'Plan meetings for months ahead',
    policy: 'planMeetings',
  },
  plan: {
    ...shared,
    id: 'plan',
    carriesOn: true,
    method: 'POST',
    path: '/meetings/plan',
    summary: 'Plan meetings for months ahead',
    policy: 'planMeetings',
  },
  meetingPage: {
    ...shared,
    id: 'meetingPage',
    method: 'GET',
    path: '/meetings/{id}',
    summary: 'A meeting of the joint panel',
    policy: 'readMeetings',
    params: Identified,
  },
  movePage: {
    ...shared,
    id: 'movePage',
    method: 'GET',
    path: '/meetings/{id}/move',
    summary: 'Move a meeting to another day',
    policy: 'planMeetings',
    params: Identified,
  },
  move: {
    ...shared,
    id: 'move',
    carriesOn: true,
    method: 'POST',
    path: '/meetings/{id}/move',
    summary: 'Move a meeting to another day',
    policy: 'planMeetings',
    params: Identified,
  },
  cancelPage: {
    ...shared,
    id: 'cancelPage',
    method: 'GET',
    path: '/meetings/{id}/cancel',
    summary: 'Cancel a meeting',
    policy: 'planMeetings',
    params: Identified,
  },
  cancel: {
    ...shared,
    id: 'cancel',
    carriesOn: true,
    method: 'POST',
    path: '/meetings/{id}/cancel',
    summary: 'Cancel a meeting',
    policy: 'planMeetings',
    params: Identified,
  },
  bundlePage: {
    ...shared,
    id: 'bundlePage',
    method: 'GET',
    path: '/meetings/{id}/bundle',
    summary: 'The packs of a meeting in one piece',
    policy: 'readItems',
    params: Identified,
  },
  minutesPage: {
    ...shared,
    id: 'minutesPage',
    method: 'GET',
    path: '/meetings/{id}/minutes',
    summary: 'Minutes of a meeting',
    policy: 'readItems',
    params: Identified,
  },
  itemPage: {
    ...shared,
    id: 'itemPage',
    method: 'GET',
    path: '/meetings/{meeting}/items/{id}',
    summary: 'The pack of an item',
    policy: 'readItems',
    params: ItemOf,
  },
  decisionPage: {
    ...shared,
    id: 'decisionPage',
    method: 'GET',
    path: '/meetings/{meeting}/items/{id}/decision',
    summary: 'The joint decision on an item',
    policy: 'readItems',
    params: ItemOf,
  },
  decisionOfCase: {
    ...shared,
    id: 'decisionOfCase',
    method: 'GET',
    path: '/cases/{id}/panel',
    summary: 'The way to the joint decision on a case',
    policy: 'readItems',
    reads: 'panel item',
    throughItem: true,
    params: Identified,
    status: 303,
  },
  declare: {
    ...shared,
    id: 'declare',
    carriesOn: true,
    method: 'POST',
    path: '/meetings/{meeting}/items/{id}/declare',
    summary: 'Declare an interest, or none',
    policy: 'takePart',
    params: ItemOf,
  },
  giveView: {
    ...shared,
    id: 'giveView',
    carriesOn: true,
    method: 'POST',
    path: '/meetings/{meeting}/items/{id}/view',
    summary: "Give one's own view",
    policy: 'takePart',
    params: ItemOf,
  },
  openViews: {
    ...shared,
    id: 'openViews',
    method: 'POST',
    path: '/meetings/{meeting}/items/{id}/open',
    summary: 'Open the views to everyone',
    policy: 'openViews',
    params: ItemOf,
  },
} as const satisfies Record<string, Route>;
