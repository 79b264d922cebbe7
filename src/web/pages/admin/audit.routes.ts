import { Words } from '../../http/field.js';
import { HTML } from '../../http/problem.js';
import type { Route } from '../../http/route.js';

const box = (about: string, max = 80) => ({ about, min: 0, max, optional: true });

/** Which readings of records are shown. */
export class AccessChosen {
  @Words(box('Where to go on', 400))
  cursor?: string;

  @Words(box('Only those of this person'))
  person?: string;

  @Words(box('Only those of the record of this reference'))
  reference?: string;

  @Words(box('The day of the month of the first day'))
  fromDay?: string;

  @Words(box('The month of the first day'))
  fromMonth?: string;

  @Words(box('The year of the first day'))
  fromYear?: string;

  @Words(box('The day of the month of the last day'))
  toDay?: string;

  @Words(box('The month of the last day'))
  toMonth?: string;

  @Words(box('The year of the last day'))
  toYear?: string;
}

/** Which entries of the audit trail are shown. */
export class TrailChosen extends AccessChosen {
  @Words(box('Only those of this kind'))
  what?: string;
}

const shared = {
  method: 'GET',
  tag: 'Audit',
  page: true,
  status: 200,
  answer: { words: 'A page', contentType: HTML },
} as const;

/** What was refused and administered, and who looked at whose record, as pages. */
export const auditPageRoutes = {
  auditPage: {
    ...shared,
    id: 'auditPage',
    path: '/audit',
    summary: 'What was refused and administered',
    policy: 'readAudit',
    query: TrailChosen,
  },
  accessPage: {
    ...shared,
    id: 'accessPage',
    path: '/access-log',
    summary: 'Who looked at whose record',
    policy: 'readReaders',
    query: AccessChosen,
  },
} as const satisfies Record<string, Route>;
