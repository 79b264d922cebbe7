import { CASE_STATES } from '../../changes/change.js';
import { WrongChange, type ChangeCaseView, type ChangeView } from '../../changes/changes.js';
import type { CasePreview, Preview, PreviewTotals } from '../../changes/preview.js';
import { CHANGE_CURSOR, cursorOf } from '../http/cursor.js';
import { invalid } from '../http/validation.js';

/** A change as it is answered. */
export const changeView = ({
  place: _place,
  about: _about,
  decidedBy,
  decidedByName,
  counts,
  ...change
}: ChangeView) => ({
  ...change,
  decidedBy: decidedBy === null ? null : { id: decidedBy, name: decidedByName ?? '' },
  counts: Object.fromEntries(CASE_STATES.map((state) => [state, counts[state] ?? 0])),
});

/** A case of a change as it is answered. */
export const caseView = ({ id, reference, state, at, toPerson, toPersonName, result }: ChangeCaseView) => ({
  case: { id, reference },
  state,
  at,
  to: toPerson === null ? null : { id: toPerson, name: toPersonName ?? '' },
  deadlines: result.deadlines ?? [],
  breachesAppear: result.breachesAppear ?? [],
  breachesEnd: result.breachesEnd ?? [],
  refusals: result.refusals ?? [],
  failure: result.failure ?? null,
});

/** A preview as it is answered. */
export interface PreviewAnswer {
  items: CasePreview[];
  next: string | null;
  totals?: PreviewTotals;
}

export const previewAnswer = ({ next, ...preview }: Preview): PreviewAnswer => ({
  ...preview,
  next: cursorOf(CHANGE_CURSOR, next),
});

/** What is wrong with a change, as the problem it is answered with. */
export function wrongChange(error: unknown): never {
  if (error instanceof WrongChange) throw invalid([{ field: error.field, message: error.message }]);
  throw error;
}
