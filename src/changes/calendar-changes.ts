import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  deriveDeadlines,
  movedAt,
  type Calendar,
  type Instant,
  type LocalDate,
  type MovedDeadline,
} from '../../workflows/protocol/index.js';
import { recount } from '../cases/recount.js';
import { lockSubject } from '../cases/subject.js';
import { inTransaction, reading, statement, type Transaction } from '../database/transaction.js';
import { Places } from '../places/places.js';
import { ADD_CASES_COUNTED_OTHERWISE, PLACES_TO_COUNT } from './change-statements.js';
import { ChangeBatches } from './change-batches.js';
import type { CaseOutcome, Change, ChangeCase, ChangeKindOf } from './change.js';
import { begin } from './changes.js';
import { previewOf, type Preview, type PreviewAsked, type PreviewedCase } from './preview.js';

const RECOUNTED = statement(
  'recounted-by-calendar',
  `SELECT content -> 'deadlines' AS deadlines FROM events
   WHERE place_id = $1 AND subject_id = $2 AND type = 'DEADLINES_RECOUNTED' AND content ->> 'calendar' = $3
   ORDER BY seq DESC LIMIT 1`,
);

/** Cases with an open deadline due on that day or later, some at a time: an earlier one no change of the day moves. */
const OPEN_FROM = statement(
  'cases-open-from',
  `SELECT c.id, c.reference, c.record, c.calendar_version AS "countedBy" FROM cases c
   WHERE c.place_id = $1 AND c.id > $2
     AND EXISTS (SELECT 1 FROM deadlines d
       WHERE d.place_id = c.place_id AND d.case_id = c.id AND d.is_open AND d.due_on >= $3::date - 14)
   ORDER BY c.id LIMIT 100`,
);

/** Why a calendar is in use, and who decided it. */
export interface CalendarDecision {
  version: string;
  what: Record<string, unknown>;
  /** Null where a file brought it. */
  by: string | null;
  reason: string;
}

const recorded = ({
  deadline,
  from,
  to,
}: {
  deadline: string;
  from: LocalDate;
  to: LocalDate;
}): MovedDeadline => ({
  key: deadline,
  timescale: deadline.split('/')[0] ?? deadline,
  clauses: [],
  from,
  to,
});

/** Counts the open deadlines of a place by another version of its calendar, case by case, each with an event of its own. */
@Injectable()
export class CalendarChanges implements ChangeKindOf {
  readonly kind = 'calendar';

  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
    batches: ChangeBatches,
  ) {
    batches.register(this);
  }

  /** Begins the count by the version that the place now uses, in the transaction that made it so; answers the change. */
  begin(tx: Transaction, place: string, decision: CalendarDecision): Promise<string | null> {
    const { version, what, by, reason } = decision;
    const change = { place, kind: this.kind, about: version, what, decidedBy: by, reason } as const;
    return begin(tx, { ...change, state: 'applying' }, (within, id) =>
      within.change(ADD_CASES_COUNTED_OTHERWISE, [place, id]),
    );
  }

  /** Begins the counts that data files have made necessary since the deadlines were last counted. */
  async beginForFiles(): Promise<void> {
    const found = await reading(this.dataSource, (tx) =>
      tx.rows<{ place: string; version: string }>(PLACES_TO_COUNT),
    );
    for (const { place, version } of found) {
      const reason = `The calendar file has the version ${version}.`;
      await inTransaction(this.dataSource, (tx) =>
        this.begin(tx, place, { version, what: { version }, by: null, reason }),
      );
    }
  }

  /** What counting by that calendar would do to the open deadlines due on that day or later. Nothing is kept. */
  preview(place: string, calendar: Calendar, from: LocalDate, page: PreviewAsked): Promise<Preview> {
    return reading(this.dataSource, (tx) => {
      const casesAfter = (after: string) => tx.rows<PreviewedCase>(OPEN_FROM, [place, after, from]);
      const judge = async ({ record, countedBy }: PreviewedCase, at: Instant) => {
        const rules = await this.places.rulesFor(place, record.protocol, countedBy, tx);
        const after = deriveDeadlines(record, { ...rules, calendar });
        return { ...movedAt(deriveDeadlines(record, rules), after, record.breaches, at), refusals: [] };
      };
      return previewOf(tx, { casesAfter, judge }, page);
    });
  }

  async apply(tx: Transaction, { place, about }: Change, { caseId }: ChangeCase): Promise<CaseOutcome> {
    const subject = await lockSubject(tx, place, 'case', caseId);
    if (!subject) throw new Error('The case is gone.');
    const moved = await recount(tx, subject, this.places);
    if (moved) return { state: moved.deadlines.length > 0 ? 'moved' : 'same', result: moved };
    // Whoever came to the case first has counted it already.
    const event = await tx.row<{ deadlines: Parameters<typeof recorded>[0][] }>(RECOUNTED, [
      place,
      caseId,
      about,
    ]);
    return event
      ? { state: 'moved', result: { deadlines: event.deadlines.map(recorded) } }
      : { state: 'same', result: {} };
  }
}
