import type { Route } from '../http/route.js';
import { ref } from '../openapi/schema-words.js';
import { ForecastAsked, PerformanceAsked } from './performance.dto.js';

const tag = 'Queues';

/** How deadlines were met, and which will be missed. */
export const performanceRoutes = {
  readPerformance: {
    id: 'readPerformance',
    method: 'GET',
    path: '/api/v1/performance',
    tag,
    summary: 'Read how many deadlines were met in time, how long they took, and why they were not',
    about: 'What each figure is stands in the answer.',
    policy: 'readPerformance',
    query: PerformanceAsked,
    status: 200,
    answer: { words: 'By timescale, month and organisation', schema: ref('Performance') },
  },
  readForecast: {
    id: 'readForecast',
    method: 'GET',
    path: '/api/v1/forecast',
    tag,
    summary: 'Read which deadlines will be missed, and what one more panel date would spare',
    about:
      'Certain: what is left cannot be done in time. Likely: what is left usually takes longer than the time that is left; the sum is shown. How right this was in past months stands in the answer.',
    policy: 'readPerformance',
    query: ForecastAsked,
    status: 200,
    answer: { words: 'The first due first', schema: ref('Forecast') },
  },
} as const satisfies Record<string, Route>;
