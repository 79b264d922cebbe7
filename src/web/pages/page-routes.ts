import type { Route } from '../http/route.js';
import { assessmentRoutes } from './assessment/assessment.routes.js';
import { auditPageRoutes } from './admin/audit.routes.js';
import { directoryPageRoutes } from './admin/directory.routes.js';
import { rulesPageRoutes } from './admin/rules.routes.js';
import { careRoutes } from './care/care.routes.js';
import { authorityRoutes } from './authority/authority.routes.js';
import { casePageRoutes } from './cases/cases.routes.js';
import { checklistRoutes } from './checklist/checklist.routes.js';
import { clauseRoutes } from './clauses/clauses.routes.js';
import { doRoutes } from './do/do.routes.js';
import { draftRoutes } from './drafts/drafts.routes.js';
import { homeRoutes } from './home/home.routes.js';
import { casePeoplePageRoutes } from './record/case-people.routes.js';
import { recordRoutes } from './record/record.routes.js';
import { exceptionPageRoutes } from './exceptions/exceptions.routes.js';
import { noticePageRoutes } from './notices/notices.routes.js';
import { performancePageRoutes } from './performance/performance.routes.js';
import { queuePageRoutes } from './queues/queues.routes.js';
import { panelRoutes } from './panel/panel.routes.js';
import { referRoutes } from './refer/refer.routes.js';
import { searchRoutes } from './search/search.routes.js';
import { signInRoutes } from './sign-in/sign-in.routes.js';
import { viewRoutes } from './views/views.routes.js';
import { workRoutes } from './work/work.routes.js';
import { workloadPageRoutes } from './workload/workload.routes.js';

/** Every page for people: a table for each part of the pages. */
export const pageRoutes: readonly Route[] = [
  homeRoutes,
  signInRoutes,
  casePageRoutes,
  doRoutes,
  panelRoutes,
  searchRoutes,
  clauseRoutes,
  workRoutes,
  draftRoutes,
  assessmentRoutes,
  recordRoutes,
  casePeoplePageRoutes,
  checklistRoutes,
  careRoutes,
  referRoutes,
  viewRoutes,
  authorityRoutes,
  queuePageRoutes,
  performancePageRoutes,
  noticePageRoutes,
  exceptionPageRoutes,
  workloadPageRoutes,
  directoryPageRoutes,
  rulesPageRoutes,
  auditPageRoutes,
].flatMap((table) => Object.values<Route>(table));
