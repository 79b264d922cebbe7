import { ROLES, type Role } from '../../../access/roles.js';

/** Roles as people call them, in one line. */
export const rolesInWords = (roles: readonly string[]): string =>
  roles.map((role) => ROLES[role as Role]).join(', ');

/** Any one of the roles: 'panel member, panel chair or panel coordinator'. */
export const anyOf = (roles: readonly string[]): string =>
  rolesInWords(roles).replace(/, (?=[^,]*$)/, ' or ');
