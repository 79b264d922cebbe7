import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { stringify, type Options } from 'csv-stringify';
import { AuditTrail } from '../../audit/audit-trail.js';
import { londonDateOf, type Instant } from '../../../workflows/protocol/index.js';
import { QUEUE_COLUMNS } from './queue-columns.js';
import type { QueueFilters } from './queue-filters.js';
import { QueueReading, type ExportPart } from './queue-reading.js';
import type { DeadlineQueue } from './queues.js';

/** A file that is being written. */
export interface Export {
  name: string;
  asAt: Instant;
  /** UTF-8 with a byte order mark, by which spreadsheets know it; ends in an error where the rest cannot be read. */
  stream: Readable;
}

/** Nothing in a cell is a formula to a spreadsheet, whatever somebody wrote. */
const SAFE: Options = { bom: true, escape_formulas: true, record_delimiter: 'windows' };

async function* recordsOf(first: ExportPart, more: AsyncGenerator<ExportPart>) {
  yield QUEUE_COLUMNS.map(({ name }) => name);
  for (let part: ExportPart | undefined = first; part;) {
    const { lines, protocol } = part;
    for (const line of lines) yield QUEUE_COLUMNS.map(({ of }) => of(line, protocol));
    part = (await more.next()).value as ExportPart | undefined;
  }
}

/** Those records as a file: what fails while it is written ends it in an error, never early. */
function csvOf(records: AsyncGenerator<unknown[]> | Iterable<unknown[]>): Readable {
  const rows = Readable.from(records);
  const file = stringify(SAFE);
  rows.on('error', (error) => file.destroy(error));
  file.on('close', () => rows.destroy());
  return rows.pipe(file);
}

/** Writes queues as files for spreadsheets, and notes who took one. */
@Injectable()
export class QueueExport {
  constructor(
    private readonly queues: QueueReading,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * A whole queue, all of it as at one moment. It is noted before the first line leaves. Throws TooMany where one file
   * cannot hold it.
   */
  async export(place: string, person: string, queue: DeadlineQueue, filters: QueueFilters): Promise<Export> {
    const parts = this.queues.all(place, queue, filters);
    const first = (await parts.next()).value as ExportPart;
    try {
      const detail = { queue, filters, rows: first.total, asAt: first.asAt };
      await this.audit.note({ place, person, action: 'queueExported', detail });
    } catch (error) {
      await parts.return(undefined);
      throw error;
    }
    const stream = csvOf(recordsOf(first, parts));
    stream.on('close', () => void parts.return(undefined));
    return { name: `${queue}-${londonDateOf(first.asAt)}.csv`, asAt: first.asAt, stream };
  }

  /** What the columns of such a file mean. */
  definitions(): Readable {
    const rows = QUEUE_COLUMNS.map(({ name, means }) => [name, means]);
    return csvOf([['Column', 'What stands in it'], ...rows]);
  }
}
