import { Controller, Query } from '@nestjs/common';
import type { LocalDate } from '../../../workflows/protocol/index.js';
import { CaseDoors, veiled } from '../../panel/case-doors.js';
import { NoSuchMeeting } from '../../forecast/extra-panel.js';
import { ForecastReading } from '../../forecast/forecast-reading.js';
import type { ForecastView } from '../../forecast/forecast-views.js';
import {
  NoSuchMonths,
  PerformanceReading,
  type PerformanceView,
} from '../../reading/performance/performance-reading.js';
import { QueueFilterValues } from '../../reading/queues/filter-values.js';
import type { QueueFilters } from '../../reading/queues/queue-filters.js';
import { By, type Caller } from '../http/caller.js';
import { cursorOf, FORECAST_CURSOR, markOf } from '../http/cursor.js';
import { Handles } from '../http/route.js';
import { invalid } from '../http/validation.js';
import { USUAL_LIMIT } from './common.dto.js';
import { ForecastAsked, PerformanceAsked } from './performance.dto.js';
import { performanceRoutes } from './performance.routes.js';
import { checkedFilters, momentOf, orInvalid } from './queue-asked.js';

/** Performance and forecast over HTTP. */
@Controller()
export class PerformanceController {
  constructor(
    private readonly performance: PerformanceReading,
    private readonly forecasts: ForecastReading,
    private readonly values: QueueFilterValues,
    private readonly doors: CaseDoors,
  ) {}

  @Handles(performanceRoutes.readPerformance)
  async report(
    @Query() { from, to, ...filters }: PerformanceAsked,
    @By() { place }: Caller,
  ): Promise<PerformanceView> {
    const checked = await this.checked(place, filters);
    const months = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    try {
      return await this.performance.report(place, { ...checked, ...months });
    } catch (error) {
      if (error instanceof NoSuchMonths) throw invalid([{ field: error.field, message: error.message }]);
      throw error;
    }
  }

  @Handles(performanceRoutes.readForecast)
  async forecast(
    @Query() { limit = USUAL_LIMIT, cursor, asAt, extraPanel, kind, ...filters }: ForecastAsked,
    @By() caller: Caller,
  ): Promise<ForecastView & { next: string | null }> {
    const { place } = caller;
    const after = markOf(FORECAST_CURSOR, cursor);
    const checked = await this.checked(place, filters);
    try {
      const page = await orInvalid(
        this.forecasts.forecast(place, {
          limit,
          after,
          ...momentOf(asAt, after),
          ...checked,
          ...(kind === undefined ? {} : { kind }),
          ...(extraPanel === undefined ? {} : { extraPanel: extraPanel as LocalDate }),
        }),
      );
      const closed = await this.doors.closedTo(caller);
      return {
        ...page,
        items: veiled(page.items, closed),
        extraPanel: page.extraPanel && { ...page.extraPanel, saved: veiled(page.extraPanel.saved, closed) },
        next: cursorOf(FORECAST_CURSOR, page.next),
      };
    } catch (error) {
      if (error instanceof NoSuchMeeting) throw invalid([{ field: 'extraPanel', message: error.message }]);
      throw error;
    }
  }

  private checked(place: string, filters: QueueFilters): Promise<QueueFilters> {
    return checkedFilters(this.values, place, filters);
  }
}
