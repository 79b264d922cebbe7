import type { PlaceData } from '../../workflows/protocol/index.js';
import { isRole, ROLES } from '../access/roles.js';
import type { Report } from '../protocols/checks.js';
import type { CastMember } from './history.js';
import { offered } from './nearest.js';
import type { WrittenMember } from './written.js';

/** Roles a member of the cast may hold. */
const CAST_ROLES = Object.keys(ROLES);

const DISCIPLINES = ['health', 'socialCare', 'education'];

/** 'headOfInclusion' as a name: 'Head of inclusion'. */
const nameFrom = (label: string): string => {
  const words = label.replace(/([a-z])([A-Z0-9])/g, '$1 $2').toLowerCase();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

/** The cast as the directory will hold it; reports roles, organisations and disciplines that do not exist. */
export function castOf(
  written: Readonly<Record<string, WrittenMember>>,
  { organisations, teams }: Pick<PlaceData, 'organisations' | 'teams'>,
  report: Report,
): Record<string, CastMember> {
  const ids = organisations.map(({ id }) => id);
  const teamIds = teams.map(({ id }) => id);
  return Object.fromEntries(
    Object.entries(written).map(([label, member]) => {
      const path = ['cast', label];
      const roles = [...(member.role ? [member.role] : []), ...(member.roles ?? [])];
      for (const role of roles.filter((each) => !isRole(each))) {
        report(
          [...path, member.role === role ? 'role' : 'roles'],
          `is '${role}', which is no role; ${offered(role, CAST_ROLES)}`,
        );
      }
      if (member.organisation !== undefined && !ids.includes(member.organisation)) {
        report(
          [...path, 'organisation'],
          `is '${member.organisation}', which is no organisation of the place; ${offered(member.organisation, ids)}`,
        );
      }
      if (member.team !== undefined && !teamIds.includes(member.team)) {
        report(
          [...path, 'team'],
          `is '${member.team}', which is no team of the place; ${offered(member.team, teamIds)}`,
        );
      }
      if (member.discipline !== undefined && !DISCIPLINES.includes(member.discipline)) {
        report(
          [...path, 'discipline'],
          `is '${member.discipline}', but must be one of ${DISCIPLINES.join(', ')}`,
        );
      }
      const cast: CastMember = {
        displayName: member.name ?? nameFrom(label),
        roles: [...new Set(roles)],
        organisation: member.organisation ?? null,
        discipline: member.discipline ?? null,
        clinician: member.clinician,
        commissioner: member.commissioner,
        team: member.team ?? null,
        delegatedLimitPence: member.delegatedLimit ?? null,
        competences: member.competences,
      };
      return [label, cast];
    }),
  );
}

/** The member of the cast so named; for a bare role its first holder; undefined where there is neither. */
export const whoIs = (name: string, cast: Readonly<Record<string, CastMember>>): string | undefined =>
  Object.hasOwn(cast, name) ? name : Object.keys(cast).find((label) => cast[label]?.roles.includes(name));
