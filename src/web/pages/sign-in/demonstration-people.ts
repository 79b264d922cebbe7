import { Injectable } from '@nestjs/common';
import { ROLES, type Role } from '../../../access/roles.js';
import { ServiceClock } from '../../../clock/service-clock.js';
import { PeopleReading } from '../../../reading/people-reading.js';
import { Demonstration } from '../demonstration.js';

/** Someone of the demonstration a visitor can be, by role. */
export interface Persona {
  role: string;
  people: readonly { id: string; name: string }[];
}

const PEOPLE_OF_A_ROLE = 5;

/** Whom a visitor of a demonstration can sign in as: nobody, where the database is for anything else. */
@Injectable()
export class DemonstrationPeople {
  constructor(
    private readonly demonstration: Demonstration,
    private readonly clock: ServiceClock,
    private readonly people: PeopleReading,
  ) {}

  /** The people offered for each role; none where this is no demonstration. */
  async offered(): Promise<Persona[]> {
    const place = await this.place();
    if (place === undefined) return [];
    const asked = { limit: PEOPLE_OF_A_ROLE, after: null, total: false };
    return Promise.all(
      (Object.keys(ROLES) as Role[]).map(async (role) => ({
        role: ROLES[role],
        people: (await this.people.list(place, role, asked)).items.map(({ id, name }) => ({ id, name })),
      })),
    );
  }

  /** The place and person of that id, where a visitor may be them. */
  async find(id: string): Promise<{ place: string; person: string } | undefined> {
    const place = await this.place();
    if (place === undefined) return undefined;
    const offered = await this.offered();
    return offered.some(({ people }) => people.some((each) => each.id === id))
      ? { place, person: id }
      : undefined;
  }

  private async place(): Promise<string | undefined> {
    const { shown } = this.demonstration;
    return shown && (await this.clock.purpose()) === 'demonstration' ? shown.place : undefined;
  }
}
