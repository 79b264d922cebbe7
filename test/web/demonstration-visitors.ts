import type { Role } from '../../src/access/roles.js';
import { Demonstration } from '../../src/web/pages/demonstration.js';
import { createDemonstrationDatabase } from '../helpers/demonstration.js';
import { startApi, type Api } from './api.js';
import { Visitor } from './visitor.js';

const PLACE = 'sefton';

/** The people of a demonstration, to visit its pages as. */
export interface Visits {
  /** The address of its database. */
  url: string;
  /** The id of the first person with that role, or of the one after. */
  person(role: Role, nth?: number): Promise<string>;
  /** Someone signed in as that person. */
  as(role: Role, nth?: number): Promise<Visitor>;
}

/** The demonstration, and visitors who are signed in as its people. */
export interface DemonstrationVisits extends Visits {
  api: Api;
  close(): Promise<void>;
}

/** Visitors to a demonstration that is served. */
export function visitsTo({ url, server, directory }: Pick<Api, 'url' | 'server' | 'directory'>): Visits {
  const person = async (role: Role, nth = 0): Promise<string> => {
    const people = await directory.everyone(PLACE);
    const found = people.filter(({ roles }) => roles.includes(role))[nth];
    if (!found) throw new Error(`The demonstration has no ${role} number ${nth + 1}.`);
    return found.id;
  };
  return {
    url,
    person,
    async as(role, nth) {
      const visitor = new Visitor({ server });
      await visitor.get('/sign-in');
      await visitor.post('/sign-in/demonstration', { person: await person(role, nth) });
      await visitor.get('/');
      return visitor;
    },
  };
}

/** The service on a copy of the demonstration: Wednesday 10 June 2026, nine o'clock in the morning. */
export async function visitDemonstration(): Promise<DemonstrationVisits> {
  const database = await createDemonstrationDatabase();
  const demonstration = new Demonstration();
  demonstration.shown = { place: PLACE, token: 'ccc_of-a-test', persona: 'someone' };
  const api = await startApi({ databaseUrl: database.url, demonstration, purpose: 'demonstration' });
  return {
    ...visitsTo(api),
    api,
    async close() {
      await api.close();
      await database.drop();
    },
  };
}
