import { Controller, Param, Query, StreamableFile } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { QueueFilterValues, type FilterValues } from '../../reading/queues/filter-values.js';
import { NotThen } from '../../reading/queues/judging.js';
import { QUEUE_COLUMNS } from '../../reading/queues/queue-columns.js';
import { QueueExport } from '../../reading/queues/queue-export.js';
import type { QueueFilters } from '../../reading/queues/queue-filters.js';
import {
  QueueReading,
  TooMany,
  type QueueCount,
  type QueuesView,
} from '../../reading/queues/queue-reading.js';
import type { QueueLine } from '../../reading/queues/queue-views.js';
import { By, type Caller } from '../http/caller.js';
import { cursorOf, markOf, QUEUE_CURSOR } from '../http/cursor.js';
import { isId, personIn } from '../http/ids.js';
import { Handles } from '../http/route.js';
import { invalid } from '../http/validation.js';
import { USUAL_LIMIT, type PageAnswer } from './common.dto.js';
import { QueueCountsAsked, Queued, QueueFilter, QueuePageAsked } from './queue.dto.js';
import { queueRoutes } from './queue.routes.js';

const file = (stream: Readable, name: string): StreamableFile =>
  new StreamableFile(stream, {
    type: 'text/csv; charset=utf-8',
    disposition: `attachment; filename="${name}"`,
  });

/** What cannot be judged at that moment, or is too much for a file, as a problem of the field; anything else as it is. */
async function orInvalid<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof NotThen) throw invalid([{ field: 'asAt', message: error.message }]);
    if (error instanceof TooMany)
      throw invalid([{ field: 'timescale', message: `${error.message} Narrow it by filters.` }]);
    throw error;
  }
}

/** The overdue-case queues over HTTP. */
@Controller()
export class QueuesController {
  constructor(
    private readonly queues: QueueReading,
    private readonly values: QueueFilterValues,
    private readonly exports: QueueExport,
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
    @Query() { limit = USUAL_LIMIT, cursor, total = false, asAt, ...filters }: QueuePageAsked,
    @By() { place }: Caller,
  ): Promise<PageAnswer<QueueLine> & { asAt: string; queue: Omit<QueueCount, 'count'> }> {
    const after = markOf(QUEUE_CURSOR, cursor);
    if (after && asAt !== undefined && asAt !== after.asAt)
      throw invalid([{ field: 'asAt', message: 'is not the moment of that cursor: leave it out' }]);
    const page = await orInvalid(
      this.queues.page(place, queue, await this.checked(place, filters), {
        limit,
        after,
        total,
        ...(asAt === undefined ? {} : { asAt }),
      }),
    );
    return { ...page, next: cursorOf(QUEUE_CURSOR, page.next) };
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

  /** The filters, where everything they ask for exists. Throws a ProblemError naming what they could ask for otherwise. */
  private async checked(place: string, { owner, ...listed }: QueueFilter): Promise<QueueFilters> {
    const syntax = owner === undefined || isId(owner);
    const filters = { ...listed, ...(syntax ? personIn('owner', owner) : {}) };
    const wrong = await this.values.wrong(place, filters);
    const all = syntax ? wrong : [...wrong, { field: 'owner', message: 'must be the id of a person' }];
    if (all.length > 0) throw invalid(all);
    return filters;
  }
}
