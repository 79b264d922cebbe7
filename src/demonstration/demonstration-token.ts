import { ROLES, type Role } from '../access/roles.js';
import type { Engine } from '../engine.module.js';
import { inventedAddress } from './invented-addresses.js';
import { NoDemonstration } from './load-demonstration.js';

/** A token that lets a visitor act as someone of the demonstration. */
export interface DemonstrationToken {
  place: string;
  token: string;
  /** Whom it acts as, in words. */
  persona: string;
}

const HOURS = 12;
const LABEL = 'demonstration';

/** The roles of which the demonstration has someone besides those of its histories. */
const ONLOOKERS: Partial<Record<Role, string>> = {
  auditor: 'Auditor Vaughan',
  administrator: 'Administrator Wood',
};

async function holderOf(engine: Engine, place: string, role: Role): Promise<{ id: string; name: string }> {
  const found = (await engine.directory.everyone(place)).find(({ roles }) => roles.includes(role));
  if (found) return found;
  const name = ONLOOKERS[role];
  if (name === undefined) throw new NoDemonstration(`Nobody of the demonstration is a ${ROLES[role]}.`);
  return {
    name,
    id: await engine.directory.putPerson(place, { name, roles: [role], email: inventedAddress(name) }),
  };
}

/** Sees to it that the demonstration has someone of every role, so that a visitor can be any of them. */
export async function demonstrationOnlookers(engine: Engine, place: string): Promise<void> {
  for (const role of Object.keys(ONLOOKERS) as Role[]) await holderOf(engine, place, role);
}

/**
 * A new token for the first holder of that role in a demonstration, for some hours. Throws NoDemonstration in any other
 * database.
 */
export async function demonstrationToken(
  engine: Engine,
  place: string,
  role: Role = 'nurseAssessor',
): Promise<DemonstrationToken> {
  if ((await engine.clock.purpose()) !== 'demonstration') {
    throw new NoDemonstration('Only a demonstration gives tokens to its visitors.');
  }
  const { id, name } = await holderOf(engine, place, role);
  const { token } = await engine.tokens.issue(place, id, { label: LABEL, hours: HOURS });
  return { place, token, persona: `${name}, ${ROLES[role]}` };
}

/** A new token for each role of a demonstration. */
export async function demonstrationTokens(
  engine: Engine,
  place: string,
): Promise<Record<Role, DemonstrationToken>> {
  const tokens = {} as Record<Role, DemonstrationToken>;
  for (const role of Object.keys(ROLES) as Role[])
    tokens[role] = await demonstrationToken(engine, place, role);
  return tokens;
}
