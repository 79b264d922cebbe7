import { HTML } from '../../http/problem.js';
import type { Route } from '../../http/route.js';
import { ForecastChosen, PerformanceChosen } from './performance.dto.js';

const shared = {
  method: 'GET',
  tag: 'Overdue',
  page: true,
  policy: 'readPerformance',
  status: 200,
  answer: { words: 'A page', contentType: HTML },
} as const;

/** How deadlines were met, and which will be missed, as pages. */
export const performancePageRoutes = {
  performancePage: {
    ...shared,
    id: 'performancePage',
    path: '/performance',
    summary: 'How many deadlines were met in time',
    query: PerformanceChosen,
  },
  forecastPage: {
    ...shared,
    id: 'forecastPage',
    path: '/forecast',
    summary: 'What will be late next',
    query: ForecastChosen,
  },
} as const satisfies Record<string, Route>;
