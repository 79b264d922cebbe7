import { Identified } from '../../api/common.dto.js';
import { Words } from '../../http/field.js';
import { HTML } from '../../http/problem.js';
import type { Route } from '../../http/route.js';

const LONGEST_ID = 80;

/** A part of the checklist of a case. */
export class PartOf {
  @Words({ about: 'The id of the case', max: LONGEST_ID })
  id: string;

  @Words({ about: 'The part of the checklist', max: LONGEST_ID })
  part: string;
}

const shared = {
  tag: 'Referring',
  page: true,
  policy: 'refer',
  status: 200,
  answer: { words: 'A page', contentType: HTML },
} as const;
const reads = 'referral';

/** Referring a child, step by step. */
export const referRoutes = {
  referStart: {
    ...shared,
    id: 'referStart',
    method: 'GET',
    path: '/refer',
    summary: 'Refer a child: where it begins',
  },
  referralPage: {
    ...shared,
    id: 'referralPage',
    method: 'GET',
    path: '/cases/{id}/referral',
    summary: 'A referral as a list of tasks, or where it is',
    reads,
    throughReferral: true,
    params: Identified,
  },
  referralCheck: {
    ...shared,
    id: 'referralCheck',
    method: 'GET',
    path: '/cases/{id}/referral/check-answers',
    summary: 'Check the answers of a referral',
    reads,
    throughReferral: true,
    params: Identified,
  },
  referralSend: {
    ...shared,
    id: 'referralSend',
    carriesOn: true,
    method: 'POST',
    path: '/cases/{id}/referral/check-answers',
    summary: 'Send a checklist',
    reads,
    throughReferral: true,
    params: Identified,
  },
  referralPart: {
    ...shared,
    id: 'referralPart',
    method: 'GET',
    path: '/cases/{id}/referral/{part}',
    summary: 'A part of the checklist',
    reads,
    throughReferral: true,
    params: PartOf,
  },
  keepReferralPart: {
    ...shared,
    id: 'keepReferralPart',
    carriesOn: true,
    method: 'POST',
    path: '/cases/{id}/referral/{part}',
    summary: 'Keep a part of the checklist',
    reads,
    throughReferral: true,
    params: PartOf,
  },
} as const satisfies Record<string, Route>;
