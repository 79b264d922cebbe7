import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  dateInWords,
  londonDateOf,
  yearOfDate,
  type Instant,
  type LocalDate,
} from '../../workflows/protocol/index.js';
import { note } from '../audit/audit-trail.js';
import { NOW } from '../clock/clock-statements.js';
import { once, type Done, type Request } from '../database/once.js';
import { reading, type Transaction } from '../database/transaction.js';
import { Places } from '../places/places.js';
import { pageOf, type PageRead } from '../reading/page.js';
import { WrongWork } from './wrong-work.js';
import type { Away } from './availability.js';
import * as sql from './workload-statements.js';

/** An absence to be recorded. */
export interface NewAbsence {
  person: string;
  from: LocalDate;
  /** The last day; null until further notice. */
  to: LocalDate | null;
  /** A code of `absenceReasons`. */
  reason: string;
  /** Who covers, by id. */
  cover: string | null;
}

/** An absence as it is kept. */
export interface Absence extends Away {
  id: string;
  personId: string;
  personName: string;
  reason: string;
  coverId: string | null;
  coverName: string | null;
  /** Whether whoever covers is away on one of its days. */
  coverAbsent: boolean;
  withdrawn: boolean;
}

/** An absence lies in these years about the present one; until further notice has no last day. */
const YEARS_BACK = 2;
const YEARS_AHEAD = 5;

async function checkYears(tx: Transaction, { from, to }: NewAbsence): Promise<void> {
  const clock = await tx.row<{ at: Instant }>(NOW);
  const year = yearOfDate(londonDateOf(clock?.at as Instant));
  const [first, last] = [year - YEARS_BACK, year + YEARS_AHEAD];
  const days = Object.entries({ from, to: to ?? from });
  const far = days.find(([, day]) => yearOfDate(day) < first || yearOfDate(day) > last);
  if (far) throw new WrongWork(far[0], `The days of an absence lie from ${first} to ${last}.`);
}

const spanInWords = ({ from, to }: Away): string =>
  to === null ? `from ${dateInWords(from)} on` : `from ${dateInWords(from)} to ${dateInWords(to)}`;

/** Who is not at work when, and who covers for them. */
@Injectable()
export class Absences {
  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
  ) {}

  /** Some absences that are not over yet, or all of one person, by their first day. */
  async list(
    place: string,
    person: string | null,
    { limit, after }: { limit: number; after: { id: string } | null },
  ): Promise<PageRead<Absence, { id: string }>> {
    const rows = await reading(this.dataSource, (tx) =>
      tx.rows<Absence>(sql.ABSENCES, [place, person, after?.id ?? null, limit + 1]),
    );
    return pageOf(
      rows,
      limit,
      (row) => row,
      ({ id }) => ({ id }),
    );
  }

  /** One absence; undefined where the place has none of that id. */
  find(place: string, id: string): Promise<Absence | undefined> {
    return reading(this.dataSource, (tx) => tx.row<Absence>(sql.ABSENCE_BY_ID, [place, id]));
  }

  /**
   * Records an absence, under a key, so that it is recorded once; answers its id. Throws WrongWork for days the wrong way
   * round, an unknown reason, days that are another absence's, and a cover who is away or not competent (ROL-7).
   */
  async record(request: Request, absence: NewAbsence): Promise<Done<string>> {
    const { place, by } = request;
    const { protocol } = await this.places.presentRules(place);
    const { absenceReasons, assessorCompetence } = protocol.parameters;
    if (absence.to !== null && absence.to < absence.from) {
      throw new WrongWork('to', 'The last day of an absence is not before its first.');
    }
    const reasons = absenceReasons.value.map(({ slug }) => slug);
    if (!reasons.includes(absence.reason)) {
      throw new WrongWork('reason', `A reason is one of ${reasons.join(', ')}.`);
    }
    if (absence.cover === absence.person) throw new WrongWork('cover', 'Nobody covers for themselves.');
    return once(this.dataSource, request, async (tx) => {
      await checkYears(tx, absence);
      await checkPeople(tx, place, absence, assessorCompetence.value);
      const id = randomUUID();
      const { person, from, to, reason, cover } = absence;
      await tx.change(sql.ADD_ABSENCE, [place, id, person, from, to, reason, cover, by]);
      await note(tx, { place, person: by, action: 'absenceRecorded', detail: { absence: id, ...absence } });
      return id;
    });
  }

  /**
   * Ends an absence with that last day, under a key; one that ends before its first day never was. Throws WrongWork where
   * it ends no later than that already.
   */
  end(request: Request, id: string, lastDay: LocalDate): Promise<Done<null>> {
    const { place, by } = request;
    return once(this.dataSource, request, async (tx) => {
      const ended = await tx.change(sql.END_ABSENCE, [place, id, lastDay, by]);
      if (ended === 0) throw new WrongWork('lastDay', 'The absence ends on that day or before it already.');
      await note(tx, { place, person: by, action: 'absenceEnded', detail: { absence: id, lastDay } });
      return null;
    });
  }
}

async function checkPeople(
  tx: Transaction,
  place: string,
  { person, cover, from, to }: NewAbsence,
  competence: string,
): Promise<void> {
  const people = await tx.rows<{ id: string; competences: string[] }>(sql.LOCK_PEOPLE, [
    place,
    cover === null ? [person] : [person, cover],
  ]);
  const find = (id: string) => people.find((each) => each.id === id);
  if (!find(person)) throw new WrongWork('person', 'There is nobody of that id in this place.');
  const overlap = await tx.row<Away>(sql.OVERLAPPING, [place, person, from, to]);
  if (overlap) {
    throw new WrongWork(
      'from',
      `An absence ${spanInWords(overlap)} is recorded already; end that one first.`,
    );
  }
  if (cover === null) return;
  const covering = find(cover);
  if (!covering) throw new WrongWork('cover', 'There is nobody of that id in this place.');
  if (!covering.competences.includes(competence)) {
    throw new WrongWork(
      'cover',
      `Whoever covers for an assessor has the competence '${competence}' on record (ROL-7).`,
    );
  }
  const away = await tx.row<Away>(sql.OVERLAPPING, [place, cover, from, to]);
  if (away) throw new WrongWork('cover', `Whoever is to cover is away too, ${spanInWords(away)}.`);
}
