import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectFolder } from '../../src/config/project-folder.js';
import {
  advance,
  allEvents,
  emptyRecord,
  isCorrection,
  PROCESSES,
  type ProcessDefinition,
} from '../../workflows/protocol/index.js';
import { playAndCompare, secondPlace, type Compared, type ComparedCase } from '../helpers/played.js';

const FOLDER = join(projectFolder(), 'workflows/histories');
const HISTORIES = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
const PATIENCE = 240_000;

const other = secondPlace();
const results = new Map<string, Compared>();
const resultOf = (name: string): Compared => {
  const result = results.get(name);
  if (!result) throw new Error(`${name} was not played.`);
  return result;
};

const ELSEWHERE = {
  'two-places.yaml in Sefton': { file: 'two-places.yaml', place: 'sefton' },
  'two-places.yaml in Riverside': { file: 'two-places.yaml', place: 'riverside' },
  'paused.yaml in Riverside': { file: 'paused.yaml', place: 'riverside' },
  'moved.yaml in Riverside': { file: 'moved.yaml', place: 'riverside' },
};

beforeAll(async () => {
  for (const name of HISTORIES) results.set(name, await playAndCompare(join(FOLDER, name)));
  for (const [name, { file, place }] of Object.entries(ELSEWHERE)) {
    const reading = { place, folders: { placesDir: other.folder } };
    results.set(name, await playAndCompare(join(other.folder, file), reading));
  }
}, PATIENCE);

afterAll(() => other.remove());

const ALL = [...HISTORIES, ...Object.keys(ELSEWHERE)];

describe('every written history', () => {
  it.each(ALL)('%s: everything expected of it holds', (name) => {
    expect(resultOf(name).played.failures).toEqual([]);
  });

  it.each(ALL)('%s: its events come to exactly the record and deadlines that are stored', (name) => {
    const { cases } = resultOf(name);
    expect(cases.length).toBeGreaterThan(0);
    for (const { label, told, stored } of cases) {
      expect({ label, ...told }).toEqual({ label, ...stored });
    }
  });
});

const everyCase = (): ComparedCase[] => [...results.values()].flatMap(({ cases }) => cases);

interface Walked {
  from: string;
  event: string;
  to: string;
}

/** The arrows a case went along, told by its events; of a case with corrections those before the first. */
function arrowsOf({ stored, events, rulesAt }: ComparedCase): Walked[] {
  const first = events[0];
  if (!first) return [];
  const { id, place } = stored.record;
  let record = emptyRecord(id, 'case', place, rulesAt(first).protocol.version);
  const walked: Walked[] = [];
  for (const event of events) {
    if (isCorrection(event.type)) return walked;
    const outcome = advance(record, event, rulesAt(event), { again: true });
    if (outcome.kind === 'refused')
      throw new Error(`Event ${event.seq} (${event.type}) could not be told again.`);
    const before = record.processes[event.process];
    const after =
      outcome.record.processes[event.process] ??
      outcome.ended.find(({ process }) => process.id === event.process)?.process;
    if (before && after) {
      walked.push({ from: `${before.kind}.${before.value}`, event: event.type, to: after.value });
    }
    record = outcome.record;
  }
  return walked;
}

const text = ({ from, event, to }: Walked): string => `${from} --${event}--> ${to}`;

/** Every arrow of a process's chart that leads somewhere. */
const arrowsIn = ({ kind, chart }: ProcessDefinition): string[] =>
  Object.entries(chart.states).flatMap(([from, { on = {} }]) =>
    Object.entries(on).flatMap(([event, arrow]) =>
      (Array.isArray(arrow) ? arrow : [arrow]).map((one: string | { to?: string }) =>
        text({ from: `${kind}.${from}`, event, to: typeof one === 'string' ? one : (one.to ?? from) }),
      ),
    ),
  );

describe('the written histories together', () => {
  it('are at least fifteen', () => {
    expect(HISTORIES.length).toBeGreaterThanOrEqual(15);
  });

  it('use every type of event', () => {
    const used = new Set(everyCase().flatMap(({ events }) => events.map(({ type }) => type)));
    for (const { played } of results.values()) {
      for (const { event, outcome } of played.steps) if (event && outcome === 'accepted') used.add(event);
    }
    // A calendar changes for everyone at once, not in the course of one history.
    used.add('DEADLINES_RECOUNTED');
    expect(allEvents().flatMap(({ type }) => (used.has(type) ? [] : [type]))).toEqual([]);
  });

  it('take every branch of every process of a case', () => {
    const taken = new Set(everyCase().flatMap(arrowsOf).map(text));
    const charts = PROCESSES.filter(({ kind }) => kind !== 'meeting');
    expect(charts.flatMap(arrowsIn).filter((arrow) => !taken.has(arrow))).toEqual([]);
  });

  it('meet a refusal of every kind of gate on the way', () => {
    const clauses = [...results.values()]
      .flatMap(({ played }) => played.steps)
      .flatMap(({ refusals }) => refusals.flatMap((refusal) => refusal.clauses));
    const gates = [
      'SCO-1',
      'CHK-2',
      'CHK-3',
      'CHK-4',
      'HNA-2',
      'HNA-4',
      'HNA-8',
      'PAN-2',
      'PAN-3',
      'PAN-5',
      'PAN-8',
    ];
    const money = ['PRV-1', 'PRV-4', 'PRV-8', 'FUN-1', 'FUN-3', 'FUN-4', 'FUN-9', 'PAN-6'];
    expect([...gates, ...money].filter((clause) => !clauses.includes(clause))).toEqual([]);
  });
});
