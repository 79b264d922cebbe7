import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { COUNT_EXCEPTIONS, EXCEPTION, EXCEPTIONS } from '../alarms/exception-statements.js';
import { reading } from '../database/transaction.js';
import { pageOf, type PageAsked, type PageRead } from './page.js';

/** Whether exceptions still wait for a person, or were set aside by one. */
export const EXCEPTION_STATES = ['exception', 'setAside'] as const;
export type ExceptionState = (typeof EXCEPTION_STATES)[number];

/** Where the list goes on: after this exception. */
export interface ExceptionMark {
  since: string;
  id: string;
}

/** Something that could not be done by itself and waits for a person. */
export interface ExceptionView {
  id: string;
  /** What was to be done, such as `deadline`. */
  kind: string;
  state: ExceptionState;
  /** The reference of the case it is about. */
  case: string | null;
  /** The key of the deadline it is about. */
  deadline: string | null;
  /** A code and a few words, of nobody. */
  reason: string;
  attempts: number;
  since: string;
  lastTriedAt: string;
  ageSeconds: number;
  /** The role whose it is to sort out. */
  owner: string;
  setAside: { by: string | null; at: string; why: string } | null;
}

interface Row {
  id: string;
  kind: string;
  state: ExceptionState;
  about: string;
  reference: string | null;
  failure: string;
  attempts: number;
  failedFirstAt: string;
  failedLastAt: string;
  ownerRole: string;
  ageSeconds: number;
  setAsideAt: string | null;
  setAsideWhy: string | null;
  setAsideBy: string | null;
}

const view = (row: Row): ExceptionView => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  case: row.reference,
  deadline: row.kind === 'deadline' ? row.about.slice(row.about.indexOf(' ') + 1) : null,
  reason: row.failure,
  attempts: row.attempts,
  since: row.failedFirstAt,
  lastTriedAt: row.failedLastAt,
  ageSeconds: Math.round(row.ageSeconds),
  owner: row.ownerRole,
  setAside:
    row.setAsideAt === null ? null : { by: row.setAsideBy, at: row.setAsideAt, why: row.setAsideWhy ?? '' },
});

/** Reads what waits for a person because it could not be done by itself. */
@Injectable()
export class ExceptionReading {
  constructor(private readonly dataSource: DataSource) {}

  /** Some of the exceptions of a place, and of the service itself, the oldest first. */
  async list(
    place: string,
    state: ExceptionState,
    { limit, after, total }: PageAsked<ExceptionMark>,
  ): Promise<PageRead<ExceptionView, ExceptionMark>> {
    const { rows, counted } = await reading(this.dataSource, async (tx) => ({
      rows: await tx.rows<Row>(EXCEPTIONS, [
        place,
        state,
        after?.since ?? null,
        after?.id ?? null,
        limit + 1,
      ]),
      counted: total ? await tx.row<{ total: number }>(COUNT_EXCEPTIONS, [place, state]) : undefined,
    }));
    const { items, next } = pageOf(rows, limit, view, ({ id, failedFirstAt }) => ({
      since: failedFirstAt,
      id,
    }));
    return { items, next, ...counted };
  }

  /** One exception of a place or of the service itself; null where it is none, or none any more. */
  async find(place: string, id: string): Promise<ExceptionView | null> {
    const row = await reading(this.dataSource, (tx) => tx.row<Row>(EXCEPTION, [place, id]));
    return row ? view(row) : null;
  }
}
