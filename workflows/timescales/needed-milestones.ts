import type { CaseRecord, Milestone } from '../protocol/record.js';
import { keyOf, metKeyOf, type Deadline } from './deadlines.js';
import type { ProtocolData } from './protocol-data.js';
import type { Timescale } from './timescale.js';

/** What a milestone can do for a timescale, and which of its keys names the clock. */
interface Part {
  does: 'starts' | 'settles';
  /** The deadline it would do it for. */
  deadline: string;
  value: string;
}

const settles = ({ metBy, stoppedBy, resumedBy }: Timescale, kind: string): boolean =>
  [metBy.anyOf, metBy.allOf, stoppedBy, resumedBy].some((kinds) => kinds?.includes(kind) === true);

const part = (row: Timescale, does: Part['does'], value: string | undefined): Part[] =>
  value === undefined ? [] : [{ does, deadline: `${row.id}/${value}`, value }];

const partsIn = (row: Timescale, { kind, keys }: Milestone): Part[] => [
  ...(row.starts.milestones.includes(kind) ? part(row, 'starts', keys[keyOf(row)]) : []),
  ...(settles(row, kind)
    ? [...new Set([keyOf(row), metKeyOf(row)])].flatMap((key) => part(row, 'settles', keys[key]))
    : []),
];

const isLiveIn = (record: CaseRecord) => {
  const adultTransition = Object.values(record.processes).some(({ kind }) => kind === 'adultTransition');
  return (value: string): boolean =>
    value === 'child' ? adultTransition : (value.split('.')[0] ?? value) in record.processes;
};

/**
 * The milestones still needed: those that start, meet or stop a deadline that is open, or may yet do so for a process
 * that is live; and with a start that is kept, all that settled its deadline. The rest have done their work and leave the
 * record, so a step costs the same in year ten.
 */
export function milestonesStillNeeded(
  record: CaseRecord,
  deadlines: readonly Deadline[],
  protocol: ProtocolData,
): Milestone[] {
  const byKey = new Map(deadlines.map((deadline) => [deadline.key, deadline]));
  const isLive = isLiveIn(record);
  const parts = new Map(
    record.milestones.map((milestone) => [
      milestone,
      protocol.timescales.flatMap((row) => partsIn(row, milestone)),
    ]),
  );
  const awaited = ({ deadline: key, value }: Part): boolean => {
    const settled = byKey.get(key)?.settled;
    return settled === undefined
      ? isLive(value)
      : settled === null || (settled.as === 'stopped' && isLive(value));
  };
  const kept = new Set(record.milestones.filter((milestone) => parts.get(milestone)?.some(awaited)));
  for (let size = -1; size !== kept.size;) {
    size = kept.size;
    const started = new Set(
      [...kept]
        .flatMap((milestone) => parts.get(milestone) ?? [])
        .flatMap(({ does, deadline }) => (does === 'starts' ? [deadline] : [])),
    );
    for (const [milestone, its] of parts) {
      if (its.some(({ does, deadline }) => does === 'settles' && started.has(deadline))) kept.add(milestone);
    }
  }
  return record.milestones.filter((milestone) => kept.has(milestone));
}
