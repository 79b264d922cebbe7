import { Controller, Query } from '@nestjs/common';
import { isLocalDate, localDate, addMonths, type LocalDate } from '../../../../workflows/protocol/index.js';
import { CaseDoors, veiled } from '../../../panel/case-doors.js';
import { RecordReads } from '../../../audit/record-reads.js';
import { NoSuchMeeting } from '../../../forecast/extra-panel.js';
import {
  ForecastReading,
  type ForecastPage,
  type ForecastWanted,
} from '../../../forecast/forecast-reading.js';
import {
  MOST_MONTHS,
  NoSuchMonths,
  PerformanceReading,
} from '../../../reading/performance/performance-reading.js';
import { QueueFilterValues } from '../../../reading/queues/filter-values.js';
import { checkedFilters, momentOf, orInvalid } from '../../api/queue-asked.js';
import { cursorOf, FORECAST_CURSOR, markOf } from '../../http/cursor.js';
import { Handles } from '../../http/route.js';
import { invalid } from '../../http/validation.js';
import { wrongQueryOf, type WrongQuery } from '../../http/wrong-query.interceptor.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { addressOf, chosenOf } from '../lists/address.js';
import { chipsFor, choosersOf, type Choice } from '../lists/choosers.js';
import { dayOf, type DayBoxes } from '../lists/day-boxes.js';
import { Pages } from '../pages.js';
import { QueueChoices } from '../queues/queue-choices.js';
import { Today } from '../words/today.js';
import { foreseenRow } from './foreseen-row.js';
import { monthInWords, monthOf, monthsBetween } from './months.js';
import { ForecastChosen, PerformanceChosen } from './performance.dto.js';
import { performancePageRoutes } from './performance.routes.js';
import { breachLines, chartsOf, timescaleLines } from './performance-view.js';

const PERFORMANCE = '/performance';
const FORECAST = '/forecast';
const HERE = '/queues';
const ROWS = 25;
const INVALID = 422;
const TRAIL = [{ text: 'Overdue cases', href: HERE }];

/** The day that was typed; null where none was. Throws NoSuchMeeting for what is no day. */
function dayTyped({ day = '', month = '', year = '' }: ForecastChosen): LocalDate | null {
  const typed = dayOf({ day: day.trim(), month: month.trim(), year: year.trim() });
  if (typed === '') return null;
  if (!isLocalDate(typed)) throw new NoSuchMeeting('must be a real day, such as 27 3 2026');
  return typed;
}

/** What of the boxes of a day could not be read at all, as it was typed. */
const boxesTyped = ({ typed }: WrongQuery): Partial<DayBoxes> =>
  Object.fromEntries(Object.entries(typed).filter(([name]) => ['day', 'month', 'year'].includes(name)));

/** How deadlines were met over months, and which will be missed. */
@Controller()
export class PerformancePagesController {
  constructor(
    private readonly pages: Pages,
    private readonly performance: PerformanceReading,
    private readonly forecasts: ForecastReading,
    private readonly values: QueueFilterValues,
    private readonly choices: QueueChoices,
    private readonly reads: RecordReads,
    private readonly today: Today,
    private readonly doors: CaseDoors,
  ) {}

  @Handles(performancePageRoutes.performancePage)
  async report(
    @Query() sent: PerformanceChosen,
    @Asking() browser: Browser,
    @SignedIn() { caller }: Visit,
  ): Promise<string> {
    const { from, to, ...chosen } = chosenOf(sent);
    const filters = await checkedFilters(this.values, caller.place, chosen);
    const months = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    const view = await this.performance.report(caller.place, { ...filters, ...months }).catch(asInvalid);
    const choices = await this.reportChoices(caller);
    const asked = { ...filters, ...months };
    const one = view.timescales.find(({ timescale }) => timescale === filters.timescale);
    const shown =
      one ?? view.timescales.find(({ timescale }) => timescale === view.reportedNationalClock) ?? null;
    return this.pages.show(
      browser,
      { template: 'performance.njk', title: 'Performance', here: HERE, trail: TRAIL },
      {
        asAt: view.asAt,
        from: monthInWords(view.from),
        to: monthInWords(view.to),
        charts: shown && chartsOf(shown, view),
        organisations: shown?.organisations ?? [],
        one: filters.timescale !== undefined,
        lines: timescaleLines(view.timescales, asked),
        guidance: timescaleLines(view.guidance, asked),
        breaches: breachLines(view),
        definitions: view.definitions,
        choosers: choosersOf(choices, { ...asked, ...wrongQueryOf(browser.request).typed }),
        chips: chipsFor(PERFORMANCE, choices, asked),
      },
    );
  }

  @Handles(performancePageRoutes.forecastPage)
  async forecast(
    @Query() sent: ForecastChosen,
    @Asking() browser: Browser,
    @SignedIn() { caller }: Visit,
  ): Promise<string> {
    const { kind, asAt, cursor, day, month, year, ...chosen } = chosenOf(sent);
    const filters = await checkedFilters(this.values, caller.place, chosen);
    const after = markOf(FORECAST_CURSOR, cursor);
    const wanted = {
      limit: ROWS,
      after,
      ...momentOf(asAt, after),
      ...filters,
      ...(kind ? { kind } : {}),
    };
    const { page, wrong } = await this.foreseen(caller.place, wanted, sent);
    const { place, person } = caller;
    const closed = await this.doors.closedTo(caller);
    const named = [...page.items, ...(page.extraPanel?.saved ?? [])].map((line) => line.case.id);
    const cases = [...new Set(named)].filter((id) => !closed(id));
    await this.reads.note({ place, person, part: 'forecast', via: 'page', cases });
    const choices = await this.forecastChoices(caller, filters.owner);
    const boxes = { day, month, year, ...boxesTyped(wrongQueryOf(browser.request)) };
    const asked = { ...filters, kind };
    const next = cursorOf(FORECAST_CURSOR, page.next);
    const { today, calendar } = await this.today.in(place);
    const rows = (lines: ForecastPage['items']) =>
      veiled(lines, closed).map((line) => foreseenRow(line, { today, calendar }));
    return this.pages.show(
      browser,
      {
        template: 'forecast.njk',
        title: wrong === null ? 'What will be late next' : 'Error: What will be late next',
        here: HERE,
        trail: TRAIL,
        ...(wrong === null ? {} : { status: INVALID }),
      },
      {
        ...page,
        rows: rows(page.items),
        saved: rows(page.extraPanel?.saved ?? []),
        wrong,
        boxes,
        kept: asked,
        choosers: choosersOf(choices, asked),
        chips: chipsFor(FORECAST, choices, { ...asked, ...boxes }),
        first: cursor === undefined ? null : addressOf(FORECAST, { ...asked, ...boxes, asAt: page.asAt }),
        more: next === null ? null : addressOf(FORECAST, { ...asked, ...boxes, cursor: next }),
      },
    );
  }

  /** What is foreseen, and what is wrong with the day of one more meeting; null where nothing is. */
  private async foreseen(
    place: string,
    wanted: ForecastWanted,
    sent: ForecastChosen,
  ): Promise<{ page: ForecastPage; wrong: string | null }> {
    try {
      const extraPanel = dayTyped(sent);
      const asked = { ...wanted, ...(extraPanel === null ? {} : { extraPanel }) };
      return { page: await orInvalid(this.forecasts.forecast(place, asked)), wrong: null };
    } catch (error) {
      if (!(error instanceof NoSuchMeeting)) throw error;
      const wrong = `The day of the meeting: ${error.message}`;
      return { page: await orInvalid(this.forecasts.forecast(place, wanted)), wrong };
    }
  }

  private async reportChoices(caller: Visit['caller']): Promise<Choice[]> {
    const { today } = await this.today.in(caller.place);
    const last = localDate(`${monthOf(today)}-01`);
    const months = monthsBetween(monthOf(addMonths(last, 1 - MOST_MONTHS)), monthOf(today))
      .reverse()
      .map((value) => ({ value, words: monthInWords(value) }));
    const others = await this.choices.for(caller, {});
    return [
      { name: 'from', label: 'From', any: 'A year before', values: months },
      { name: 'to', label: 'To', any: 'This month', values: months },
      ...others.filter(({ name }) => name === 'timescale' || name === 'organisation'),
    ];
  }

  private async forecastChoices(caller: Visit['caller'], owner: string | undefined): Promise<Choice[]> {
    const choices = await this.choices.for(caller, owner === undefined ? {} : { owner });
    const kinds = [
      { value: 'certain', words: 'Certain' },
      { value: 'likely', words: 'Likely' },
    ];
    return [
      { name: 'kind', label: 'How sure', any: 'Certain and likely', values: kinds },
      ...choices.filter(({ name }) => name === 'timescale' || name === 'owner'),
    ];
  }
}

function asInvalid(error: unknown): never {
  if (error instanceof NoSuchMonths) throw invalid([{ field: error.field, message: error.message }]);
  throw error;
}
