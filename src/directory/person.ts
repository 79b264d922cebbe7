import type { Funder, OrganisationKind } from '../../workflows/protocol/index.js';
import type { Role } from '../access/roles.js';

export type Discipline = 'health' | 'socialCare' | 'education';

/** Someone of the directory, with or without an account. */
export interface Person {
  id: string;
  name: string;
  organisation: string | null;
  organisationName: string | null;
  /** The team of the place they work in, by id. */
  team: string | null;
  /** How many points of work they carry; null: as many as the protocol version says. */
  capacityPoints: number | null;
  discipline: Discipline | null;
  clinician: boolean;
  commissioner: boolean;
  /** Weekly pence this person may commit; null: no delegated authority. */
  delegatedLimitPence: number | null;
  competences: string[];
  /** Where they get e-mail from the service; null where they get none. */
  email: string | null;
  /** The roles held today. */
  roles: Role[];
  /** The name they sign in with, where they have an account. */
  username: string | null;
}

/** Someone to be put into the directory. */
export interface NewPerson {
  /** Their id, where it is to be a given one. */
  id?: string;
  name: string;
  organisation?: string | null;
  team?: string | null;
  capacityPoints?: number | null;
  discipline?: Discipline | null;
  clinician?: boolean;
  commissioner?: boolean;
  delegatedLimitPence?: number | null;
  competences?: readonly string[];
  email?: string | null;
  roles?: readonly string[];
}

/** Where someone works, and how many points of work they carry; null: none, and as the protocol version says. */
export interface Work {
  team: string | null;
  capacityPoints: number | null;
}

/** What the directory says of someone beside their roles, work and e-mail. */
export type Details = Required<
  Pick<
    NewPerson,
    | 'name'
    | 'organisation'
    | 'discipline'
    | 'clinician'
    | 'commissioner'
    | 'delegatedLimitPence'
    | 'competences'
  >
>;

/** A body of the place. */
export interface Organisation {
  id: string;
  name: string;
  odsCode: string | null;
  kind: OrganisationKind;
  funds: Funder[];
  from: string;
  to: string | null;
  succeededBy: string | null;
}
