import { Controller, Param, Query } from '@nestjs/common';
import { timescaleOf } from '../../../../workflows/protocol/index.js';
import { ServiceClock } from '../../../clock/service-clock.js';
import { SavedViews } from '../../../saved-views/saved-views.js';
import { RecordReads } from '../../../audit/record-reads.js';
import { CaseDoors, veiled } from '../../../panel/case-doors.js';
import { CaseReading } from '../../../reading/case-reading.js';
import { NamesReading } from '../../../reading/names-reading.js';
import { NextReading } from '../../../reading/next-reading.js';
import { ReadersReading } from '../../../reading/readers-reading.js';
import type { DeadlineLine, StepView } from '../../../reading/views.js';
import { eventsMeeting } from '../../../reading/work/meeting-events.js';
import { Identified } from '../../api/common.dto.js';
import { CASE_CURSOR, cursorOf, EVENT_CURSOR, markOf, READER_CURSOR } from '../../http/cursor.js';
import { found, idOf } from '../../http/ids.js';
import { goTo } from '../../http/status.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { draftLink, OwnDrafts } from '../drafts/own-drafts.js';
import { Correcting } from '../do/correcting.js';
import { codesSaid } from '../forms/codes-said.js';
import { idsSaid } from '../forms/shown-content.js';
import { ROWS } from '../lists/rows.js';
import { Pages } from '../pages.js';
import { shownViews } from '../views/shown-views.js';
import { clocksThatRun, deadlineShown, withTurns } from '../words/standing.js';
import { Today } from '../words/today.js';
import { stepsFor } from '../work/work-list.js';
import { CaseFrames, type CaseFrame } from './case-frame.js';
import {
  CASE_ORDER_WORDS,
  caseChoosers,
  caseRow,
  caseSorts,
  chipsOf,
  countInWords,
  listAddress,
  MOST_COUNTED,
} from './case-list.js';
import { correctionsOf } from './corrections.js';
import { nextSteps } from './next-steps.js';
import { CaseListFilter, Onwards } from './cases.dto.js';
import { casePageRoutes } from './cases.routes.js';

const EVENTS_OF_A_PAGE = 50;
const READERS_OF_A_PAGE = 50;

const stepsMeeting = (
  { view, today: { protocol } }: CaseFrame,
  { timescale }: DeadlineLine,
  steps: readonly StepView[],
): ReturnType<typeof stepsFor> =>
  stepsFor(view.id, { events: eventsMeeting(timescaleOf(protocol, timescale)), stage: view.stage }, steps);

/** The list of cases, and the pages of one. */
@Controller()
export class CasePagesController {
  constructor(
    private readonly pages: Pages,
    private readonly frames: CaseFrames,
    private readonly cases: CaseReading,
    private readonly next: NextReading,
    private readonly readers: ReadersReading,
    private readonly names: NamesReading,
    private readonly reads: RecordReads,
    private readonly today: Today,
    private readonly drafts: OwnDrafts,
    private readonly doors: CaseDoors,
    private readonly clock: ServiceClock,
    private readonly views: SavedViews,
    private readonly correcting: Correcting,
  ) {}

  @Handles(casePageRoutes.casesPage)
  async list(
    @Query() filter: CaseListFilter,
    @Asking() browser: Browser,
    @SignedIn() { caller }: Visit,
  ): Promise<string> {
    const { state, whose, overdue, allocated, cursor, order = 'dueFirst', rows = ROWS[0] } = filter;
    const wanted = {
      ...(state ? { state } : {}),
      ...(whose === 'me' ? { assessor: caller.person } : {}),
      ...(overdue === undefined ? {} : { overdue }),
      ...(allocated === undefined ? {} : { allocated }),
    };
    const asked = {
      limit: Number(rows),
      after: markOf(CASE_CURSOR, cursor),
      total: true,
      most: MOST_COUNTED,
      order,
    };
    const page = await this.cases.list(caller.place, wanted, asked);
    const closed = await this.doors.closedTo(caller);
    const today = await this.today.in(caller.place);
    const { place, person } = caller;
    await this.reads.note({
      place,
      person,
      part: 'list of cases',
      via: 'page',
      cases: page.items.map((line) => line.id).filter((id) => !closed(id)),
    });
    return this.pages.show(
      browser,
      { template: 'cases.njk', title: 'Cases', here: '/cases' },
      {
        rows: veiled(page.items, closed).map((line) => caseRow(line, today)),
        total: countInWords(page.total ?? 0),
        asAt: await this.clock.now(),
        again: listAddress(filter, null),
        views: await shownViews(this.views, caller, 'cases', listAddress(filter, null)),
        orderWords: CASE_ORDER_WORDS[order],
        sorts: caseSorts(order, filter),
        rowsShown: rows,
        rowChoices: ROWS.map((text) => ({
          text,
          current: text === rows,
          href: listAddress({ ...filter, rows: text }, null),
        })),
        filter,
        choosers: caseChoosers(filter),
        chips: chipsOf(filter),
        first: cursor === undefined ? null : listAddress(filter, null),
        more: page.next === null ? null : listAddress(filter, cursorOf(CASE_CURSOR, page.next)),
      },
    );
  }

  @Handles(casePageRoutes.casePage)
  async overview(
    @Param() { id }: Identified,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    if (visit.through) return goTo(browser.reply, visit.through.home);
    const frame = await this.frames.find(visit, id);
    const { place, person } = visit.caller;
    const [deadlines, steps, drafts] = await Promise.all([
      this.cases.deadlines(place, frame.view.id),
      this.next.steps(place, frame.view.id, person),
      this.drafts.ofCase(visit, frame.view.id),
    ]);
    const { today, calendar } = frame.today;
    const shown = (deadlines?.view ?? []).map((each) => deadlineShown(each, today, calendar));
    const asked = shown
      .filter(({ settled }) => settled === null)
      .map(({ state, timescale }) => ({
        state,
        events: eventsMeeting(timescaleOf(frame.today.protocol, timescale)),
      }));
    const [first = null] = clocksThatRun(deadlines?.view ?? [], today, calendar);
    return this.pages.show(
      browser,
      { template: 'case.njk', title: frame.view.reference, here: '/cases', trail: frame.trail },
      {
        ...frame,
        assessor: frame.view.assessor?.name ?? null,
        open: withTurns(shown.filter(({ settled }) => settled === null)),
        settled: shown.filter(({ settled }) => settled !== null),
        first: first && { ...first, ...stepsMeeting(frame, first, steps?.view ?? []) },
        drafts: [...drafts.values()].map(({ form, savedAt }) => draftLink(frame.view.id, form, savedAt)),
        ...nextSteps(frame.view, steps?.view ?? [], asked),
      },
    );
  }

  @Handles(casePageRoutes.caseTimelinePage)
  async timeline(
    @Param() { id }: Identified,
    @Query() { cursor }: Onwards,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const frame = await this.frames.find(visit, id, '/timeline');
    const { place } = visit.caller;
    const asked = { limit: EVENTS_OF_A_PAGE, after: markOf(EVENT_CURSOR, cursor), total: false };
    const { view } = found(await this.cases.events(place, frame.view.id, asked));
    const names = await this.names.of(place, idsSaid(view.items.map(({ content }) => content)));
    const said = await this.correcting.saidIn(
      place,
      frame.view.id,
      view.items,
      names,
      codesSaid(frame.today.protocol),
    );
    const more = cursorOf(EVENT_CURSOR, view.next);
    return this.pages.show(
      browser,
      {
        template: 'timeline.njk',
        title: `Timeline of ${frame.view.reference}`,
        here: '/cases',
        trail: frame.trail,
      },
      {
        ...frame,
        events: view.items.map((event) => ({
          ...event,
          said: said(event),
          correct: correctionsOf(frame.view.id, event, visit.caller.roles),
        })),
        more: more === null ? null : `/cases/${frame.view.id}/timeline?cursor=${more}`,
      },
    );
  }

  @Handles(casePageRoutes.caseReadersPage)
  async whoLooked(
    @Param() { id }: Identified,
    @Query() { cursor }: Onwards,
    @Asking() browser: Browser,
    @SignedIn() { caller }: Visit,
  ): Promise<string> {
    const asked = { limit: READERS_OF_A_PAGE, after: markOf(READER_CURSOR, cursor), total: true };
    const { reference, items, next, total } = found(await this.readers.of(caller.place, idOf(id), asked));
    const more = cursorOf(READER_CURSOR, next);
    return this.pages.show(
      browser,
      {
        template: 'readers.njk',
        title: `Who looked at ${reference}`,
        here: '/cases',
        trail: [
          { text: 'Cases', href: '/cases' },
          { text: reference, href: `/cases/${idOf(id)}` },
        ],
      },
      {
        reference,
        readers: items,
        total,
        more: more === null ? null : `/cases/${idOf(id)}/readers?cursor=${more}`,
      },
    );
  }
}
