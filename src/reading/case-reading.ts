import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  alertsOf,
  careShown,
  evidenceLibrary,
  fundingShown,
  londonDateOf,
  papersCloseOn,
  PROCESSES,
  waitsForThePanel,
  type CaseRecord,
  type LocalDate,
  type ProcessRecord,
  type Rules,
  type StoredEvent,
} from '../../workflows/protocol/index.js';
import { checkNotNewer } from '../cases/readable.js';
import { reading, type Transaction } from '../database/transaction.js';
import { Places } from '../places/places.js';
import { casesOf, countCases, type CaseMark, type CasesWanted } from './case-list-statements.js';
import type { CaseOrder } from './case-orders.js';
import * as sql from './case-statements.js';
import { namedInRows, type Recorded, type RecordedRow } from './clock-views.js';
import { deadlineLine, deadlineView, type DeadlineRow } from './deadline-views.js';
import { eventView, type EventRow } from './event-views.js';
import { noticeView, type NoticeRow } from './notice-views.js';
import { pageOf, type PageAsked, type PageRead } from './page.js';
import type {
  CaseLine,
  CaseView,
  DeadlineView,
  EventView,
  EvidenceView,
  NoticeView,
  ProcessView,
} from './views.js';

interface LineRow {
  id: string;
  reference: string;
  stage: string;
  stage_words: string;
  opened_on: LocalDate;
  closed_on: LocalDate | null;
  assessor: string | null;
  assessor_name: string | null;
  protocol: string;
  calendar_version: string;
  person_version: number;
  next_due_at: string | null;
  given_name: string;
  family_name: string;
  now: string;
  overdue: number;
  next_deadline: DeadlineRow | null;
}

interface CaseRow extends LineRow {
  record: CaseRecord;
  date_of_birth: LocalDate;
  nhs_number: string | null;
  address: string | null;
  parental_responsibility: { relationship: string; name: string }[];
}

interface MeetingToCome {
  held_on: LocalDate;
  capacity: number | null;
  listed: number;
  of_case: boolean;
  short_notice: boolean;
}

/** The day of the meeting the case is listed for, or of the first that can still take it (PAN-1). */
function nextPanelOn(meetings: readonly MeetingToCome[], today: LocalDate, rules: Rules): LocalDate | null {
  const room = ({ capacity, listed }: MeetingToCome): boolean =>
    listed < (capacity ?? rules.protocol.panel.capacity.value);
  const takes = (meeting: MeetingToCome): boolean =>
    room(meeting) && today <= papersCloseOn(meeting.held_on, rules, meeting.short_notice);
  const next = meetings.find(({ of_case }) => of_case) ?? meetings.find(takes);
  return next?.held_on ?? null;
}

/** What was recorded about the clocks of a case: the events its deadlines speak of, and who is named in them. */
async function recordedAbout(
  tx: Transaction,
  place: string,
  id: string,
  rows: readonly DeadlineRow[],
): Promise<Recorded> {
  const about = namedInRows(rows);
  if (about.events.length === 0) return { events: new Map(), names: new Map() };
  const events = await tx.rows<RecordedRow>(sql.CLOCK_EVENTS, [place, id, about.events]);
  const people = [...about.people, ...events.flatMap(({ by_person: by }) => by ?? [])];
  const names = await tx.rows<{ id: string; name: string }>(sql.NAMES, [place, people]);
  return {
    events: new Map(events.map((event) => [event.seq, event])),
    names: new Map(names.map((each) => [each.id, each.name])),
  };
}

/** What goes with a case that was found. */
export interface OfCase<T> {
  version: number;
  view: T;
}

const processView = ({ id, kind, value, keys, openedBy }: ProcessRecord): ProcessView => {
  const definition = PROCESSES.find((process) => process.kind === kind);
  return {
    id,
    kind,
    title: definition?.title ?? kind,
    state: value,
    stage: definition?.chart.states[value]?.stage ?? value,
    keys,
    openedBy,
  };
};

type EvidenceRow = StoredEvent & { held_at: string | null };

/** Reads cases of a place for people: nothing is changed, and nothing of another place is found. */
@Injectable()
export class CaseReading {
  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
  ) {}

  /**
   * Some of the cases, in the order their next deadlines fall due unless another is asked for. The total is at most one more
   * than `most`.
   */
  async list(
    place: string,
    wanted: CasesWanted,
    {
      limit,
      after,
      total,
      order = 'dueFirst',
      most = null,
    }: PageAsked<CaseMark> & { order?: CaseOrder; most?: number | null },
  ): Promise<PageRead<CaseLine, CaseMark>> {
    const asked = casesOf(place, wanted, order, { after, limit: limit + 1 });
    const counting = countCases(place, wanted, most);
    const { rows, counted } = await reading(this.dataSource, async (tx) => ({
      rows: await tx.rows<LineRow>(asked.statement, asked.values),
      counted: total ? await tx.row<{ total: number }>(counting.statement, counting.values) : undefined,
    }));
    const { items, next } = pageOf(
      rows,
      limit,
      (row) => this.line(place, row),
      ({ next_due_at, id }): CaseMark => ({ dueAt: next_due_at, id }),
    );
    return { items: await Promise.all(items), next, ...counted };
  }

  /** One case, or undefined where the place has none of that id. */
  async find(place: string, id: string): Promise<CaseView | undefined> {
    const found = await this.withCase(place, id, (tx, { record }) =>
      waitsForThePanel(record) ? tx.rows<MeetingToCome>(sql.MEETINGS_TO_COME, [place, id]) : [],
    );
    if (!found) return undefined;
    const { row, more } = found;
    const line = await this.line(place, row);
    const rules = await this.places.rulesFor(place, row.protocol, row.calendar_version);
    const today = londonDateOf(row.now);
    return {
      ...line,
      child: {
        ...line.child,
        dateOfBirth: row.date_of_birth,
        nhsNumber: row.nhs_number,
        address: row.address,
        parentalResponsibility: row.parental_responsibility,
      },
      version: row.person_version,
      protocol: row.protocol,
      facts: row.record.facts,
      alerts: alertsOf(row.record, { today, nextPanelOn: nextPanelOn(more, today, rules) }, rules),
      packages: careShown(row.record, today, rules.protocol),
      funding: fundingShown(row.record, rules.protocol),
      processes: Object.values(row.record.processes).map(processView),
    };
  }

  /** Some of the events after `after`, oldest first. */
  async events(
    place: string,
    id: string,
    { limit, after, total }: PageAsked<number>,
  ): Promise<OfCase<PageRead<EventView, number>> | undefined> {
    const found = await this.withCase(place, id, async (tx) => ({
      rows: await tx.rows<EventRow>(sql.EVENTS, [place, id, after ?? 0, limit + 1]),
      counted: total ? await tx.row<{ total: number }>(sql.COUNT_EVENTS, [place, id]) : undefined,
    }));
    if (!found) return undefined;
    const { rows, counted } = found.more;
    return {
      version: found.row.person_version,
      view: {
        ...pageOf(
          rows,
          limit,
          (row) => eventView(row, found.row.record),
          ({ seq }) => seq,
        ),
        ...counted,
      },
    };
  }

  /** Every deadline of the case, in the order they fall due. */
  async deadlines(place: string, id: string): Promise<OfCase<DeadlineView[]> | undefined> {
    const found = await this.withCase(place, id, async (tx) => {
      const rows = await tx.rows<DeadlineRow>(sql.DEADLINES, [place, id]);
      return { rows, recorded: await recordedAbout(tx, place, id, rows) };
    });
    if (!found) return undefined;
    const { row, more } = found;
    const rules = await this.places.rulesFor(place, row.protocol, row.calendar_version);
    return {
      version: row.person_version,
      view: more.rows.map((each) => deadlineView(each, row.record, row.now, rules, more.recorded)),
    };
  }

  /** Who is owed word of what in the case, and what became of it. */
  async notices(place: string, id: string): Promise<OfCase<NoticeView[]> | undefined> {
    const found = await this.withCase(place, id, (tx) => tx.rows<NoticeRow>(sql.NOTICES, [place, id]));
    if (!found) return undefined;
    const { row, more } = found;
    return { version: row.person_version, view: more.map((each) => noticeView(each, row.record)) };
  }

  /** The evidence of the case, the newest first, with how old each piece is (HNA-5). */
  async evidence(place: string, id: string): Promise<OfCase<EvidenceView[]> | undefined> {
    const found = await this.withCase(place, id, (tx) => tx.rows<EvidenceRow>(sql.EVIDENCE, [place, id]));
    if (!found) return undefined;
    const { row, more } = found;
    const rules = await this.places.rulesFor(place, row.protocol, row.calendar_version);
    const library = evidenceLibrary(more, { ...rules, today: londonDateOf(row.now) });
    const held = new Map(more.map(({ seq, held_at }) => [seq, held_at]));
    return {
      version: row.person_version,
      view: library.map((each) => ({ ...each, heldAt: held.get(each.seq) ?? null })),
    };
  }

  private withCase<T>(
    place: string,
    id: string,
    read: (tx: Transaction, row: CaseRow) => Promise<T> | T,
  ): Promise<{ row: CaseRow; more: T } | undefined> {
    return reading(this.dataSource, async (tx) => {
      const row = await tx.row<CaseRow>(sql.CASE, [place, id]);
      if (row) checkNotNewer(row.record);
      return row && { row, more: await read(tx, row) };
    });
  }

  private async line(place: string, row: LineRow): Promise<CaseLine> {
    const rules = await this.places.rulesFor(place, row.protocol, row.calendar_version);
    return {
      id: row.id,
      reference: row.reference,
      child: { givenName: row.given_name, familyName: row.family_name },
      state: row.closed_on === null ? 'open' : 'closed',
      stage: { id: row.stage, words: row.stage_words },
      assessor: row.assessor === null ? null : { id: row.assessor, name: row.assessor_name ?? '' },
      openedOn: row.opened_on,
      overdue: row.overdue,
      nextDeadline: row.next_deadline ? deadlineLine(row.next_deadline, row.now, rules) : null,
    };
  }
}
