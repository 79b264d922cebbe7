import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { reading } from '../database/transaction.js';
import { pageOf, type PageAsked, type PageRead } from './page.js';
import * as sql from './people-statements.js';

/** Someone of the directory, with the roles they hold today. */
export interface PersonView {
  id: string;
  name: string;
  organisation: string | null;
  /** The team they work in, by id. */
  team: string | null;
  /** How many points of work they carry; null: as the protocol version says. */
  capacityPoints: number | null;
  roles: string[];
  discipline: string | null;
  clinician: boolean;
  commissioner: boolean;
  delegatedLimitPence: number | null;
  competences: string[];
  /** Where their e-mail goes; left out for whoever is not to see it. */
  email?: string | null;
}

/** A role, and the days from and to which it was held; null: always, and still. */
export interface RoleHeld {
  role: string;
  from: string | null;
  to: string | null;
}

/** What still waits for somebody: open cases they are the assessor of, and open deadlines. */
export interface StillHeld {
  cases: number;
  deadlines: number;
}

/** What ends with somebody's account, and meetings to come that they are to chair. */
export interface EndsWith {
  /** Browsers they are signed in with just now. */
  sessions: number;
  /** Tokens for programs that still hold. */
  tokens: number;
  meetings: number;
}

/** Where a list of people goes on: after this person. */
export interface PeopleMark {
  id: string;
}

/** Reads the directory of a place. */
@Injectable()
export class PeopleReading {
  constructor(private readonly dataSource: DataSource) {}

  /** Some of the people, by name; only those who hold that role today, where one is named. */
  list(
    place: string,
    role: string | null,
    { limit, after, total }: PageAsked<PeopleMark>,
  ): Promise<PageRead<PersonView, PeopleMark>> {
    return reading(this.dataSource, async (tx) => {
      const rows = await tx.rows<PersonView>(sql.PEOPLE, [place, role, after?.id ?? null, limit + 1]);
      const page = pageOf(
        rows,
        limit,
        (row) => row,
        ({ id }) => ({ id }),
      );
      return total
        ? { ...page, ...(await tx.row<{ total: number }>(sql.COUNT_PEOPLE, [place, role])) }
        : page;
    });
  }

  /** One person, or undefined where the place has none of that id. */
  find(place: string, id: string): Promise<PersonView | undefined> {
    return reading(this.dataSource, (tx) => tx.row<PersonView>(sql.PERSON_BY_ID, [place, id]));
  }

  /** The roles somebody holds and has held. */
  roles(place: string, id: string): Promise<RoleHeld[]> {
    return reading(this.dataSource, (tx) => tx.rows<RoleHeld>(sql.ROLES_OF, [place, id]));
  }

  /** What still waits for somebody. */
  async stillHeld(place: string, id: string): Promise<StillHeld> {
    const row = await reading(this.dataSource, (tx) => tx.row<StillHeld>(sql.STILL_HELD, [place, id]));
    return row ?? { cases: 0, deadlines: 0 };
  }

  /** What ends with somebody's account, by how long a session lasts idle and at most. */
  async endsWith(
    place: string,
    id: string,
    { idleMinutes, hours }: { idleMinutes: number; hours: number },
  ): Promise<EndsWith> {
    const row = await reading(this.dataSource, (tx) =>
      tx.row<EndsWith>(sql.ENDS_WITH, [place, id, idleMinutes, hours]),
    );
    return row ?? { sessions: 0, tokens: 0, meetings: 0 };
  }
}
