import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  eventOf,
  timescaleOf,
  type Instant,
  type LocalDate,
  type PlaceData,
  type ProtocolData,
} from '../../../workflows/protocol/index.js';
import { NOW } from '../../clock/clock-statements.js';
import { reading, readingAtOnce } from '../../database/transaction.js';
import { Places } from '../../places/places.js';
import { judgedAt } from '../queues/judging.js';
import { queueLine, type QueueLine, type QueueRow } from '../queues/queue-views.js';
import { eventsMeeting } from './meeting-events.js';
import * as sql from './work-statements.js';

/** A deadline that somebody has to meet. */
export interface WorkLine extends QueueLine {
  /** What will meet it, in words. */
  metBy: string;
  /** The events that meet it, by type. */
  events: readonly string[];
  /** The occurrence of a breach whose reason is still wanted (ROL-4); null where none is. */
  reasonWanted: number | null;
}

/** What is open for one person, judged at one moment. */
export interface WorkView {
  asAt: Instant;
  today: LocalDate;
  /** The last day of what is due this week, by the working days of the protocol version. */
  dueNextUntil: LocalDate;
  lines: WorkLine[];
  /** How many there are in all: more than the lines where they are too many for one page. */
  total: number;
}

/** A case that somebody referred, and how it goes. */
export interface ReferredLine {
  id: string;
  reference: string;
  stage: string;
  stageWords: string;
  openedOn: LocalDate;
  closedOn: LocalDate | null;
  givenName: string | null;
  familyName: string | null;
  assessor: string | null;
  /** The panel decided, and the family has not been told yet (PAN-9). */
  familyWaits: boolean;
}

/** A case in which somebody took part, and in what. */
export interface PartLine {
  id: string;
  reference: string;
  stageWords: string;
  givenName: string | null;
  familyName: string | null;
  assessor: string | null;
  parts: readonly string[];
}

/** A team meeting to which somebody is invited, and which is not held yet (HNA-1). */
export interface InvitationLine {
  id: string;
  reference: string;
  givenName: string | null;
  familyName: string | null;
  assessor: string | null;
  meetsOn: LocalDate;
}

/** A case whose assessment waits to be signed off by a second person (HNA-8). */
export interface SignOffLine extends Omit<InvitationLine, 'meetsOn'> {
  /** The day on which the next deadline of the case is due; null where it has none. */
  dueOn: LocalDate | null;
}

/** Roles whose deadlines are nobody's in particular: whoever comes first sees to them. */
const SHARING: readonly string[] = ['councilOfficer', 'panelChair'];

/** The timescales that are asked of such a role, by the words of the protocol for their owners (ROL-1). */
function sharedBy(roles: readonly string[], { timescales, parameters }: ProtocolData): string[] {
  const mine = roles.filter((role) => SHARING.includes(role));
  const asked = (owner: string): boolean =>
    (parameters.ownerRoles.value[owner] ?? []).some((role) => mine.includes(role));
  return timescales.filter(({ owner }) => asked(owner)).map(({ id }) => id);
}

const MOST_REFERRED = 100;

type Row = QueueRow & { reason_wanted: boolean };

/** Reads what one person has to do, across the cases of a place. */
@Injectable()
export class WorkReading {
  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
  ) {}

  /**
   * Open deadlines of that person, the one due first first; at most so many. For roles that share their work, those asked of
   * the role and of nobody in particular are among them.
   */
  of(placeId: string, person: string, roles: readonly string[], most: number): Promise<WorkView> {
    return readingAtOnce(this.dataSource, async (tx) => {
      const { protocol, calendarVersion } = await this.places.present(placeId, tx);
      const present = await this.places.rulesFor(placeId, protocol, calendarVersion, tx);
      const { at } = (await tx.row<{ at: Instant }>(NOW)) as { at: Instant };
      const judged = judgedAt(at, present);
      const place = this.places.find(placeId) as PlaceData;
      const shared = sharedBy(roles, present.protocol);
      const rows = await tx.rows<Row>(sql.OWN_DEADLINES, [placeId, person, most, shared]);
      const counted = await tx.row<{ total: number }>(sql.COUNT_OWN_DEADLINES, [placeId, person, shared]);
      const lines: WorkLine[] = [];
      for (const row of rows) {
        const rules = await this.places.rulesFor(placeId, row.protocol, row.calendar_version, tx);
        const timescale = timescaleOf(rules.protocol, row.timescale);
        lines.push({
          ...queueLine(row, judged, rules, present, place),
          metBy: timescale?.metBy.words ?? '',
          events: eventsMeeting(timescale).filter((type) => eventOf(type) !== undefined),
          reasonWanted: row.reason_wanted ? row.passed_occurrence : null,
        });
      }
      const { asAt, today, dueNextUntil } = judged;
      return { asAt, today, dueNextUntil, lines, total: counted?.total ?? 0 };
    });
  }

  /** Open cases in which that person took part, at most so many, the latest first. */
  parts(place: string, person: string, most: number): Promise<PartLine[]> {
    return reading(this.dataSource, (tx) => tx.rows<PartLine>(sql.PARTS, [place, person, most]));
  }

  /** Team meetings to come to which that person is invited, at most so many, the soonest first (HNA-1). */
  invitations(place: string, person: string, most: number): Promise<InvitationLine[]> {
    return reading(this.dataSource, (tx) => tx.rows<InvitationLine>(sql.INVITATIONS, [place, person, most]));
  }

  /** Cases whose assessment that person could sign off as the second one, at most so many, the one due first first (HNA-8). */
  toSignOff(place: string, person: string, most: number): Promise<SignOffLine[]> {
    return reading(this.dataSource, (tx) => tx.rows<SignOffLine>(sql.TO_SIGN_OFF, [place, person, most]));
  }

  /**
   * Cases that person opened, or whose checklist they sent or helped to complete, the latest first; `parts`: also those whose
   * assessment they had another part in.
   */
  referred(place: string, person: string, { parts }: { parts: boolean }): Promise<ReferredLine[]> {
    return reading(this.dataSource, (tx) =>
      tx.rows<ReferredLine>(sql.REFERRED, [place, person, MOST_REFERRED, parts]),
    );
  }
}
