import { CASE_STATES, CHANGE_KINDS, type CaseState, type ChangeKind } from '../../../changes/change.js';
import { Identified } from '../../api/common.dto.js';
import { OneOf, Words, YesNo } from '../../http/field.js';
import { HTML } from '../../http/problem.js';
import type { Route } from '../../http/route.js';

const box = (about: string, max = 80) => ({ about, min: 0, max, optional: true });

/** Whose workload is shown. */
export class WorkloadChosen {
  @Words(box('Only people of this team'))
  team?: string;
}

/** Which cases of the workload are shown: of somebody, of nobody, or of those who assess no more. */
export class CaseloadChosen {
  @Words(box('All of this assessor'))
  assessor?: string;

  @YesNo({ about: 'All whose assessor assesses no more', optional: true })
  leavers?: boolean;

  @YesNo({ about: 'All that nobody is named for', optional: true })
  unassigned?: boolean;

  @Words(box('Only those with this work'))
  work?: string;

  @Words(box('Where to go on', 400))
  cursor?: string;
}

/** Whose absences are shown. */
export class AbsencesChosen {
  @Words(box('Of this person'))
  person?: string;

  @Words(box('Where to go on', 400))
  cursor?: string;
}

/** Which changes are shown. */
export class ChangesChosen {
  @OneOf({ about: 'Only changes of this kind', of: [...CHANGE_KINDS, ''], optional: true })
  kind?: ChangeKind | '';

  @Words(box('Where to go on', 400))
  cursor?: string;
}

/** Which cases of a change are shown. */
export class ChangeCasesChosen {
  @OneOf({ about: 'Only those that stand so', of: [...CASE_STATES, ''], optional: true })
  state?: CaseState | '';

  @Words(box('Where to go on', 400))
  cursor?: string;
}

const shared = {
  tag: 'Workload',
  page: true,
  status: 200,
  answer: { words: 'A page', contentType: HTML },
} as const;

/** Who carries which cases, who is away, and who takes over, as pages. */
export const workloadPageRoutes = {
  workloadPage: {
    ...shared,
    id: 'workloadPage',
    method: 'GET',
    path: '/workload',
    summary: 'What each assessor carries',
    policy: 'readWorkload',
    query: WorkloadChosen,
  },
  caseloadPage: {
    ...shared,
    id: 'caseloadPage',
    method: 'GET',
    path: '/workload/cases',
    summary: 'The cases of somebody, or of nobody',
    policy: 'readWorkload',
    query: CaseloadChosen,
  },
  reassignmentTried: {
    ...shared,
    id: 'reassignmentTried',
    carriesOn: true,
    method: 'POST',
    path: '/workload/cases',
    summary: 'Try out giving cases to somebody else',
    policy: 'manageWorkload',
    query: CaseloadChosen,
  },
  reassignmentApplied: {
    ...shared,
    id: 'reassignmentApplied',
    method: 'POST',
    path: '/reassignments/{id}/apply',
    standsOn: '/changes/{id}',
    summary: 'Carry out a reassignment',
    policy: 'manageWorkload',
    params: Identified,
  },
  reassignmentStopped: {
    ...shared,
    id: 'reassignmentStopped',
    method: 'POST',
    path: '/reassignments/{id}/stop',
    standsOn: '/changes/{id}',
    summary: 'Stop a reassignment',
    policy: 'manageWorkload',
    params: Identified,
  },
  moveStopped: {
    ...shared,
    id: 'moveStopped',
    method: 'POST',
    path: '/moves/{id}/stop',
    standsOn: '/changes/{id}',
    summary: 'Stop a move to another protocol version',
    policy: 'moveProtocol',
    params: Identified,
  },
  assessorsPage: {
    ...shared,
    id: 'assessorsPage',
    method: 'GET',
    path: '/cases/{id}/assessors',
    summary: 'Who could be the assessor of a case',
    policy: 'readWorkload',
    reads: 'possible assessors',
    params: Identified,
  },
  absencesPage: {
    ...shared,
    id: 'absencesPage',
    method: 'GET',
    path: '/absences',
    summary: 'Who is away',
    policy: 'manageWorkload',
    query: AbsencesChosen,
  },
  absenceRecorded: {
    ...shared,
    id: 'absenceRecorded',
    carriesOn: true,
    method: 'POST',
    path: '/absences',
    summary: 'Record that somebody is away',
    policy: 'manageWorkload',
  },
  absenceEnded: {
    ...shared,
    id: 'absenceEnded',
    method: 'POST',
    path: '/absences/{id}/end',
    summary: 'End an absence',
    policy: 'manageWorkload',
    params: Identified,
  },
  changesPage: {
    ...shared,
    id: 'changesPage',
    method: 'GET',
    path: '/changes',
    summary: 'Changes that are carried out case by case',
    policy: 'readChanges',
    query: ChangesChosen,
  },
  changePage: {
    ...shared,
    id: 'changePage',
    method: 'GET',
    path: '/changes/{id}',
    summary: 'How far a change is, and what came of each case',
    policy: 'readChanges',
    params: Identified,
    query: ChangeCasesChosen,
  },
} as const satisfies Record<string, Route>;
