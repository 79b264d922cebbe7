/** What people can be here, each with what people call it. */
export const ROLES = {
  referrer: 'referrer',
  nurseAssessor: 'nurse assessor',
  panelCoordinator: 'panel coordinator',
  panelChair: 'panel chair',
  panelMember: 'panel member',
  manager: 'manager',
  chiefNurse: 'Chief Nurse or deputy',
  councilOfficer: 'council officer',
  auditor: 'auditor',
  administrator: 'administrator',
} as const;

export type Role = keyof typeof ROLES;

/**
 * Who can be named on a form by something else than a role: the people of the case itself, professionals of an organisation who
 * hold no role, and those with a recorded competence.
 */
export const BEYOND_ROLES = ['ofTheCase', 'withoutRole', 'withCompetence'] as const;

/** Whether it is one of the roles. */
export const isRole = (text: string): text is Role => Object.hasOwn(ROLES, text);
