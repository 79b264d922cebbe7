import { londonDateOf } from '../../workflows/protocol/index.js';
import { note } from '../audit/audit-trail.js';
import { NOW } from '../clock/clock-statements.js';
import type { Transaction } from '../database/transaction.js';
import * as sql from './directory-statements.js';
import { checkedAddress } from './email-address.js';
import type { NewPerson } from './person.js';

/** From as far back as anything can be recorded. */
const ALWAYS = '0001-01-01';

/** Gives someone exactly these roles from today on, and notes who did so. */
export async function setRoles(
  tx: Transaction,
  place: string,
  id: string,
  roles: readonly string[],
  by: string | null,
): Promise<void> {
  const clock = await tx.row<{ at: string }>(NOW);
  const today = londonDateOf(clock?.at ?? '');
  await tx.change(sql.END_ROLES, [place, id, roles, today]);
  await tx.change(sql.GIVE_ROLES, [place, id, roles, today]);
  await note(tx, { place, person: by, action: 'rolesChanged', detail: { person: id, roles } });
}

/** Puts someone into the directory, or changes what it says of them, and notes who did so. */
export async function putPerson(
  tx: Transaction,
  place: string,
  id: string,
  person: NewPerson,
  by: string | null,
): Promise<void> {
  await tx.change(sql.PUT_PERSON, [
    place,
    id,
    person.name.trim(),
    person.organisation ?? null,
    person.discipline ?? null,
    person.clinician ?? false,
    person.commissioner ?? false,
    person.delegatedLimitPence ?? null,
    person.competences ?? [],
    person.team ?? null,
    person.capacityPoints ?? null,
    checkedAddress(person.email ?? null),
  ]);
  await tx.change(sql.GIVE_ROLES, [place, id, person.roles ?? [], ALWAYS]);
  const detail = { person: id, roles: person.roles ?? [] };
  await note(tx, { place, person: by, action: 'personPut', detail });
}
