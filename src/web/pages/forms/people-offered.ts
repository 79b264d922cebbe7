import type { ProtocolData } from '../../../../workflows/protocol/index.js';
import { ROLES, type Role } from '../../../access/roles.js';
import type { Person } from '../../../directory/directory.js';
import type { Option } from './form-view.js';

/** Of whom a field is offered. */
interface Offered {
  /** Roles of whom the field is likely to name. */
  roles: readonly Role[];
  /** Whether the rules take nobody else, so that nobody else is offered. */
  only?: true;
}

const PANEL: Offered = { roles: ['panelChair', 'panelMember'], only: true };
const ASSESSOR: Offered = { roles: ['nurseAssessor'], only: true };
/** Those who know the child and work with the team, in health or for the council (CHK-4, HNA-2). */
const OF_THE_TEAM: Offered = { roles: ['referrer', 'nurseAssessor', 'councilOfficer'] };
const SENIORS: Offered = { roles: ['manager', 'chiefNurse'] };

/** Whom a field offers, by event and field where it is about one event, otherwise by field. */
const OFFERED: Readonly<Record<string, Offered>> = {
  assessor: ASSESSOR,
  reviewer: ASSESSOR,
  chair: { roles: ['panelChair'], only: true },
  present: PANEL,
  apologies: PANEL,
  members: PANEL,
  member: PANEL,
  author: OF_THE_TEAM,
  referrer: OF_THE_TEAM,
  presenter: { roles: ['nurseAssessor', 'councilOfficer'] },
  chairedBy: { roles: ['nurseAssessor', 'manager'] },
  coordinator: { roles: ['councilOfficer'] },
  decidedBy: { roles: ['chiefNurse', 'manager', 'councilOfficer'] },
  secondedBy: { roles: [...SENIORS.roles, 'councilOfficer', 'panelChair'] },
  'CHECKLIST_RECEIVED.person': OF_THE_TEAM,
  'MDT_INVITED.person': OF_THE_TEAM,
  'MDT_HELD.person': OF_THE_TEAM,
  'VIEW_RECORDED.person': OF_THE_TEAM,
  'INTEREST_DECLARED.person': { roles: PANEL.roles },
  'FUNDING_COMMITTED.person': { roles: [...PANEL.roles, ...SENIORS.roles, 'councilOfficer'] },
  'PANEL_DECIDED.person': { roles: PANEL.roles },
};

const MOST_LIKELY = 'Most likely';
const SOMEBODY_ELSE = 'Somebody else';

const rolesInWords = (roles: readonly Role[]): string => roles.map((role) => ROLES[role]).join(', ');

const personOption = ({ id, name, roles, organisationName }: Person): Option => ({
  value: id,
  text: [name, rolesInWords(roles), organisationName].filter(Boolean).join(', '),
});

function offeredBy(event: string, name: string, { parameters }: ProtocolData): Offered | undefined {
  // Who may approve a change of a clock is a rule of the protocol version.
  if (name === 'approvedBy') return { roles: parameters.clockApprovers.value as readonly Role[], only: true };
  return OFFERED[`${event}.${name}`] ?? OFFERED[name];
}

/**
 * Who can be chosen for a field of an event: those who can have done it first, then everybody else, unless the rules take
 * nobody else. Where nobody has such a role everybody is offered.
 */
export function peopleOffered(
  event: string,
  name: string,
  people: readonly Person[],
  protocol: ProtocolData,
): readonly Option[] {
  const offered = offeredBy(event, name, protocol);
  const isLikely = ({ roles }: Person): boolean => roles.some((role) => offered?.roles.includes(role));
  const likely = people.filter(isLikely).map(personOption);
  if (!offered || likely.length === 0) return people.map(personOption);
  if (offered.only) return likely;
  const others = people.filter((person) => !isLikely(person)).map(personOption);
  return [
    ...likely.map((option) => ({ ...option, group: MOST_LIKELY })),
    ...others.map((option) => ({ ...option, group: SOMEBODY_ELSE })),
  ];
}
