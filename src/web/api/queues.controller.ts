import { Controller, Param, Query, StreamableFile } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { CaseDoors, veiled } from '../../panel/case-doors.js';
import { QueueFilterValues, type FilterValues } from '../../reading/queues/filter-values.js';
import { QUEUE_COLUMNS } from '../../reading/queues/queue-columns.js';
import { QueueExport } from '../../reading/queues/queue-export.js';
import type { QueueFilters } from '../../reading/queues/queue-filters.js';
import { QueueReading, type QueueCount, type QueuesView } from '../../reading/queues/queue-reading.js';
import type { QueueLine } from '../../reading/queues/queue-views.js';
import { By, type Caller } from '../http/caller.js';
import { cursorOf, markOf, QUEUE_CURSOR } from '../http/cursor.js';
import { Handles } from '../http/route.js';
import { USUAL_LIMIT, type PageAnswer } from './common.dto.js';
import { QueueCountsAsked, Queued, QueueFilter, QueuePageAsked } from './queue.dto.js';
import { checkedFilters, momentOf, orInvalid } from './queue-asked.js';
import { queueRoutes } from './queue.routes.js';

const file = (stream: Readable, name: string): StreamableFile =>
  new StreamableFile(stream, {
    type: 'text/csv; charset=utf-8',
    disposition: `attachment; filename="${name}"`,
  });

/** The overdue-case queues over HTTP. */
@Controller()
export class QueuesController {
  constructor(
    private readonly queues: QueueReading,
    private readonly values: QueueFilterValues,
    private readonly exports: QueueExport,
    private readonly doors: CaseDoors,
  ) {}

  @Handles(queueRoutes.readQueues)
  async counts(
    @Query() { asAt, ...filters }: QueueCountsAsked,
    @By() { place }: Caller,
  ): Promise<QueuesView> {
    return orInvalid(this.queues.counts(place, await this.checked(place, filters), asAt));
  }

  @Handles(queueRoutes.listQueue)
  async list(
    @Param() { queue }: Queued,
    @Query() { limit = USUAL_LIMIT, cursor, total = false, asAt, order, ...filters }: QueuePageAsked,
    @By() caller: Caller,
  ): Promise<PageAnswer<QueueLine> & { asAt: string; queue: Omit<QueueCount, 'count'> }> {
    const { place } = caller;
    const after = markOf(QUEUE_CURSOR, cursor);
    const page = await orInvalid(
      this.queues.page(place, queue, await this.checked(place, filters), {
        limit,
        after,
        total,
        ...(order === undefined ? {} : { order }),
        ...momentOf(asAt, after),
      }),
    );
    const items = veiled(page.items, await this.doors.closedTo(caller));
    return { ...page, items, next: cursorOf(QUEUE_CURSOR, page.next) };
  }

  @Handles(queueRoutes.exportQueue)
  async export(
    @Param() { queue }: Queued,
    @Query() filters: QueueFilter,
    @By() { place, person }: Caller,
  ): Promise<StreamableFile> {
    const checked = await this.checked(place, filters);
    const { stream, name } = await orInvalid(this.exports.export(place, person, queue, checked));
    return file(stream, name);
  }

  @Handles(queueRoutes.readQueueDefinitions)
  async definitions(@By() { place }: Caller): Promise<{
    queues: Omit<QueueCount, 'count'>[];
    filters: FilterValues;
    columns: { name: string; means: string }[];
  }> {
    return {
      queues: await this.queues.definitions(place),
      filters: await this.values.of(place),
      columns: QUEUE_COLUMNS.map(({ name, means }) => ({ name, means })),
    };
  }

  @Handles(queueRoutes.exportQueueDefinitions)
  exportDefinitions(): StreamableFile {
    return file(this.exports.definitions(), 'queue-columns.csv');
  }

  private checked(place: string, filters: QueueFilter): Promise<QueueFilters> {
    return checkedFilters(this.values, place, filters);
  }
}
