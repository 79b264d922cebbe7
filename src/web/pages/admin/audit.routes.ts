import { Words } from '../../http/field.js';
import { HTML } from '../../http/problem.js';
import type { Route } from '../../http/route.js';

/** Where the audit trail goes on. */
export class TrailChosen {
  @Words({ about: 'Where to go on', min: 0, max: 400, optional: true })
  cursor?: string;
}

/** Whose readings are shown. */
export class AccessChosen extends TrailChosen {
  @Words({ about: 'Only those of this person', min: 0, max: 80, optional: true })
  person?: string;
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
