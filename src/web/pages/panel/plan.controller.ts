import { Body, Controller } from '@nestjs/common';
import {
  dateInWords,
  isLocalDate,
  papersCloseOn,
  type LocalDate,
} from '../../../../workflows/protocol/index.js';
import type { CommandOutcome } from '../../../cases/command.js';
import { Together } from '../../../cases/together.js';
import { plannedDays, type WhichOfMonth } from '../../../panel/meeting-plan.js';
import { PanelMembers } from '../../../panel/members.js';
import { MeetingReading } from '../../../reading/meeting-reading.js';
import { commandIdOf, isId } from '../../http/ids.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { wordsAt, type Posted } from '../forms/draft.js';
import { Pages } from '../pages.js';
import { Today, type PlaceToday } from '../words/today.js';
import { panelRoutes } from './panel.routes.js';
import { randomUUID } from 'node:crypto';

const INVALID = 422;
const MOST_MEETINGS = 100;
const MOST_CAPACITY = 100;
const WHICH = [
  ['1', 'The first'],
  ['2', 'The second'],
  ['3', 'The third'],
  ['4', 'The fourth'],
  ['last', 'The last'],
] as const;
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'];
const NOTHING_ARRANGED =
  'Nothing was arranged: not every day that is ticked can be. Take off the ticks below, or change what you asked for.';
const MONTHS = ['3', '6', '12'];

interface Typed {
  which: string;
  weekday: string;
  months: string;
  chair: string;
  capacity: string;
}

interface Row {
  on: LocalDate;
  papersCloseOn: LocalDate;
  instead: string | null;
  /** Why it is left out; null where it can be arranged. */
  leftOut: string | null;
  ticked: boolean;
}

interface Shown {
  status?: number;
  rows?: readonly Row[];
  errors?: readonly { text: string; href: string }[];
}

/** Planning the meetings of the joint panel for months ahead (PAN-1). */
@Controller()
export class PlanController {
  constructor(
    private readonly pages: Pages,
    private readonly members: PanelMembers,
    private readonly meetings: MeetingReading,
    private readonly together: Together,
    private readonly today: Today,
  ) {}

  @Handles(panelRoutes.planPage)
  empty(@Asking() browser: Browser, @SignedIn() visit: Visit): Promise<string> {
    return this.page(browser, visit, { which: '1', weekday: '3', months: '12', chair: '', capacity: '' });
  }

  /** Shows the days first; arranges them once they were looked at. */
  @Handles(panelRoutes.plan)
  async plan(@Body() posted: Posted, @Asking() browser: Browser, @SignedIn() visit: Visit): Promise<string> {
    const at = (name: string): string => wordsAt(posted, name).trim();
    const typed = {
      which: at('which'),
      weekday: at('weekday'),
      months: at('months'),
      chair: at('chair'),
      capacity: at('capacity'),
    };
    const today = await this.today.in(visit.caller.place);
    const errors = wrongIn(typed, today);
    if (errors.length > 0) return this.page(browser, visit, typed, { status: INVALID, errors });
    const ticked = ([] as unknown[]).concat(posted['day'] ?? []);
    const all = await this.rows(visit, typed, today);
    if (at('arrange') === '') return this.page(browser, visit, typed, { rows: all });
    const rows = all.map((row) => ({ ...row, ticked: ticked.includes(row.on) }));
    if (at('_again') !== '') return this.page(browser, visit, typed, { rows });
    const days = rows.filter((row) => row.ticked);
    const wrong = wrongDays(days).map((text) => ({ text, href: '#days' }));
    if (wrong.length > 0) return this.page(browser, visit, typed, { status: INVALID, rows, errors: wrong });
    return this.arrange(browser, visit, typed, { rows, days, key: at('_key') });
  }

  private async arrange(
    browser: Browser,
    visit: Visit,
    typed: Typed,
    { rows, days, key }: { rows: readonly Row[]; days: readonly Row[]; key: string },
  ): Promise<string> {
    const { person, place } = visit.caller;
    const outcomes = await this.together.execute(
      days.map(({ on }) => ({
        commandId: commandIdOf(person, 'plan of meetings', `${key} ${on}`),
        subject: { kind: 'meeting' as const, id: null },
        place,
        type: 'MEETING_ARRANGED',
        content: {
          heldOn: on,
          chair: typed.chair,
          ...(typed.capacity === '' ? {} : { capacity: Number(typed.capacity) }),
        },
        by: person,
        expectedVersion: null,
      })),
    );
    const refused = days.flatMap(({ on }, at) => {
      const outcome = outcomes[at];
      return !outcome || outcome.kind === 'accepted' ? [] : [`${dateInWords(on)}: ${whyNot(outcome)}`];
    });
    if (refused.length > 0) {
      const errors = [NOTHING_ARRANGED, ...refused].map((text) => ({ text, href: '#days' }));
      const again = await this.rows(visit, typed, await this.today.in(place));
      const wanted = new Set(days.map(({ on }) => on));
      const left = again.map((row) => ({ ...row, ticked: wanted.has(row.on) }));
      return this.page(browser, visit, typed, {
        status: INVALID,
        rows: left.length > 0 ? left : rows,
        errors,
      });
    }
    return this.pages.goTo(browser.reply, visit, '/meetings', {
      kind: 'success',
      title: days.length === 1 ? 'One meeting is arranged' : `${days.length} meetings are arranged`,
      words: 'Each can be moved or cancelled on its own page.',
    });
  }

  private async rows({ caller }: Visit, typed: Typed, today: PlaceToday): Promise<Row[]> {
    const asked = { limit: MOST_MEETINGS, after: null, total: false };
    const { items } = await this.meetings.list(caller.place, asked);
    const taken = new Map(
      items
        .filter(({ stage }) => stage.id !== 'meeting.cancelled')
        .map(({ heldOn, reference }) => [heldOn, reference]),
    );
    const rhythm = {
      from: today.today,
      months: Number(typed.months),
      which: (typed.which === 'last' ? 'last' : Number(typed.which)) as WhichOfMonth,
      weekday: Number(typed.weekday),
    };
    return plannedDays(rhythm, today.calendar).map(({ on, instead }) => {
      const there = taken.get(on);
      const closes = papersCloseOn(on, today);
      const late =
        closes < today.today
          ? `Its papers closed on ${dateInWords(closes)}: arrange it by itself, and say why at short notice`
          : null;
      const leftOut =
        on < today.today ? 'It has passed' : there === undefined ? late : `${there} is arranged for that day`;
      return {
        on,
        papersCloseOn: closes,
        instead: instead && `Instead of ${dateInWords(instead.of)}: ${instead.why}`,
        leftOut,
        ticked: leftOut === null,
      };
    });
  }

  private async page(browser: Browser, { caller }: Visit, typed: Typed, shown: Shown = {}): Promise<string> {
    const chairs = (await this.members.of(caller.place)).filter(({ roles }) => roles.includes('panelChair'));
    const { protocol } = await this.today.in(caller.place);
    const failed = (shown.errors?.length ?? 0) > 0;
    const options = (values: readonly (readonly [string, string])[], chosen: string) =>
      values.map(([value, text]) => ({ value, text, selected: value === chosen }));
    return this.pages.show(
      browser,
      {
        template: 'panel/plan.njk',
        title: `${failed ? 'Error: ' : ''}Plan panel meetings`,
        here: '/meetings',
        trail: [{ text: 'Panel meetings', href: '/meetings' }],
        ...(shown.status === undefined ? {} : { status: shown.status }),
      },
      {
        ...shown,
        at: Object.fromEntries((shown.errors ?? []).map(({ href, text }) => [href.slice(1), text])),
        typed,
        key: randomUUID(),
        which: options(WHICH, typed.which),
        weekdays: options(
          WEEKDAYS.map((text, at) => [String(at + 1), text] as const),
          typed.weekday,
        ),
        months: options(
          MONTHS.map((value) => [value, `${value} months`] as const),
          typed.months,
        ),
        chairs: options(
          [['', 'Choose a chair'], ...chairs.map(({ id, name }) => [id, name] as const)],
          typed.chair,
        ),
        capacity: protocol.panel.capacity.value,
      },
    );
  }
}

function wrongIn({ which, weekday, months, chair, capacity }: Typed, { today }: PlaceToday) {
  const most = Number(capacity);
  const capacityIsWrong = capacity !== '' && !(Number.isInteger(most) && most >= 1 && most <= MOST_CAPACITY);
  return [
    ...(WHICH.some(([value]) => value === which) && isLocalDate(today)
      ? []
      : [{ text: 'Choose which of the month', href: '#which' }]),
    ...(WEEKDAYS[Number(weekday) - 1] ? [] : [{ text: 'Choose a weekday', href: '#weekday' }]),
    ...(MONTHS.includes(months) ? [] : [{ text: 'Choose for how long', href: '#months' }]),
    ...(isId(chair) ? [] : [{ text: 'Choose who chairs', href: '#chair' }]),
    ...(capacityIsWrong
      ? [
          {
            text: `Most items must be a whole number from 1 to ${MOST_CAPACITY}, or empty`,
            href: '#capacity',
          },
        ]
      : []),
  ];
}

/** Why nothing is arranged of the days that were ticked: they are none, or one of them is left out since they were shown. */
function wrongDays(days: readonly Row[]): string[] {
  if (days.length === 0) return ['Tick at least one day'];
  const late = days.flatMap(({ on, leftOut }) =>
    leftOut === null ? [] : [`${dateInWords(on)} is left out now. ${leftOut}`],
  );
  return late.length > 0 ? [NOTHING_ARRANGED, ...late] : [];
}

/** Why a meeting is not arranged, in words. */
function whyNot(outcome: Exclude<CommandOutcome, { kind: 'accepted' }>): string {
  switch (outcome.kind) {
    case 'refused':
      return outcome.refusals.map(({ message, clauses }) => `${message} (${clauses.join(', ')})`).join(' ');
    case 'invalid':
      return outcome.errors.map(({ message }) => message).join(' ');
    case 'notAllowed':
      return outcome.message;
    default:
      return 'It was not recorded. Look at the list of meetings, then try again.';
  }
}
