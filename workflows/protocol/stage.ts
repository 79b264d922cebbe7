import { live, type CaseRecord, type ProcessKind, type ProcessRecord } from './record.js';
import { processOf } from './registry.js';

/** Where a case is, for people: a short slug for lists and filters, and its words. */
export interface Stage {
  /** The process and state, such as `referral.received`. */
  id: string;
  words: string;
}

const stageOfProcess = ({ kind, value }: ProcessRecord): Stage => ({
  id: `${kind}.${value}`,
  words: processOf(kind).chart.states[value]?.stage ?? value,
});

/** The process that says most about where a case is, first that is open. */
const TELLING: readonly ProcessKind[] = [
  'meeting',
  'panelItem',
  'assessment',
  'provision',
  'package',
  'referral',
];

const STANDING_STAGES: Partial<Record<CaseRecord['facts']['standing'], Stage>> = {
  eligibleWithoutPackage: { id: 'panelItem.eligibleWithoutPackage', words: 'Eligible, no package needed' },
  notEligible: { id: 'panelItem.notEligible', words: 'Not eligible' },
};

/** An open case in which nothing runs: to be closed, or taken up again. */
const NOTHING_UNDER_WAY: Stage = { id: 'case.open', words: 'Open, nothing under way' };

/** The stage of a case or meeting, derived from its processes. */
export function stageOf(record: CaseRecord): Stage {
  const [root] = live(record, record.kind);
  if (!root) return { id: `${record.kind}.ended`, words: 'Ended' };
  if (record.facts.died || record.facts.closed) return stageOfProcess(root);
  const telling = TELLING.flatMap((kind) => live(record, kind)).at(0);
  if (telling) return stageOfProcess(telling);
  const standing = STANDING_STAGES[record.facts.standing];
  if (standing) return standing;
  return root.value === 'open' ? NOTHING_UNDER_WAY : stageOfProcess(root);
}
