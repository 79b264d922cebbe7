import { Identified } from '../../api/common.dto.js';
import { EXCEPTION_STATES, type ExceptionState } from '../../../reading/exception-reading.js';
import { TO_DECIDE } from '../../../staff-notices/delivery-states.js';
import { OneOf, Words } from '../../http/field.js';
import { HTML } from '../../http/problem.js';
import type { Route } from '../../http/route.js';

/** Which exceptions are shown. */
export class ExceptionsChosen {
  @OneOf({ about: 'Those that wait, or those set aside', of: EXCEPTION_STATES, optional: true })
  state?: ExceptionState;

  @Words({ about: 'Where to go on', max: 400, optional: true })
  cursor?: string;
}

/** Which e-mails are shown. */
export class DeliveriesChosen {
  @OneOf({ about: 'Those that may not have arrived, or failed', of: TO_DECIDE, optional: true })
  state?: (typeof TO_DECIDE)[number];

  @Words({ about: 'Where to go on', max: 400, optional: true })
  cursor?: string;
}

const shared = {
  tag: 'Exceptions',
  page: true,
  status: 200,
  answer: { words: 'A page', contentType: HTML },
} as const;

/** What waits for a person because the service could not do it, as pages. */
export const exceptionPageRoutes = {
  exceptionsPage: {
    ...shared,
    id: 'exceptionsPage',
    method: 'GET',
    path: '/exceptions',
    summary: 'What the service could not do',
    policy: 'readExceptions',
    query: ExceptionsChosen,
  },
  exceptionTried: {
    ...shared,
    id: 'exceptionTried',
    method: 'POST',
    path: '/exceptions/{id}/retry',
    summary: 'Let it be tried again',
    policy: 'workExceptions',
    params: Identified,
  },
  exceptionAsidePage: {
    ...shared,
    id: 'exceptionAsidePage',
    method: 'GET',
    path: '/exceptions/{id}/set-aside',
    summary: 'Set it aside',
    policy: 'workExceptions',
    params: Identified,
  },
  exceptionSetAside: {
    ...shared,
    id: 'exceptionSetAside',
    carriesOn: true,
    method: 'POST',
    path: '/exceptions/{id}/set-aside',
    summary: 'Set it aside',
    policy: 'workExceptions',
    params: Identified,
  },
  deliveriesPage: {
    ...shared,
    id: 'deliveriesPage',
    method: 'GET',
    path: '/deliveries',
    summary: 'E-mails that failed or may not have arrived',
    policy: 'reviewDeliveries',
    query: DeliveriesChosen,
  },
  deliveryDecided: {
    ...shared,
    id: 'deliveryDecided',
    method: 'POST',
    path: '/deliveries/{id}/decision',
    summary: 'Say what becomes of an e-mail',
    policy: 'reviewDeliveries',
    params: Identified,
  },
} as const satisfies Record<string, Route>;
