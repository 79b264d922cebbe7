import type { Refusal } from '../../workflows/protocol/index.js';
import { loadWith, type Assessor } from './assessor.js';

/** A case, and whoever would get it, or every reason why nobody would. */
export interface Spread<Case> {
  each: Case;
  to: string | null;
  refusals: readonly Refusal[];
}

const onceEach = (refusals: readonly Refusal[]): Refusal[] => [
  ...new Map(refusals.map((refusal) => [`${refusal.clauses.join()} ${refusal.message}`, refusal])).values(),
];

/**
 * Gives each case to whoever is least loaded with it among those against whom nothing speaks, the heaviest case first; what
 * they get counts for the next. One assessor alone gets all that they may.
 */
export function spread<Case extends { id: string; points: number }>(
  cases: readonly Case[],
  assessors: readonly Assessor[],
  reasons: (each: Case, assessor: Assessor) => readonly Refusal[],
): Spread<Case>[] {
  const carried = new Map(assessors.map(({ id, points }) => [id, points]));
  const inOrder = [...cases].sort((a, b) => b.points - a.points || (a.id < b.id ? -1 : 1));
  return inOrder.map((each) => {
    const judged = assessors.map((assessor) => ({ assessor, against: reasons(each, assessor) }));
    const free = judged.filter(({ against }) => against.length === 0).map(({ assessor }) => assessor);
    const load = ({ id, available }: Assessor): number =>
      loadWith({ points: carried.get(id) ?? 0, available }, each.points);
    const [least] = [...free].sort((a, b) => load(a) - load(b) || (a.id < b.id ? -1 : 1));
    if (!least) return { each, to: null, refusals: onceEach(judged.flatMap(({ against }) => against)) };
    carried.set(least.id, (carried.get(least.id) ?? 0) + each.points);
    return { each, to: least.id, refusals: [] };
  });
}
