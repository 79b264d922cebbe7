import { casePeopleRoutes } from './api/case-people.routes.js';
import { caseRoutes } from './api/case.routes.js';
import { changeRoutes } from './api/changes.routes.js';
import { directoryRoutes } from './api/directory.routes.js';
import { exceptionRoutes } from './api/exception.routes.js';
import { meetingRoutes } from './api/meeting.routes.js';
import { noticeRoutes } from './api/notice.routes.js';
import { performanceRoutes } from './api/performance.routes.js';
import { protocolRoutes } from './api/protocol.routes.js';
import { queueRoutes } from './api/queue.routes.js';
import { serviceRoutes } from './api/service.routes.js';
import { staffNoticeRoutes } from './api/staff-notice.routes.js';
import { workloadRoutes } from './api/workload.routes.js';
import type { Route } from './http/route.js';
import { pageRoutes } from './pages/page-routes.js';

/** Every operation for programs, with what belongs to them: all of it is in the published document. */
export const apiRoutes: readonly Route[] = [
  ...Object.values<Route>(caseRoutes),
  ...Object.values<Route>(casePeopleRoutes),
  ...Object.values<Route>(noticeRoutes),
  ...Object.values<Route>(queueRoutes),
  ...Object.values<Route>(staffNoticeRoutes),
  ...Object.values<Route>(performanceRoutes),
  ...Object.values<Route>(meetingRoutes),
  ...Object.values<Route>(directoryRoutes),
  ...Object.values<Route>(protocolRoutes),
  ...Object.values<Route>(changeRoutes),
  ...Object.values<Route>(workloadRoutes),
  ...Object.values<Route>(exceptionRoutes),
  ...Object.values<Route>(serviceRoutes),
];

/** Everything the service answers. */
export const routes: readonly Route[] = [...apiRoutes, ...pageRoutes];
