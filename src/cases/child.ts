import type { CaseRecord } from '../../workflows/protocol/index.js';
import type { Content } from './content/check-shape.js';
import type { KeptText } from './content/seal.js';

/** A child as a row: who the child is, apart from every event. */
export interface ChildRow {
  id: string;
  given_name: string;
  family_name: string;
  date_of_birth: string;
  nhs_number: string | null;
  address: string | null;
  parental_responsibility: unknown;
  /** Salts of the proofs that events carry, by event and field. */
  salts: Record<string, string>;
}

/** The salts under which the digests of these words can be checked, by the event that carries them. */
export const saltsOf = (personal: readonly KeptText[], seq: number): Record<string, string> =>
  Object.fromEntries(personal.map(({ field, salt }) => [`${seq}.${field}`, salt]));

/** The child that the opening event tells of. */
export function childFrom(id: string, content: Content, personal: readonly KeptText[]): ChildRow {
  return {
    id,
    given_name: content['givenName'] as string,
    family_name: content['familyName'] as string,
    date_of_birth: content['dateOfBirth'] as string,
    nhs_number: (content['nhsNumber'] as string | undefined) ?? null,
    address: (content['address'] as string | undefined) ?? null,
    parental_responsibility: content['parentalResponsibility'] ?? [],
    salts: saltsOf(personal, 1),
  };
}

/** The child's day of birth as the corrected record has it, where a correction changed it. */
export const correctedBirth = (before: CaseRecord, after: CaseRecord): string | null =>
  before.seq > 0 && before.facts.dateOfBirth !== after.facts.dateOfBirth ? after.facts.dateOfBirth : null;
