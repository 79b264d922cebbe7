import type { INestApplicationContext } from '@nestjs/common';
import { ForecastReading } from '../forecast/forecast-reading.js';
import { failureOf } from '../log/failure.js';
import type { Log } from '../log/service-log.js';
import { Places } from '../places/places.js';
import { repeat, type Repeated } from '../process/repeat.js';
import { KEEPS_READY_MS } from '../reading/kept-answers.js';
import { PerformanceReading } from '../reading/performance/performance-reading.js';

/**
 * Asks for the reports of every place that go through years of deadlines, as people usually ask for them, as soon as the
 * process listens and again and again: so nobody is the one who waits for them. Where they are quick that costs nothing worth
 * keeping.
 */
export function keepReportsReady(app: INestApplicationContext, log: Log): Repeated {
  const performance = app.get(PerformanceReading, { strict: false });
  const forecasts = app.get(ForecastReading, { strict: false });
  const places = app.get(Places, { strict: false });
  const ask = async (): Promise<void> => {
    for (const { id } of places.all()) {
      await performance.report(id, {});
      await forecasts.forecast(id, { limit: 1, after: null });
    }
  };
  return repeat(ask, {
    everyMs: KEEPS_READY_MS,
    onError: (error) => log.error({ failure: failureOf(error) }, 'reports not made ready'),
  });
}
