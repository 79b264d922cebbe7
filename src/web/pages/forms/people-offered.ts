import type { ProtocolData } from '../../../../workflows/protocol/index.js';
import { ROLES, type Role } from '../../../access/roles.js';
import type { Person } from '../../../directory/person.js';
import type { Option } from './form-view.js';

const WITH_ROLE = 'With a role here';
const WITHOUT_ROLE = 'Parents, carers and others without a role here';

const rolesInWords = (roles: readonly Role[]): string => roles.map((role) => ROLES[role]).join(', ');

const personOption = ({ id, name, roles, organisationName }: Person): Option => ({
  value: id,
  text: [name, rolesInWords(roles), organisationName].filter(Boolean).join(', '),
});

/** Of whom a field is offered, as the protocol version says; undefined where it says nothing. */
function offeredBy(event: string, name: string, { parameters }: ProtocolData): readonly string[] | undefined {
  if (name === 'approvedBy') return parameters.clockApprovers.value;
  const { value } = parameters.namedOnForms;
  return value[`${event}.${name}`] ?? value[name];
}

const fits = ({ roles, competences }: Person, offered: readonly string[]): boolean =>
  roles.some((role) => offered.includes(role)) ||
  (roles.length === 0 && offered.includes('withoutRole')) ||
  (competences.length > 0 && offered.includes('withCompetence'));

/**
 * Who can be chosen for a field of an event: those whom the protocol version has it name, and whoever is chosen already.
 * Those without a role stand in a group of their own after the others.
 */
export function peopleOffered(
  event: string,
  name: string,
  people: readonly Person[],
  { protocol, chosen }: { protocol: ProtocolData; chosen: readonly string[] },
): readonly Option[] {
  const offered = offeredBy(event, name, protocol);
  const own = people.filter(
    (person) => offered === undefined || chosen.includes(person.id) || fits(person, offered),
  );
  const without = own.filter(({ roles }) => roles.length === 0);
  if (without.length === 0 || without.length === own.length) return own.map(personOption);
  return [
    ...own
      .filter(({ roles }) => roles.length > 0)
      .map((person) => ({ ...personOption(person), group: WITH_ROLE })),
    ...without.map((person) => ({ ...personOption(person), group: WITHOUT_ROLE })),
  ];
}
