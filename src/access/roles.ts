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

/** Whether it is one of the roles. */
export const isRole = (text: string): text is Role => Object.hasOwn(ROLES, text);
