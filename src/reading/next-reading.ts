import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  londonDateOf,
  stepsFrom,
  type Actor,
  type CaseRecord,
  type Step,
} from '../../workflows/protocol/index.js';
import { mayRecord, rolesFor } from '../access/policy.js';
import { actorFrom, evidenceFrom, type LockedMeeting, type Surroundings } from '../cases/evidence.js';
import { checkNotNewer } from '../cases/readable.js';
import type { MeetingState } from '../cases/subject.js';
import { MEETING_OF_ITEM, SURROUNDINGS } from '../cases/subject-statements.js';
import { reading, readingAtOnce, type Transaction } from '../database/transaction.js';
import { takesDecisions } from '../panel/item-state.js';
import { itemsToDeclare } from '../panel/items-at-door.js';
import { Places } from '../places/places.js';
import * as sql from './next-statements.js';
import type { StepView } from './views.js';

interface CaseRow {
  record: CaseRecord;
  protocol: string;
  calendarVersion: string;
  personVersion: number;
}

interface Found {
  row: CaseRow;
  meeting: LockedMeeting | null;
  around: Surroundings;
}

const NOBODY: Actor = { person: null, roles: [], organisation: null };

const stepView = (
  { type, title, clauses, process, possible, missing }: Step,
  roles: readonly string[],
): StepView => ({
  type,
  title,
  clauses,
  process,
  possible,
  mayYou: mayRecord(type, roles),
  roles: rolesFor(type),
  missing,
});

/** Reads what can happen next in a case, for whoever asks. */
@Injectable()
export class NextReading {
  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
  ) {}

  /** Every step with what stands against it, judged as if that person took it now; undefined where there is no case. */
  async steps(
    place: string,
    id: string,
    person: string,
  ): Promise<{ version: number; view: StepView[] } | undefined> {
    const found = await reading(this.dataSource, (tx) => this.find(tx, place, id, person));
    return found && this.judged(found, place, person);
  }

  /** The steps of each of those cases, read at one moment; what several share is read once. */
  async stepsOfAll(
    place: string,
    ids: readonly string[],
    person: string,
  ): Promise<Map<string, readonly StepView[]>> {
    const found = await readingAtOnce(this.dataSource, async (tx) => {
      const rows = await tx.rows<CaseRow & { id: string; meeting: string | null }>(sql.CASES_TO_STEP_FROM, [
        place,
        ids,
      ]);
      const around = new Map<string | null, Pick<Found, 'meeting'> & { around: Surroundings | undefined }>();
      for (const id of new Set(rows.map(({ meeting }) => meeting))) {
        const state = id === null ? undefined : await tx.row<LockedMeeting>(sql.MEETING_STATE, [place, id]);
        const meeting = state ?? null;
        around.set(id, { meeting, around: await this.around(tx, place, person, meeting) });
      }
      return rows.map((row) => ({ row, ...around.get(row.meeting) }));
    });
    const judged = new Map<string, readonly StepView[]>();
    for (const { row, meeting = null, around } of found) {
      if (!around) continue;
      checkNotNewer(row.record);
      judged.set(row.id, (await this.judged({ row, meeting, around }, place, person)).view);
    }
    return judged;
  }

  private async judged(
    { row, meeting, around }: Found,
    place: string,
    person: string,
  ): Promise<{ version: number; view: StepView[] }> {
    const rules = await this.places.rulesFor(place, row.protocol, row.calendarVersion);
    const on = londonDateOf(around.at);
    const evidence = evidenceFrom(around, { organisations: [] }, meeting, { rules, on }, (organisation) =>
      this.places.organisation(place, organisation, on),
    );
    const by = actorFrom(around, person) ?? NOBODY;
    const steps = stepsFrom(row.record, { by, at: around.at, on, evidence }, rules);
    return { version: row.personVersion, view: steps.map((step) => stepView(step, by.roles)) };
  }

  /** Every step of a meeting with what stands against it, as if that person took it now; undefined where there is none. */
  async meetingSteps(
    place: string,
    id: string,
    person: string,
  ): Promise<{ version: number; view: StepView[] } | undefined> {
    const found = await reading(this.dataSource, async (tx) => {
      const row = await tx.row<CaseRow>(sql.MEETING_TO_STEP_FROM, [place, id]);
      const meeting = row && (await tx.row<MeetingState & { id: string }>(sql.MEETING_STATE, [place, id]));
      if (!row || !meeting) return undefined;
      const around = await this.around(tx, place, person, meeting);
      const by = around && actorFrom(around, person);
      const approves = by && mayRecord('MINUTES_APPROVED', by.roles) && !takesDecisions(meeting.stage);
      const toDeclare = approves
        ? await itemsToDeclare(tx, { person, roles: by.roles }, { place, meeting: id })
        : 0;
      return { row, meeting: { ...meeting, toDeclare }, around };
    });
    return found?.around ? this.judged({ ...found, around: found.around }, place, person) : undefined;
  }

  private async find(tx: Transaction, place: string, id: string, person: string): Promise<Found | undefined> {
    const row = await tx.row<CaseRow>(sql.CASE_TO_STEP_FROM, [place, id]);
    if (!row) return undefined;
    checkNotNewer(row.record);
    const item = await tx.row<{ meeting: string }>(MEETING_OF_ITEM, [place, id, null]);
    const meeting = item
      ? ((await tx.row<MeetingState & { id: string }>(sql.MEETING_STATE, [place, item.meeting])) ?? null)
      : null;
    const around = await this.around(tx, place, person, meeting);
    return around && { row, meeting, around };
  }

  private around(
    tx: Transaction,
    place: string,
    person: string,
    meeting: LockedMeeting | null,
  ): Promise<Surroundings | undefined> {
    const people = [person, ...(meeting?.present ?? [])];
    return tx.row<Surroundings>(SURROUNDINGS, [
      place,
      null,
      people,
      meeting?.id ?? null,
      meeting?.heldOn ?? null,
      [],
      person,
      null,
    ]);
  }
}
