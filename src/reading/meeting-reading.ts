import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  deciders,
  exclusions,
  papersCloseOn,
  quorumMissing,
  readGuide,
  type CaseRecord,
  type Evidence,
  type Exclusion,
  type ItemParties,
  type LocalDate,
  type ProcessRecord,
  type ProtocolData,
  type Rules,
} from '../../workflows/protocol/index.js';
import { checkNotNewer } from '../cases/readable.js';
import { reading } from '../database/transaction.js';
import { Places } from '../places/places.js';
import * as sql from './meeting-statements.js';
import { pageOf, type PageAsked, type PageRead } from './page.js';
import type { AgendaItemView, MeetingLine, MeetingView, Named, OutcomeDueView } from './views.js';

/** Where a list of meetings goes on. */
export interface MeetingMark {
  heldOn: LocalDate;
  id: string;
}

/** A meeting of a day. */
export interface MeetingOfDay {
  id: string;
  reference: string;
  heldOn: LocalDate;
  /** How it stands, in words. */
  stage: string;
}

interface LineRow {
  id: string;
  reference: string;
  held_on: LocalDate;
  stage: string;
  stage_words: string;
  chair: string;
  chair_name: string;
  capacity: number | null;
  present: string[];
  protocol: string;
  calendar_version: string;
  person_version: number;
  listed: number;
  cancelled_at: string | null;
  cancelled_by: string | null;
  cancelled_by_name: string | null;
  cancelled_why: string | null;
}

interface MeetingRow extends LineRow {
  record: CaseRecord;
  /** Kept apart once the meeting is over. */
  ended_apologies: string[] | null;
  short_notice: { at: string; by: string | null; byName: string | null; why: string | null } | null;
}

interface AgendaRow {
  case_id: string;
  reference: string;
  process: string;
  status: string;
  presenter: string | null;
  record: CaseRecord;
  decided_by: string[];
}

interface PersonRow extends Named {
  discipline: string | null;
  clinician: boolean;
  commissioner: boolean;
}

type Known = ReadonlyMap<string, PersonRow>;

const named = (people: Known, id: string): Named => ({ id, name: people.get(id)?.name ?? '' });

const excludedFrom = ({ record, process }: AgendaRow): Exclusion[] => {
  const item = record.processes[process] as ProcessRecord<ItemParties> | undefined;
  return item ? exclusions(record, item) : [];
};

const asEvidence = (people: Known): NonNullable<Evidence['people']> =>
  Object.fromEntries(
    [...people].map(([id, { discipline, clinician, commissioner }]) => [
      id,
      {
        roles: [],
        organisation: null,
        discipline,
        clinician,
        commissioner,
        delegatedLimitPence: null,
        competences: [],
      },
    ]),
  );

/** What the panel is told of the guide: what it says, and that it never decides (HNA-4, SCO-4). */
function guideOf({ facts }: CaseRecord, protocol: ProtocolData): AgendaItemView['guide'] {
  if (facts.lastLevels === null) return null;
  const { suggestsNeed, words, neverAlone } = readGuide(facts.lastLevels, protocol);
  return { suggestsNeed, words, neverAlone };
}

function itemView(row: AgendaRow, meeting: LineRow, people: Known, protocol: ProtocolData): AgendaItemView {
  const excluded = excludedFrom(row);
  const who = row.status === 'decided' ? row.decided_by : deciders(meeting.present, excluded);
  const missing = quorumMissing(who, meeting.chair, asEvidence(people), protocol);
  return {
    case: row.case_id,
    reference: row.reference,
    process: row.process,
    status: row.status,
    presenter: row.presenter === null ? null : named(people, row.presenter),
    guide: guideOf(row.record, protocol),
    voices: row.record.facts.voices,
    regards: row.record.facts.regards,
    excluded: excluded.map(({ person, clause, words }) => ({ person: named(people, person), clause, words })),
    deciders: who.map((id) => named(people, id)),
    quorate: missing.length === 0,
    quorumMissing: missing,
  };
}

/** Clocks met by a review, at which the outcomes sought are looked at (PAN-15). */
const reviewTimescales = ({ timescales }: ProtocolData): string[] =>
  timescales.filter(({ metBy }) => metBy.anyOf?.includes('REVIEW_COMPLETED')).map(({ id }) => id);

/** Reads meetings of the joint panel of a place for people. */
@Injectable()
export class MeetingReading {
  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
  ) {}

  /** Some of the meetings, the latest first. */
  async list(
    place: string,
    { limit, after, total }: PageAsked<MeetingMark>,
  ): Promise<PageRead<MeetingLine, MeetingMark>> {
    const { rows, counted } = await reading(this.dataSource, async (tx) => ({
      rows: await tx.rows<LineRow>(sql.MEETINGS, [
        place,
        after?.heldOn ?? null,
        after?.id ?? null,
        limit + 1,
      ]),
      counted: total ? await tx.row<{ total: number }>(sql.COUNT_MEETINGS, [place]) : undefined,
    }));
    const { items, next } = pageOf(
      rows,
      limit,
      async (row) => this.line(row, await this.rules(place, row)),
      ({ held_on, id }): MeetingMark => ({ heldOn: held_on, id }),
    );
    return { items: await Promise.all(items), next, ...counted };
  }

  /** One meeting with its agenda, or undefined where the place has none of that id. */
  async find(place: string, id: string): Promise<MeetingView | undefined> {
    const found = await reading(this.dataSource, async (tx) => {
      const row = await tx.row<MeetingRow>(sql.MEETING, [place, id]);
      if (!row) return undefined;
      const agenda = await tx.rows<AgendaRow>(sql.AGENDA, [place, id]);
      for (const { record } of [row, ...agenda]) checkNotNewer(record);
      const apologies = apologiesOf(row);
      const ids = [
        row.chair,
        ...row.present,
        ...apologies,
        ...agenda.flatMap((item) => [
          ...(item.presenter ? [item.presenter] : []),
          ...item.decided_by,
          ...excludedFrom(item).map(({ person }) => person),
        ]),
      ];
      const people = await tx.rows<PersonRow>(sql.COUNTED_PEOPLE, [place, [...new Set(ids)]]);
      return { row, agenda, apologies, people };
    });
    if (!found) return undefined;
    const { row, agenda, apologies } = found;
    const rules = await this.rules(place, row);
    const outcomesDue = await reading(this.dataSource, (tx) =>
      tx.rows<OutcomeDueView>(sql.OUTCOMES_DUE, [place, reviewTimescales(rules.protocol), row.held_on]),
    );
    const people = new Map(found.people.map((person) => [person.id, person]));
    return {
      ...this.line(row, rules),
      version: row.person_version,
      papersCloseOn: papersCloseOn(row.held_on, rules, row.short_notice !== null),
      shortNotice: shortNoticeOf(row),
      present: row.present.map((each) => named(people, each)),
      apologies: apologies.map((each) => named(people, each)),
      agenda: agenda.map((item) => itemView(item, row, people, rules.protocol)),
      outcomesDue,
    };
  }

  /** The meetings of a day that were not cancelled; without the one that was arranged by that command. */
  heldOn(place: string, day: LocalDate, but: string | null = null): Promise<MeetingOfDay[]> {
    return reading(this.dataSource, (tx) => tx.rows<MeetingOfDay>(sql.MEETINGS_ON, [place, day, but]));
  }

  private rules(place: string, { protocol, calendar_version }: LineRow): Promise<Rules> {
    return this.places.rulesFor(place, protocol, calendar_version);
  }

  private line(row: LineRow, { protocol }: Rules): MeetingLine {
    return {
      id: row.id,
      reference: row.reference,
      heldOn: row.held_on,
      stage: { id: row.stage, words: row.stage_words },
      chair: { id: row.chair, name: row.chair_name },
      capacity: row.capacity ?? protocol.panel.capacity.value,
      listed: row.listed,
      cancelled: cancelledOf(row),
    };
  }
}

const cancelledOf = (row: LineRow): MeetingLine['cancelled'] =>
  row.cancelled_at === null
    ? null
    : {
        at: row.cancelled_at,
        by: row.cancelled_by === null ? null : { id: row.cancelled_by, name: row.cancelled_by_name ?? '' },
        why: row.cancelled_why ?? '',
      };

const shortNoticeOf = ({ short_notice: said }: MeetingRow): MeetingView['shortNotice'] =>
  said && {
    at: new Date(said.at).toISOString(),
    by: said.by === null ? null : { id: said.by, name: said.byName ?? '' },
    why: said.why ?? '',
  };

const apologiesOf = ({ record, ended_apologies }: MeetingRow): string[] =>
  ended_apologies ??
  Object.values(record.processes).flatMap(({ facts }) => (facts['apologies'] as string[] | undefined) ?? []);
