import { ROLES, type Role } from '../../../access/roles.js';

/** Roles as people call them, in one line. */
export const rolesInWords = (roles: readonly string[]): string =>
  roles.map((role) => ROLES[role as Role]).join(', ');
