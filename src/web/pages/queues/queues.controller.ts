import type { Readable } from 'node:stream';
import { Controller, Param, Query, StreamableFile } from '@nestjs/common';
import { mayDo } from '../../../access/policy.js';
import { CaseDoors, veiled } from '../../../panel/case-doors.js';
import { RecordReads } from '../../../audit/record-reads.js';
import { QueueFilterValues } from '../../../reading/queues/filter-values.js';
import { QueueExport } from '../../../reading/queues/queue-export.js';
import type { QueueFilters } from '../../../reading/queues/queue-filters.js';
import { QueueReading } from '../../../reading/queues/queue-reading.js';
import { SavedViews } from '../../../saved-views/saved-views.js';
import { checkedFilters, momentOf, orInvalid } from '../../api/queue-asked.js';
import { cursorOf, markOf, QUEUE_CURSOR } from '../../http/cursor.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { addressOf, chosenOf } from '../lists/address.js';
import { chipsFor, choosersOf } from '../lists/choosers.js';
import { ROWS } from '../lists/rows.js';
import { Pages } from '../pages.js';
import { shownViews } from '../views/shown-views.js';
import { Today } from '../words/today.js';
import { queueTiles, timescaleRows } from './queue-counts.js';
import { QueueChoices } from './queue-choices.js';
import { ORDER_WORDS, sortsOf } from './queue-sorts.js';
import { queueRow } from './queue-row.js';
import { QueueFiltersChosen, QueuePartChosen, QueuesChosen, QueueShown } from './queues.dto.js';
import { queuePageRoutes } from './queues.routes.js';

const HERE = '/queues';
/** Filters that say how late something is, and so make sense in a queue only. */
const OF_A_QUEUE = ['ageing', 'escalatedTo'];

/** The overdue-case queues: what is in each, and the deadlines of one. */
@Controller()
export class QueuePagesController {
  constructor(
    private readonly pages: Pages,
    private readonly queues: QueueReading,
    private readonly values: QueueFilterValues,
    private readonly choices: QueueChoices,
    private readonly exports: QueueExport,
    private readonly reads: RecordReads,
    private readonly today: Today,
    private readonly doors: CaseDoors,
    private readonly views: SavedViews,
  ) {}

  @Handles(queuePageRoutes.queuesPage)
  async counts(
    @Query() sent: QueuesChosen,
    @Asking() browser: Browser,
    @SignedIn() { caller }: Visit,
  ): Promise<string> {
    const { asAt, ...chosen } = chosenOf(sent);
    const filters = await checkedFilters(this.values, caller.place, chosen);
    const view = await orInvalid(this.queues.counts(caller.place, filters, asAt));
    const choices = (await this.choices.for(caller, filters)).filter(
      ({ name }) => !OF_A_QUEUE.includes(name),
    );
    return this.pages.show(
      browser,
      { template: 'queues.njk', title: 'Overdue cases', here: HERE },
      {
        asAt: view.asAt,
        again: addressOf(HERE, { ...filters }),
        views: await shownViews(this.views, caller, 'queues', addressOf(HERE, { ...filters })),
        dueNextUntil: view.dueNextUntil,
        tiles: queueTiles(view, filters),
        timescales: timescaleRows(view, filters),
        ageing: Object.entries(view.ageing).map(([unit, buckets]) => ({
          unit: unit === 'workingDays' ? 'working days' : 'calendar days',
          buckets: buckets.map(({ slug, title, count }) => ({
            title,
            count,
            href: addressOf(`${HERE}/overdue`, { ...filters, ageing: slug, asAt: view.asAt }),
          })),
        })),
        choosers: choosersOf(choices, { ...filters }),
        chips: chipsFor(HERE, choices, { ...filters }),
        performance: mayDo('readPerformance', caller.roles),
      },
    );
  }

  @Handles(queuePageRoutes.queuePage)
  async list(
    @Param() { queue }: QueueShown,
    @Query() sent: QueuePartChosen,
    @Asking() browser: Browser,
    @SignedIn() { caller }: Visit,
  ): Promise<string> {
    const { asAt, cursor, order = 'dueFirst', rows = ROWS[0], ...chosen } = chosenOf(sent);
    const { place, person, roles } = caller;
    const filters = await checkedFilters(this.values, place, chosen);
    const after = markOf(QUEUE_CURSOR, cursor);
    const asked = { limit: Number(rows), after, total: true, order, ...momentOf(asAt, after) };
    const page = await orInvalid(this.queues.page(place, queue, filters, asked));
    const closed = await this.doors.closedTo(caller);
    await this.reads.note({
      place,
      person,
      part: 'queue of deadlines',
      via: 'page',
      cases: [...new Set(page.items.map((line) => line.case.id))].filter((id) => !closed(id)),
    });
    const today = await this.today.in(place);
    const choices = await this.choices.for(caller, filters);
    const path = `${HERE}/${queue}`;
    const shown = {
      ...filters,
      ...(order === 'dueFirst' ? {} : { order }),
      ...(rows === ROWS[0] ? {} : { rows }),
    };
    const at = (more: object): string => addressOf(path, { ...shown, ...more });
    const next = cursorOf(QUEUE_CURSOR, page.next);
    const back = at({});
    return this.pages.show(
      browser,
      {
        template: 'queue.njk',
        title: page.queue.title,
        here: HERE,
        trail: [
          {
            text: 'Overdue cases',
            href: addressOf(HERE, { ...filters, ageing: undefined, escalatedTo: undefined }),
          },
        ],
      },
      {
        queue: page.queue,
        asAt: page.asAt,
        again: at({}),
        views: await shownViews(this.views, caller, 'queues', at({})),
        total: page.total ?? 0,
        rows: veiled(page.items, closed).map((line) => queueRow(line, today, { roles, back })),
        path,
        order,
        orderWords: ORDER_WORDS[order],
        rowsShown: rows,
        rowChoices: ROWS.map((text) => ({ text, current: text === rows, href: at({ rows: text }) })),
        sorts: sortsOf(order, at),
        choosers: choosersOf(choices, { ...filters }),
        chips: chipsFor(path, choices, { ...shown }),
        clear: path,
        first: cursor === undefined ? null : at({ asAt: page.asAt }),
        more: next === null ? null : at({ cursor: next }),
        file: mayDo('exportQueues', roles) ? addressOf(`${path}/file`, { ...filters }) : null,
      },
    );
  }

  @Handles(queuePageRoutes.queueFile)
  async file(
    @Param() { queue }: QueueShown,
    @Query() sent: QueueFiltersChosen,
    @SignedIn() { caller: { place, person } }: Visit,
  ): Promise<StreamableFile> {
    const filters: QueueFilters = await checkedFilters(this.values, place, chosenOf(sent));
    const { stream, name } = await orInvalid(this.exports.export(place, person, queue, filters));
    return csvFile(stream, name);
  }

  @Handles(queuePageRoutes.queueColumnsFile)
  columns(): StreamableFile {
    return csvFile(this.exports.definitions(), 'queue-columns.csv');
  }
}

const csvFile = (stream: Readable, name: string): StreamableFile =>
  new StreamableFile(stream, {
    type: 'text/csv; charset=utf-8',
    disposition: `attachment; filename="${name}"`,
  });
