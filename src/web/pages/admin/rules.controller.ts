import { randomUUID } from 'node:crypto';
import { Body, Controller } from '@nestjs/common';
import { timescaleOf, yearOfDate, type ProtocolData } from '../../../../workflows/protocol/index.js';
import { mayDo } from '../../../access/policy.js';
import { WrongChange } from '../../../changes/changes.js';
import type { Preview } from '../../../changes/preview.js';
import { ProtocolMoves } from '../../../changes/protocol-moves.js';
import { Places } from '../../../places/places.js';
import { ProclaimedDays, WrongDay } from '../../../places/proclaimed-days.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { wordsAt, type Posted } from '../forms/draft.js';
import { askedBy, doneOf } from '../lists/asked-once.js';
import { boxesOf } from '../lists/day-boxes.js';
import { Pages } from '../pages.js';
import { Today } from '../words/today.js';
import { calendarInWords, protocolInWords } from '../words/version-words.js';
import type { Wrong } from '../workload/caseload-form.js';
import { DAY_KINDS, dayChangeOf } from './day-form.js';
import { rulesPageRoutes } from './rules.routes.js';

const CALENDAR = '/calendar';
const PROTOCOL = '/protocol';
const INVALID = 422;
const YEARS_SHOWN = 3;
const SHOWN = { limit: 50, after: null, total: true } as const;
const LONGEST_REASON = 2000;

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

/** What a form sends on unseen, so that what was looked at is what is applied. */
const carried = (posted: Posted, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, wordsAt(posted, name)]));

/** A preview as its page shows it, with deadlines by what they are called. */
const shownPreview = ({ items, totals, next }: Preview, protocol: ProtocolData): object => ({
  totals,
  more: next !== null,
  rows: items.map((each) => ({
    ...each,
    deadlines: each.deadlines.map((moved) => ({
      ...moved,
      title: timescaleOf(protocol, moved.timescale)?.title ?? moved.timescale,
    })),
  })),
});

const shownErrors = (wrong: readonly Wrong[]): object => ({
  errors: wrong.map(({ field, message }) => ({
    text: message,
    href: `#${field}${field === 'date' || field === 'from' ? '-day' : ''}`,
  })),
  at: Object.fromEntries(wrong.map(({ field, message }) => [field, message])),
});

/** The calendar and the protocol versions of a place: what a change of them would do is looked at before it is made. */
@Controller()
export class RulesPagesController {
  constructor(
    private readonly pages: Pages,
    private readonly places: Places,
    private readonly days: ProclaimedDays,
    private readonly moves: ProtocolMoves,
    private readonly today: Today,
  ) {}

  @Handles(rulesPageRoutes.calendarPage)
  calendar(@Asking() browser: Browser, @SignedIn() visit: Visit): Promise<string> {
    return this.calendarForm(browser, visit);
  }

  @Handles(rulesPageRoutes.dayChecked)
  async checkDay(
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const change = dayChangeOf(posted);
    const again = wordsAt(posted, '_again') !== '' || wordsAt(posted, 'back') !== '';
    if (again || Array.isArray(change))
      return this.calendarForm(browser, visit, posted, again || !Array.isArray(change) ? [] : change);
    const { place } = visit.caller;
    const { protocol } = await this.places.presentRules(place);
    try {
      const preview = await this.days.preview(place, change, SHOWN);
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
          day: change,
          what: DAY_KINDS.find(({ value }) => value === change.kind)?.text,
          action: CALENDAR,
          back: `${CALENDAR}/check`,
          submit: 'Change the calendar',
          hidden: { ...carried(posted, DAY_BOXES), _key: randomUUID() },
        },
      );
    } catch (error) {
      return this.calendarForm(browser, visit, posted, wrongDay(error));
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

  @Handles(rulesPageRoutes.protocolPage)
  protocol(@Asking() browser: Browser, @SignedIn() visit: Visit): Promise<string> {
    return this.protocolForm(browser, visit);
  }

  @Handles(rulesPageRoutes.moveChecked)
  async checkMove(
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const back = wordsAt(posted, '_again') !== '' || wordsAt(posted, 'back') !== '';
    const { move, wrong } = moveIn(posted);
    if (back || wrong.length > 0) return this.protocolForm(browser, visit, posted, back ? [] : wrong);
    const { place } = visit.caller;
    const { protocol } = await this.places.presentRules(place);
    try {
      const preview = await this.moves.preview(place, { from: move.from, to: move.to }, SHOWN);
      return await this.pages.show(
        browser,
        {
          template: 'preview.njk',
          title: 'Check before cases are moved',
          here: PROTOCOL,
          trail: [{ text: 'Protocol', href: PROTOCOL }],
        },
        {
          ...shownPreview(preview, protocol),
          move: { ...move, from: protocolInWords(move.from), to: protocolInWords(move.to) },
          action: PROTOCOL,
          back: `${PROTOCOL}/check`,
          submit: 'Move the cases',
          hidden: { ...carried(posted, ['from', 'to', 'reason']), _key: randomUUID() },
        },
      );
    } catch (error) {
      return this.protocolForm(browser, visit, posted, wrongMove(error));
    }
  }

  @Handles(rulesPageRoutes.moveDecided)
  async decideMove(
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const { move, wrong } = moveIn(posted);
    if (wordsAt(posted, '_again') !== '' || wrong.length > 0)
      return this.protocolForm(browser, visit, posted, wrong);
    const decided = { ...move, decidedBy: visit.caller.person };
    const asked = askedBy(rulesPageRoutes.moveDecided, visit.caller, decided, posted);
    try {
      const id = doneOf(await this.moves.decide(asked, decided));
      return await this.pages.goTo(browser.reply, visit, `/changes/${id}`, {
        kind: 'success',
        title: 'The cases are being moved',
      });
    } catch (error) {
      return this.protocolForm(browser, visit, posted, wrongMove(error));
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

  private async protocolForm(
    browser: Browser,
    { caller: { place, roles } }: Visit,
    posted: Posted = {},
    wrong: readonly Wrong[] = [],
  ): Promise<string> {
    const versions = await this.places.versions(place);
    const { protocol } = await this.places.presentRules(place);
    const present = (await this.places.present(place)).protocol;
    return this.pages.show(
      browser,
      {
        template: 'protocol.njk',
        title: wrong.length > 0 ? 'Error: Protocol' : 'Protocol',
        here: PROTOCOL,
        ...(wrong.length > 0 ? { status: INVALID } : {}),
      },
      {
        name: protocol.name,
        timescales: protocol.timescales.map(({ title, clauses, guidance }) => ({ title, clauses, guidance })),
        versions: versions.map((version) => ({ value: version, text: protocolInWords(version) })),
        present,
        moves: mayDo('moveProtocol', roles) && versions.length > 1,
        typed: carried(posted, ['from', 'to', 'reason']),
        ...shownErrors(wrong),
      },
    );
  }
}

/** A move as a form describes it, and what is wrong with it. */
function moveIn(posted: Posted): { move: { from: string; to: string; reason: string }; wrong: Wrong[] } {
  const [from, to] = [wordsAt(posted, 'from'), wordsAt(posted, 'to')];
  const reason = wordsAt(posted, 'reason').trim();
  const wrong: Wrong[] = [
    ...(from === '' ? [{ field: 'from', message: 'Choose the version the cases are on' }] : []),
    ...(to === '' ? [{ field: 'to', message: 'Choose the version they move to' }] : []),
    ...(reason === '' ? [{ field: 'reason', message: 'Enter why they are moved' }] : []),
    ...(reason.length > LONGEST_REASON
      ? [{ field: 'reason', message: `Use ${LONGEST_REASON} characters or fewer` }]
      : []),
  ];
  return { move: { from, to, reason }, wrong };
}

function wrongDay(error: unknown): Wrong[] {
  if (error instanceof WrongDay) return [{ field: error.field, message: error.message }];
  throw error;
}

function wrongMove(error: unknown): Wrong[] {
  if (error instanceof WrongChange) return [{ field: error.field, message: error.message }];
  throw error;
}
