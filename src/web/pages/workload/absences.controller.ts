import { randomUUID } from 'node:crypto';
import { Body, Controller, Param, Query } from '@nestjs/common';
import { addDays, isLocalDate, type LocalDate } from '../../../../workflows/protocol/index.js';
import { Places } from '../../../places/places.js';
import { PeopleReading } from '../../../reading/people-reading.js';
import { Absences } from '../../../workload/absences.js';
import { WrongWork } from '../../../workload/wrong-work.js';
import { Identified } from '../../api/common.dto.js';
import { CHANGE_CURSOR, cursorOf, markOf } from '../../http/cursor.js';
import { found, idOf, isId, personIn } from '../../http/ids.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { wordsAt, type Posted } from '../forms/draft.js';
import { addressOf, chosenOf } from '../lists/address.js';
import { askedBy, doneOf } from '../lists/asked-once.js';
import { boxesOf, dayIn } from '../lists/day-boxes.js';
import { Pages } from '../pages.js';
import { Today } from '../words/today.js';
import type { Wrong } from './caseload-form.js';
import { AbsencesChosen, workloadPageRoutes } from './workload.routes.js';

const HERE = '/absences';
const ROWS = 50;
const INVALID = 422;
const MOST_PEOPLE = 500;

/** Who is away when, and who covers. */
@Controller()
export class AbsencePagesController {
  constructor(
    private readonly pages: Pages,
    private readonly absences: Absences,
    private readonly people: PeopleReading,
    private readonly places: Places,
    private readonly today: Today,
  ) {}

  @Handles(workloadPageRoutes.absencesPage)
  list(@Query() sent: AbsencesChosen, @Asking() browser: Browser, @SignedIn() visit: Visit): Promise<string> {
    return this.page(browser, visit, chosenOf(sent));
  }

  @Handles(workloadPageRoutes.absenceRecorded)
  async record(
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    if (wordsAt(posted, '_again') !== '') return this.page(browser, visit, {}, posted);
    const person = wordsAt(posted, 'person');
    const cover = wordsAt(posted, 'cover');
    const from = dayIn(posted, 'from');
    const to = dayIn(posted, 'to');
    const wrong: Wrong[] = [
      ...(isId(person) ? [] : [{ field: 'person', message: 'Choose who is away' }]),
      ...(isLocalDate(from)
        ? []
        : [{ field: 'from', message: 'Enter the first day as a real day, such as 27 3 2026' }]),
      ...(to === '' || isLocalDate(to)
        ? []
        : [{ field: 'to', message: 'Enter the last day, such as 27 3 2026, or leave it empty' }]),
      ...(wordsAt(posted, 'reason') === ''
        ? [{ field: 'reason', message: 'Choose what kind of absence it is' }]
        : []),
    ];
    if (wrong.length > 0) return this.page(browser, visit, {}, posted, wrong);
    const absence = {
      person: person.toLowerCase(),
      from: from as LocalDate,
      to: to === '' ? null : (to as LocalDate),
      reason: wordsAt(posted, 'reason'),
      cover: isId(cover) ? cover.toLowerCase() : null,
    };
    const asked = askedBy(workloadPageRoutes.absenceRecorded, visit.caller, absence, posted);
    return this.orAgain(browser, visit, posted, async () => {
      doneOf(await this.absences.record(asked, absence));
      const words = 'Capacity in the days ahead is counted without them.';
      return this.pages.goTo(browser.reply, visit, HERE, {
        kind: 'success',
        title: 'The absence is recorded',
        words,
      });
    });
  }

  @Handles(workloadPageRoutes.absenceEnded)
  async end(
    @Param() { id }: Identified,
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const absence = idOf(id);
    const { place } = visit.caller;
    const known = found(await this.absences.find(place, absence));
    const { today, calendar } = await this.today.in(place);
    // Back today: the last day away was the one before. One that has not begun is withdrawn alike.
    const before = calendar.addWorkingDays(today, -1);
    const lastDay = known.from > before ? addDays(known.from, -1) : before;
    const asked = askedBy(workloadPageRoutes.absenceEnded, visit.caller, { absence, lastDay }, posted);
    return this.orAgain(browser, visit, {}, async () => {
      doneOf(await this.absences.end(asked, absence, lastDay));
      const title = known.from > today ? 'The absence is withdrawn' : 'The absence is over';
      return this.pages.goTo(browser.reply, visit, HERE, { kind: 'success', title });
    });
  }

  private async orAgain(
    browser: Browser,
    visit: Visit,
    posted: Posted,
    work: () => Promise<string>,
  ): Promise<string> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof WrongWork)) throw error;
      return this.page(browser, visit, {}, posted, [{ field: error.field, message: error.message }]);
    }
  }

  private async page(
    browser: Browser,
    { caller: { place } }: Visit,
    { person, cursor }: AbsencesChosen,
    posted: Posted = {},
    wrong: readonly Wrong[] = [],
  ): Promise<string> {
    const { person: of = null } = personIn('person', person);
    const page = await this.absences.list(place, of, { limit: ROWS, after: markOf(CHANGE_CURSOR, cursor) });
    const { today } = await this.today.in(place);
    const { protocol } = await this.places.presentRules(place);
    const reasons = protocol.parameters.absenceReasons.value;
    const people = await this.people.list(place, null, { limit: MOST_PEOPLE, after: null, total: false });
    const next = cursorOf(CHANGE_CURSOR, page.next);
    const errorAt = (field: string) => wrong.find((each) => each.field === field)?.message;
    return this.pages.show(
      browser,
      {
        template: 'absences.njk',
        title: wrong.length > 0 ? 'Error: Who is away' : 'Who is away',
        here: '/workload',
        trail: [{ text: 'Workload', href: '/workload' }],
        ...(wrong.length > 0 ? { status: INVALID } : {}),
      },
      {
        rows: page.items.map((absence) => ({
          ...absence,
          reasonWords: reasons.find(({ slug }) => slug === absence.reason)?.title ?? absence.reason,
          over: absence.to !== null && absence.to < today,
          ahead: absence.from > today,
        })),
        people: people.items
          .filter(({ roles }) => roles.length > 0)
          .map(({ id, name }) => ({ value: id, text: name })),
        assessors: people.items
          .filter(({ competences }) => competences.includes(protocol.parameters.assessorCompetence.value))
          .map(({ id, name }) => ({ value: id, text: name })),
        reasons: reasons.map(({ slug, title }) => ({ value: slug, text: title })),
        errors: wrong.map(({ field, message }) => ({
          text: message,
          href: field === 'from' || field === 'to' ? `#${field}-day` : `#${field}`,
        })),
        errorsAt: Object.fromEntries(
          ['person', 'from', 'to', 'reason', 'cover'].map((field) => [field, errorAt(field)]),
        ),
        chosen: {
          person: wordsAt(posted, 'person'),
          reason: wordsAt(posted, 'reason'),
          cover: wordsAt(posted, 'cover'),
          from: boxesOf(posted, 'from'),
          to: boxesOf(posted, 'to'),
        },
        key: randomUUID(),
        more: next === null ? null : addressOf(HERE, { person, cursor: next }),
      },
    );
  }
}
