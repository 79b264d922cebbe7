import { localDate } from '../calendar/local-date.js';
import type { Opening } from './process.js';
import {
  MACHINES_VERSION,
  type CaseFacts,
  type CaseRecord,
  type ProcessKind,
  type ProcessRecord,
} from './record.js';
import { processOf } from './registry.js';
import { firstState } from './stepping.js';

/** No child is born before it is known; the opening event says the real day. */
const UNKNOWN = localDate('1900-01-01');

const NO_FACTS: CaseFacts = {
  dateOfBirth: UNKNOWN,
  openedOn: UNKNOWN,
  assessor: null,
  ehcp: null,
  standing: 'undecided',
  joinedOn: null,
  responsibleCommissioner: null,
  lastLevels: null,
  levelsChanged: [],
  voices: [],
  regards: { communicationNeeds: false, interpreter: null, adjustments: false },
  parentalResponsibility: [],
  needs: [],
  exceptions: [],
  extensions: [],
  pauses: [],
  reviewAsksFor: null,
  closed: null,
  died: null,
};

/** A case or meeting before its first event. */
export function emptyRecord(
  id: string,
  kind: 'case' | 'meeting',
  place: string,
  protocol: string,
): CaseRecord {
  const record: CaseRecord = {
    id,
    kind,
    place,
    protocol,
    machines: MACHINES_VERSION,
    seq: 0,
    facts: NO_FACTS,
    processes: {},
    counts: {},
    milestones: [],
    participations: [],
    breaches: {},
  };
  return opened(record, { open: kind }, 0);
}

/** The id the next process of that kind will have. */
export const nextIdIn = (record: CaseRecord, kind: ProcessKind): string =>
  `${kind}-${(record.counts[kind] ?? 0) + 1}`;

/** The record with another process open. */
export function opened(record: CaseRecord, opening: Opening, seq: number): CaseRecord {
  const definition = processOf(opening.open);
  const facts = { ...definition.initialFacts, ...opening.facts };
  const id = nextIdIn(record, opening.open);
  const process: ProcessRecord = {
    id,
    kind: opening.open,
    value: opening.value ?? firstState(definition, facts),
    facts,
    keys: opening.keys ?? {},
    openedBy: seq,
  };
  return {
    ...record,
    counts: { ...record.counts, [opening.open]: (record.counts[opening.open] ?? 0) + 1 },
    processes: { ...record.processes, [id]: process },
  };
}
