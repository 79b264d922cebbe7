import type { Rules } from '../../workflows/protocol/index.js';
import { statement, type Transaction } from '../database/transaction.js';

/** Whom something concerns, before it is known who they are. */
export interface Concerned {
  /** People by id; whoever of them holds no role any more is left out. */
  people?: readonly string[];
  /** Everyone who holds one of these roles today. */
  roles?: readonly string[];
  /** Who hears where that is nobody; administrators where these are nobody either. */
  otherwise?: readonly string[];
}

/** People who are away that day, each with who covers for them: `absent`, `cover`. */
export const COVERED_TODAY = `
  SELECT a.person_id AS absent, a.cover_id AS cover FROM absences a
  WHERE a.place_id = $1 AND NOT a.withdrawn
    AND a.from_day <= (SELECT (service_now() AT TIME ZONE 'Europe/London')::date)
    AND (a.to_day IS NULL OR a.to_day >= (SELECT (service_now() AT TIME ZONE 'Europe/London')::date))`;

/** Who holds a role today. */
export const HOLDERS_TODAY = `
  SELECT r.person_id, r.role FROM person_roles r
  WHERE r.place_id = $1 AND r.held_from <= (SELECT (service_now() AT TIME ZONE 'Europe/London')::date)
    AND (r.held_to IS NULL OR r.held_to >= (SELECT (service_now() AT TIME ZONE 'Europe/London')::date))`;

const WHO_HEARS = statement(
  'who-hears',
  `WITH holders AS (${HOLDERS_TODAY}),
   asked AS (SELECT person_id FROM holders WHERE person_id = ANY($2::uuid[]) OR role = ANY($3::text[])),
   otherwise AS (
     SELECT person_id FROM holders WHERE role = ANY($4::text[]) AND NOT EXISTS (SELECT 1 FROM asked)),
   last AS (
     SELECT person_id FROM holders WHERE role = 'administrator'
       AND NOT EXISTS (SELECT 1 FROM asked) AND NOT EXISTS (SELECT 1 FROM otherwise)),
   heard AS (SELECT person_id FROM asked UNION SELECT person_id FROM otherwise UNION SELECT person_id FROM last)
   SELECT person_id AS id FROM heard
   UNION
   SELECT c.cover FROM (${COVERED_TODAY}) c JOIN heard ON heard.person_id = c.absent
   WHERE c.cover IN (SELECT person_id FROM holders)
   ORDER BY id`,
);

/** The people who are to hear of it, and whoever covers for one of them today. */
export async function whoHears(
  tx: Transaction,
  place: string,
  { people = [], roles = [], otherwise = [] }: Concerned,
): Promise<string[]> {
  const found = await tx.rows<{ id: string }>(WHO_HEARS, [place, people, roles, otherwise]);
  return found.map(({ id }) => id);
}

const rolesOf = (word: string, { protocol }: Rules): readonly string[] =>
  protocol.parameters.ownerRoles.value[word] ?? [];

const MANAGER = 'manager';
const OWNER = 'owner';

/**
 * Whom a deadline concerns (ROL-1): its owner by name, or whoever answers to the word that names its owner or to whom it is
 * escalated. A case without an assessor is its managers' to look at.
 */
export function concernedBy(
  { owner, ownerPerson }: { owner: string; ownerPerson: string | null },
  to: string,
  rules: Rules,
): Concerned {
  const otherwise = rolesOf(MANAGER, rules);
  if (to !== OWNER) return { roles: rolesOf(to, rules), otherwise };
  if (ownerPerson !== null) return { people: [ownerPerson], otherwise };
  return { roles: owner === 'assessor' ? otherwise : rolesOf(owner, rules), otherwise };
}
