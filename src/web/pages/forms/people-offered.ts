import type { Field, Fields, ProtocolData } from '../../../../workflows/protocol/index.js';
import { mayDo } from '../../../access/policy.js';
import { ROLES, type Role } from '../../../access/roles.js';
import type { CasePerson } from '../../../directory/case-people.js';
import type { Person } from '../../../directory/person.js';
import type { Visit } from '../../http/visit.js';
import type { Option } from './form-view.js';

const OF_THE_CASE = 'Parents, carers and others of this child';
const WITH_ROLE = 'With a role here';
const WITHOUT_ROLE = 'Others, without a role here';

/** Who there is to choose from, and who is chosen already. */
export interface Choosing {
  protocol: ProtocolData;
  /** The directory of the place. */
  directory: readonly Person[];
  /** The people of the case the form is about; nobody where it is about none. */
  ofCase: readonly CasePerson[];
  chosen: readonly string[];
}

const rolesInWords = (roles: readonly Role[]): string => roles.map((role) => ROLES[role]).join(', ');

const personOption = ({ id, name, roles, organisationName }: Person): Option => ({
  value: id,
  text: [name, rolesInWords(roles), organisationName].filter(Boolean).join(', '),
});

const ofCaseOption = ({ id, name, relation }: CasePerson): Option => ({
  value: id,
  text: [name, relation].filter(Boolean).join(', '),
});

/** Of whom a field is offered, as the protocol version says; undefined where it says nothing. */
function offeredBy(event: string, name: string, { parameters }: ProtocolData): readonly string[] | undefined {
  if (name === 'approvedBy') return parameters.clockApprovers.value;
  const { value } = parameters.namedOnForms;
  return value[`${event}.${name}`] ?? value[name];
}

const fits = ({ roles, competences, organisation }: Person, offered: readonly string[]): boolean =>
  roles.some((role) => offered.includes(role)) ||
  (roles.length === 0 && organisation !== null && offered.includes('withoutRole')) ||
  (competences.length > 0 && offered.includes('withCompetence'));

const mayBeOfCase = (offered: readonly string[] | undefined): boolean =>
  offered === undefined || offered.includes('ofTheCase');

const asksOfCase = (event: string, fields: Fields, protocol: ProtocolData): boolean =>
  Object.entries(fields).some(([name, field]) => asked(event, name, field, protocol));

const asked = (event: string, name: string, field: Field, protocol: ProtocolData): boolean =>
  (field.kind === 'person' && mayBeOfCase(offeredBy(event, name, protocol))) ||
  asksOfCase(event, field.fields ?? {}, protocol) ||
  (field.of !== undefined && asked(event, name, field.of, protocol));

/**
 * Where somebody is added to the people of the case whom that form asks for, and comes back to `to`; null where the form asks
 * for nobody of a case, and for whoever may not add them.
 */
export function addOfCase(
  { caller, through }: Visit,
  caseId: string | null,
  { event, fields, protocol, to }: { event: string; fields: Fields; protocol: ProtocolData; to: string },
): string | null {
  if (caseId === null || through !== undefined || !mayDo('nameCasePeople', caller.roles)) return null;
  if (!asksOfCase(event, fields, protocol)) return null;
  return `/cases/${caseId}/people/new?to=${encodeURIComponent(to)}`;
}

/**
 * Who can be chosen for a field of an event: those whom the protocol version has it name, and whoever is chosen already. The
 * people of the case stand first and by themselves; nobody of another case is among them.
 */
export function peopleOffered(
  event: string,
  name: string,
  { protocol, directory, ofCase, chosen }: Choosing,
): readonly Option[] {
  const offered = offeredBy(event, name, protocol);
  const own = ofCase.filter(({ id }) => mayBeOfCase(offered) || chosen.includes(id)).map(ofCaseOption);
  const others = directory.filter(
    (person) => offered === undefined || chosen.includes(person.id) || fits(person, offered),
  );
  const groups = [
    { group: OF_THE_CASE, options: own },
    { group: WITH_ROLE, options: others.filter(({ roles }) => roles.length > 0).map(personOption) },
    { group: WITHOUT_ROLE, options: others.filter(({ roles }) => roles.length === 0).map(personOption) },
  ].filter(({ options }) => options.length > 0);
  return groups.length > 1
    ? groups.flatMap(({ group, options }) => options.map((option) => ({ ...option, group })))
    : groups.flatMap(({ options }) => options);
}
