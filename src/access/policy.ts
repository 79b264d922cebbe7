import type { Role } from './roles.js';

const nurses: readonly Role[] = ['nurseAssessor', 'manager'];
const caseWorkers: readonly Role[] = ['nurseAssessor', 'panelCoordinator', 'manager'];
const anyone: readonly Role[] = [
  'referrer',
  'nurseAssessor',
  'panelCoordinator',
  'panelChair',
  'panelMember',
  'manager',
  'chiefNurse',
  'councilOfficer',
];
/** Those with a part in the joint panel; a referrer is told of its decision and sees neither agendas nor packs. */
const aroundPanel: readonly Role[] = anyone.filter((role) => role !== 'referrer');
const everyone: readonly Role[] = [...anyone, 'auditor', 'administrator'];
const referring: readonly Role[] = ['referrer', 'nurseAssessor', 'panelCoordinator', 'manager'];
const withCouncil: readonly Role[] = ['nurseAssessor', 'councilOfficer', 'manager'];
const panelSecretariat: readonly Role[] = ['panelCoordinator', 'manager'];
const panel: readonly Role[] = ['panelChair', 'panelCoordinator'];
/** Those whose work is with cases; members of the panel see a case through the agenda of a meeting. */
const caseReaders: readonly Role[] = [
  'referrer',
  'nurseAssessor',
  'panelCoordinator',
  'manager',
  'chiefNurse',
  'councilOfficer',
  'auditor',
];
const clockKeepers: readonly Role[] = ['nurseAssessor', 'manager', 'chiefNurse'];
const seniors: readonly Role[] = ['manager', 'chiefNurse'];

/**
 * Who may record what, by event: roles, and nothing else. What a person's part in a case forbids them (PAN-3, HNA-8) and
 * what the course of a case allows are rules of the protocol, not of this table.
 */
export const MAY_RECORD: Readonly<Record<string, readonly Role[]>> = {
  // The case
  CASE_OPENED: referring,
  CASE_TAKEN_ON: caseWorkers,
  ASSESSOR_NAMED: ['manager', 'nurseAssessor'],
  REGARD_RECORDED: anyone,
  VOICE_RECORDED: anyone,
  CASE_NOTE_ADDED: anyone,
  CONTACT_LOGGED: anyone,
  EHCP_RECORDED: withCouncil,
  COMMISSIONER_DETERMINED: caseWorkers,
  CLOCK_EXCEPTION_RECORDED: clockKeepers,
  CLOCK_EXTENDED: [...clockKeepers, 'panelChair', 'panelCoordinator', 'councilOfficer'],
  CLOCK_PAUSED: clockKeepers,
  CLOCK_RESUMED: clockKeepers,
  BREACH_REASON_GIVEN: [
    'referrer',
    'nurseAssessor',
    'panelCoordinator',
    'panelChair',
    'councilOfficer',
    'manager',
    'chiefNurse',
  ],
  PROTOCOL_MOVED: seniors,
  CASE_CLOSED: nurses,
  CASE_REOPENED: referring,
  CHILD_DIED: anyone,
  FACT_CORRECTED: caseWorkers,
  ENTERED_IN_ERROR: nurses,
  IDENTITY_CORRECTED: referring,

  // Consent
  CONSENT_GIVEN: referring,
  CONSENT_WITHDRAWN: anyone,

  // Referral and checklist
  CHECKLIST_BEGUN: referring,
  CHECKLIST_RECEIVED: referring,
  CHECKLIST_QUALITY_ASSURED: nurses,
  CHECKLIST_RETURNED: nurses,
  CHECKLIST_PROCEEDED: nurses,
  CHECKLIST_NOT_PROCEEDED: nurses,
  REFERRAL_REDIRECTED: caseWorkers,
  REFERRAL_KEPT: nurses,
  DISAGREEMENT_RAISED: referring,
  LOCAL_RESOLUTION_RECORDED: nurses,

  // Assessment
  MDT_INVITED: caseWorkers,
  MDT_HELD: nurses,
  EVIDENCE_RECORDED: ['referrer', 'nurseAssessor', 'councilOfficer', 'panelCoordinator', 'manager'],
  EVIDENCE_ABSENCE_EXPLAINED: nurses,
  DOMAIN_SCORED: ['nurseAssessor'],
  REFERRED_OUT: nurses,
  REFERRAL_OUT_ANSWERED: nurses,
  RECOMMENDATION_MADE: ['nurseAssessor'],
  VIEW_RECORDED: ['referrer', 'nurseAssessor', 'councilOfficer', 'manager'],
  ASSESSMENT_QUALITY_ASSURED: nurses,
  ASSESSMENT_REOPENED: nurses,

  // Joint panel
  MEETING_ARRANGED: panelSecretariat,
  MEETING_MOVED: panelSecretariat,
  MEETING_CANCELLED: panelSecretariat,
  ATTENDANCE_RECORDED: panel,
  MEETING_CLOSED: panel,
  MINUTES_APPROVED: ['panelChair'],
  MINUTES_CORRECTED: panel,
  ITEM_LISTED: panelSecretariat,
  ITEM_TAKEN_OFF: ['panelCoordinator', 'panelChair', 'manager'],
  INTEREST_DECLARED: ['panelMember', 'panelChair', 'panelCoordinator'],
  ITEM_DEFERRED: panel,
  INFORMATION_RECEIVED: caseWorkers,
  PANEL_DECIDED: panel,

  // Telling people
  NOTICE_GIVEN: caseWorkers,
  NOTICE_NOT_NEEDED: caseWorkers,

  // Provision
  PACKAGE_DESIGNED: withCouncil,
  CARER_NAMED: withCouncil,
  CARER_STOOD_DOWN: withCouncil,
  ASSURANCE_RECORDED: nurses,
  CONTINGENCY_AGREED: withCouncil,
  PROCUREMENT_STEP_RECORDED: ['councilOfficer', 'nurseAssessor', 'panelCoordinator', 'manager'],
  PACKAGE_ARRANGED: withCouncil,
  PACKAGE_COMMENCED: withCouncil,
  PACKAGE_WITHDRAWN_BEFORE_START: withCouncil,

  // Funding
  FUNDING_PROPOSED: ['nurseAssessor', 'panelCoordinator', 'councilOfficer', 'manager'],
  FUNDING_COMMITTED: [
    'panelChair',
    'panelMember',
    'panelCoordinator',
    'councilOfficer',
    'manager',
    'chiefNurse',
  ],
  FUNDING_APPROVED: ['chiefNurse', 'councilOfficer', 'manager'],
  HIGH_COST_AUTHORISED: ['chiefNurse'],
  HIGH_COST_REFUSED: ['chiefNurse'],

  // Package under way
  CARER_ADDED: withCouncil,
  CARER_LEFT: withCouncil,
  CARE_ASSURED: nurses,
  CONTINGENCY_RENEWED: withCouncil,
  PROVIDER_MONITORED: withCouncil,
  OUTCOME_TRACKED: withCouncil,
  PACKAGE_CHANGED: withCouncil,
  PACKAGE_ENDED: nurses,

  // Reviews
  REVIEWER_NAMED: ['manager', 'nurseAssessor'],
  REVIEW_PLANNED: caseWorkers,
  REVIEW_COMPLETED: nurses,

  // Moving to adult services
  CHC_NOTIFIED: caseWorkers,
  TRANSITION_PLAN_AGREED: withCouncil,
  ADULT_SCREENING_RECORDED: nurses,
  CHC_REFERRED: nurses,
  ADULT_SERVICES_IN_PLACE: nurses,
  TRANSITION_NOT_APPROPRIATE: nurses,
  TRANSITION_GAP_ESCALATED: withCouncil,
};

/** What can be read or administered, beside recording events. */
export const MAY_DO = {
  /** The list of cases, by reference, stage and deadline, that of who is still to be told, and finding a child. */
  listCases: caseReaders.filter((role) => role !== 'referrer'),
  /** Referring a child step by step, and seeing where the referral is. */
  refer: referring,
  /** One case: who the child is, where the case stands, its deadlines and what comes next. */
  readCase: caseReaders,
  /** The words of events: clinical and other free text. */
  readTexts: caseReaders,
  /** What can be done next in a case, the forms for it, and drafts of one's own. */
  prepareSteps: [...anyone, 'auditor'],
  /** Saying who the people of a case are: parents, carers and others who belong to that child. */
  nameCasePeople: [...caseWorkers, 'councilOfficer'],
  /** Meetings of the panel and their agendas. */
  readMeetings: [...aroundPanel, 'auditor'],
  /** Arranging the meetings of the panel for months ahead. */
  planMeetings: panelSecretariat,
  /** One's own deadlines, notices to give and messages. */
  readOwnWork: anyone,
  /** The pack of an item, the decision on it, and minutes. */
  readItems: [...aroundPanel, 'auditor'],
  /** Declaring an interest or none in an item of the panel, and giving one's own view of it. */
  takePart: ['panelMember', 'panelChair'],
  /** Showing the views of members before all have given theirs. */
  openViews: ['panelChair'],
  /** What is overdue across cases, whose it is, and what falls due next. */
  readQueues: ['nurseAssessor', 'panelCoordinator', 'manager', 'chiefNurse', 'auditor'],
  /** A queue as a file, which leaves the service. */
  exportQueues: ['manager', 'chiefNurse', 'auditor'],
  /** What waits for authority beyond that of the panel’s members, and what is escalated. */
  readAuthorisations: [...seniors, 'auditor'],
  /** How many deadlines were met in time, and which breaches are foreseen. */
  readPerformance: ['panelCoordinator', 'manager', 'chiefNurse', 'auditor'],
  /** Refusals and what was administered. */
  readAudit: ['auditor', 'manager', 'administrator'],
  /** Who read which part of a case's record. */
  readReaders: ['auditor', 'manager', 'chiefNurse'],
  /** Clauses, timescales and calendars, and when something would be due. */
  readProtocol: everyone,
  /** The names and roles of staff, and the organisations of the place. */
  readPeople: everyone,
  /** Who one is oneself. */
  readSelf: everyone,
  /** Tokens of one's own. */
  manageOwnTokens: everyone,
  /** What became of e-mails, and what becomes of those that failed or may not have arrived. */
  reviewDeliveries: ['manager', 'administrator'],
  /** People, roles, accounts and tokens. */
  manageDirectory: ['administrator'],
  /** What each assessor carries, and who could take a case. */
  readWorkload: seniors,
  /** Teams, capacity, absences, and who carries which case. */
  manageWorkload: ['manager'],
  /** How far changes of calendar, protocol version and assessor are. */
  readChanges: ['manager', 'chiefNurse', 'administrator', 'auditor'],
  /** Moving cases to another protocol version. */
  moveProtocol: seniors,
  /** What could not be done by itself and waits for a person. */
  readExceptions: ['manager', 'administrator', 'auditor'],
  /** Letting that be tried again, or setting it aside. */
  workExceptions: ['manager', 'administrator'],
  /** Proclaimed days. */
  manageCalendar: ['administrator'],
} as const satisfies Record<string, readonly Role[]>;

export type Doing = keyof typeof MAY_DO;

/** The roles that may record that event; none for an event that nobody may. */
export const rolesFor = (type: string): readonly Role[] => MAY_RECORD[type] ?? [];

/** Whether someone with those roles may record that event. */
export const mayRecord = (type: string, roles: readonly string[]): boolean =>
  rolesFor(type).some((role) => roles.includes(role));

/** Whether someone with those roles may do that. */
export const mayDo = (doing: Doing, roles: readonly string[]): boolean =>
  (MAY_DO[doing] as readonly string[]).some((role) => roles.includes(role));
