import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { note } from '../audit/audit-trail.js';
import { once, type Done, type Request } from '../database/once.js';
import { inTransaction, reading } from '../database/transaction.js';
import { Places } from '../places/places.js';
import * as sql from './directory-statements.js';
import { putPerson, setRoles } from './directory-writes.js';
import { checkedAddress } from './email-address.js';
import type { Details, NewPerson, Organisation, Person, Work } from './person.js';
import { checkPerson } from './person-checks.js';

export { WrongPerson } from './wrong-person.js';

const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const MOST_PEOPLE = 100;

/**
 * Everyone who works with cases: staff, members of the panel, professionals; with their roles and organisations. Parents and
 * carers are people of one case, and not of the directory (`CasePeople`).
 */
@Injectable()
export class Directory {
  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
  ) {}

  /**
   * Puts someone into the directory, or changes what it says of them; returns their id. `by` is who does so. Throws
   * WrongPerson where a role, discipline or organisation is not one of the place.
   */
  async putPerson(place: string, person: NewPerson, by: string | null = null): Promise<string> {
    this.check(place, person);
    const id = person.id ?? randomUUID();
    await inTransaction(this.dataSource, (tx) => putPerson(tx, place, id, person, by));
    return id;
  }

  /** Adds someone under a key, so that they are added once; answers their id. Throws WrongPerson as `putPerson` does. */
  async addPerson(request: Request, person: NewPerson): Promise<Done<string>> {
    const { place, by } = request;
    this.check(place, person);
    return once(this.dataSource, request, async (tx) => {
      const id = randomUUID();
      await putPerson(tx, place, id, person, by);
      return id;
    });
  }

  /** Gives someone exactly these roles, from today on; what they held until then stays on record. */
  async setRoles(
    place: string,
    id: string,
    roles: readonly string[],
    by: string | null = null,
  ): Promise<void> {
    this.check(place, { name: 'known', roles });
    await inTransaction(this.dataSource, (tx) => setRoles(tx, place, id, roles, by));
  }

  /** Gives someone exactly these roles, under a key, so that it is done once; otherwise as `setRoles`. */
  async setRolesOnce(request: Request, id: string, roles: readonly string[]): Promise<Done<null>> {
    const { place, by } = request;
    this.check(place, { name: 'known', roles });
    return once(this.dataSource, request, async (tx) => {
      await setRoles(tx, place, id, roles, by);
      return null;
    });
  }

  /**
   * Says which team someone works in and how many points of work they carry, under a key, so that it is done once. Throws
   * WrongPerson where the place has no such team, or the points are none.
   */
  async setWorkOnce(request: Request, id: string, work: Work): Promise<Done<null>> {
    const { place, by } = request;
    this.check(place, { name: 'known', ...work });
    return once(this.dataSource, request, async (tx) => {
      await tx.change(sql.SET_WORK, [place, id, work.team, work.capacityPoints]);
      await note(tx, { place, person: by, action: 'workChanged', detail: { person: id, ...work } });
      return null;
    });
  }

  /**
   * Changes what the directory says of someone: name, organisation and what they are on the panel. Under a key, so that it
   * is done once. Throws WrongPerson as `putPerson` does.
   */
  async changePerson(request: Request, id: string, details: Details): Promise<Done<null>> {
    const { place, by } = request;
    this.check(place, details);
    return once(this.dataSource, request, async (tx) => {
      await tx.change(sql.CHANGE_PERSON, [
        place,
        id,
        details.name.trim(),
        details.organisation,
        details.discipline,
        details.clinician,
        details.commissioner,
        details.delegatedLimitPence,
        details.competences,
      ]);
      const { delegatedLimitPence, organisation } = details;
      await note(tx, {
        place,
        person: by,
        action: 'personChanged',
        detail: { person: id, organisation, delegatedLimitPence },
      });
      return null;
    });
  }

  /**
   * Has e-mail for someone go to that address from now on; to none where it is null. Under a key, so that it is done
   * once. Throws WrongPerson for what is no address.
   */
  async setEmail(request: Request, id: string, email: string | null): Promise<Done<null>> {
    const { place, by } = request;
    const address = checkedAddress(email);
    return once(this.dataSource, request, async (tx) => {
      await tx.change(sql.SET_EMAIL, [place, id, address]);
      await note(tx, { place, person: by, action: 'emailChanged', detail: { person: id } });
      return null;
    });
  }

  /** The person of that id; undefined where the place has none. */
  person(place: string, id: string): Promise<Person | undefined> {
    return reading(this.dataSource, (tx) => tx.row<Person>(sql.PERSON_BY_ID, [place, id]));
  }

  /** At most a hundred people by name, after the one given. */
  people(place: string, after?: Pick<Person, 'name' | 'id'>): Promise<Person[]> {
    return reading(this.dataSource, (tx) =>
      tx.rows<Person>(sql.PEOPLE, [place, after?.name ?? '', after?.id ?? FIRST_ID, MOST_PEOPLE]),
    );
  }

  /** Everyone of a place, by name. */
  async everyone(place: string): Promise<Person[]> {
    const all: Person[] = [];
    for (let page = await this.people(place); page.length > 0; page = await this.people(place, page.at(-1))) {
      all.push(...page);
    }
    return all;
  }

  /** The bodies of a place, with the days from and to which they exist. */
  organisations(place: string): Promise<Organisation[]> {
    return reading(this.dataSource, (tx) => tx.rows<Organisation>(sql.ORGANISATIONS, [place]));
  }

  private check(place: string, person: NewPerson): void {
    checkPerson(person, this.places.find(place));
  }
}
