import type { Absence } from '../../workload/absences.js';
import type { Assessor } from '../../workload/assessor.js';
import type { CaseloadCase, Suggestion } from '../../workload/caseloads.js';
import { WrongWork } from '../../workload/wrong-work.js';
import { invalid } from '../http/validation.js';
import { wrongChange } from './changes.views.js';

const named = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' });

/** What someone carries, as it is answered. */
export const caseloadView = ({
  id,
  name,
  team,
  assesses,
  cases,
  points,
  work,
  capacity,
  workingDays,
  present,
  available,
  percent,
  absentToday,
  absentUntil,
}: Assessor) => ({
  person: { id, name },
  team,
  assesses,
  cases,
  points,
  work,
  capacity,
  workingDays,
  present,
  available,
  percent,
  absentToday,
  absentUntil,
});

/** A case in a caseload, as it is answered. */
export const caseloadCaseView = ({
  id,
  reference,
  stage,
  stageWords,
  assessor,
  assessorName,
  ...of
}: CaseloadCase) => ({
  case: { id, reference },
  stage: { id: stage, words: stageWords },
  assessor: named(assessor, assessorName),
  ...of,
});

export const suggestionView = ({ assessor, percentWith, refusals }: Suggestion) => ({
  ...caseloadView(assessor),
  percentWith,
  refusals,
});

/** An absence, as it is answered. */
export const absenceView = ({ personId, personName, coverId, coverName, ...absence }: Absence) => ({
  ...absence,
  person: { id: personId, name: personName },
  cover: named(coverId, coverName),
});

/** What is wrong with work as described, as the problem it is answered with. */
export function wrongWork(error: unknown): never {
  if (error instanceof WrongWork) throw invalid([{ field: error.field, message: error.message }]);
  return wrongChange(error);
}
