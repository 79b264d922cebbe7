import { randomUUID } from 'node:crypto';
import { Body, Controller, Param } from '@nestjs/common';
import { yearOfDate } from '../../../../workflows/protocol/index.js';
import { mayDo } from '../../../access/policy.js';
import { Places } from '../../../places/places.js';
import { ProclaimedDays, WrongDay } from '../../../places/proclaimed-days.js';
import { Sessions } from '../../../sessions/sessions.js';
import { Handles } from '../../http/route.js';
import { goTo } from '../../http/status.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { wordsAt, type Posted } from '../forms/draft.js';
import { askedBy, doneOf } from '../lists/asked-once.js';
import { boxesOf } from '../lists/day-boxes.js';
import { Pages } from '../pages.js';
import { Today } from '../words/today.js';
import { calendarInWords } from '../words/version-words.js';
import type { Wrong } from '../workload/caseload-form.js';
import { DAY_KINDS, dayChangeOf } from './day-form.js';
import { carried, keptOf, LOOKED_AT, shownErrors, shownPreview } from './rules-shown.js';
import { AskedFor, rulesPageRoutes } from './rules.routes.js';

const CALENDAR = '/calendar';
const INVALID = 422;
const YEARS_SHOWN = 3;

const DAY_BOXES = [
  'date-day',
  'date-month',
  'date-year',
  'from-day',
  'from-month',
  'from-year',
  'name',
  'kind',
];

/** The calendar of a place: what a change of it would do is looked at before it is made. */
@Controller()
export class CalendarPagesController {
  constructor(
    private readonly pages: Pages,
    private readonly places: Places,
    private readonly days: ProclaimedDays,
    private readonly sessions: Sessions,
    private readonly today: Today,
  ) {}

  @Handles(rulesPageRoutes.calendarPage)
  async calendar(@Asking() browser: Browser, @SignedIn() visit: Visit): Promise<string> {
    return this.calendarForm(browser, visit, await keptOf(this.sessions, browser, visit));
  }

  @Handles(rulesPageRoutes.dayChecked)
  async checkDay(
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const change = dayChangeOf(posted);
    const again = wordsAt(posted, '_again') !== '';
    if (again || Array.isArray(change))
      return this.calendarForm(browser, visit, posted, again || !Array.isArray(change) ? [] : change);
    try {
      await this.days.check(visit.caller.place, change);
    } catch (error) {
      return this.calendarForm(browser, visit, posted, wrongDay(error));
    }
    const asked = await this.sessions.keepAsked(visit.id, carried(posted, DAY_BOXES));
    return goTo(browser.reply, `${CALENDAR}/check/${asked}`);
  }

  /** What was described would do; where it cannot be any more, the form says why. */
  @Handles(rulesPageRoutes.dayPreview)
  async preview(
    @Param() { asked }: AskedFor,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const kept = await this.sessions.asked<Posted>(visit.id, asked);
    const change = kept && dayChangeOf(kept);
    if (!kept || !change || Array.isArray(change)) return goTo(browser.reply, CALENDAR);
    const { place } = visit.caller;
    const { protocol } = await this.places.presentRules(place);
    try {
      const preview = await this.days.preview(place, change, LOOKED_AT);
      return await this.pages.show(
        browser,
        {
          template: 'preview.njk',
          title: 'Check before the calendar is changed',
          here: CALENDAR,
          trail: [{ text: 'Calendar', href: CALENDAR }],
        },
        {
          ...shownPreview(preview, protocol),
          readsCases: mayDo('readCase', visit.caller.roles),
          day: change,
          what: DAY_KINDS.find(({ value }) => value === change.kind)?.text,
          action: CALENDAR,
          back: `${CALENDAR}?asked=${asked}`,
          submit: 'Change the calendar',
          hidden: { ...carried(kept, DAY_BOXES), _key: randomUUID() },
        },
      );
    } catch (error) {
      return this.calendarForm(browser, visit, kept, wrongDay(error));
    }
  }

  @Handles(rulesPageRoutes.dayApplied)
  async applyDay(
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const change = dayChangeOf(posted);
    if (wordsAt(posted, '_again') !== '' || Array.isArray(change))
      return this.calendarForm(browser, visit, posted, Array.isArray(change) ? change : []);
    const asked = askedBy(rulesPageRoutes.dayApplied, visit.caller, { change }, posted);
    try {
      const added = doneOf(await this.days.addOnce(asked, change));
      return await this.pages.goTo(browser.reply, visit, `/changes/${added.change}`, {
        kind: 'success',
        title: 'The calendar is changed',
        words: 'Open deadlines are being counted anew, case by case.',
      });
    } catch (error) {
      return this.calendarForm(browser, visit, posted, wrongDay(error));
    }
  }

  private async calendarForm(
    browser: Browser,
    { caller: { place, roles } }: Visit,
    posted: Posted = {},
    wrong: readonly Wrong[] = [],
  ): Promise<string> {
    const { today, calendar } = await this.today.in(place);
    const data = await this.places.calendarData(place, calendar.version);
    const first = yearOfDate(today);
    return this.pages.show(
      browser,
      {
        template: 'calendar.njk',
        title: wrong.length > 0 ? 'Error: Calendar' : 'Calendar',
        here: CALENDAR,
        ...(wrong.length > 0 ? { status: INVALID } : {}),
      },
      {
        name: data.name,
        version: calendarInWords(data.version),
        knownUntil: data.knownUntil ?? null,
        years: Array.from({ length: YEARS_SHOWN }, (_, at) => ({
          year: first + at,
          days: calendar.holidaysOf(first + at),
        })),
        changed: data.days,
        manages: mayDo('manageCalendar', roles),
        kinds: DAY_KINDS,
        typed: {
          kind: wordsAt(posted, 'kind'),
          name: wordsAt(posted, 'name'),
          date: boxesOf(posted, 'date'),
          from: boxesOf(posted, 'from'),
        },
        ...shownErrors(wrong),
      },
    );
  }
}

function wrongDay(error: unknown): Wrong[] {
  if (error instanceof WrongDay) return [{ field: error.field, message: error.message }];
  throw error;
}
