import { live, type CaseRecord } from '../protocol/record.js';
import type { CaseloadWeight } from '../timescales/parameters.js';
import type { ProtocolData } from '../timescales/protocol-data.js';

/** What a case weighs in its assessor's caseload: the rows that count, and their points in all. */
export interface CaseWeight {
  points: number;
  /** Slugs of the rows that count, one for each process that weighs. */
  work: string[];
}

/** ROL-1: what a case weighs by what is under way in it; nothing once it is closed or the child has died. */
export function weightOf(record: CaseRecord, { parameters }: Pick<ProtocolData, 'parameters'>): CaseWeight {
  const { closed, died } = record.facts;
  if (closed || died || live(record, 'case').length === 0) return { points: 0, work: [] };
  const rows = parameters.caseloadWeights.value;
  const rowFor = (kind: string, value: string): CaseloadWeight | undefined =>
    rows.find(({ process, states }) => process === kind && (states === undefined || states.includes(value)));
  const weighing = Object.values(record.processes)
    .filter(({ kind }) => kind !== 'case')
    .flatMap(({ kind, value }) => rowFor(kind, value) ?? []);
  const counted =
    weighing.length > 0 ? weighing : live(record, 'case').flatMap(({ value }) => rowFor('case', value) ?? []);
  return {
    points: counted.reduce((sum, { points }) => sum + points, 0),
    work: counted.map(({ slug }) => slug),
  };
}
