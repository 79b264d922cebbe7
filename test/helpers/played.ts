import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseRecord, Deadline, LocalDate, StoredEvent } from '../../workflows/protocol/index.js';
import { deriveDeadlines, replay, type RulesAt } from '../../workflows/protocol/index.js';
import { historyOf } from '../../src/cases/history.js';
import { projectFolder } from '../../src/config/project-folder.js';
import { reading } from '../../src/database/transaction.js';
import { createEngine, type Engine } from '../../src/engine.module.js';
import type { PlayedHistory } from '../../src/histories/played.js';
import { Player } from '../../src/histories/player.js';
import { RealEngine } from '../../src/histories/play-on-engine.js';
import { readHistory, type Reading } from '../../src/histories/read-history.js';
import { createTestDatabase } from './database.js';

/** The day on which the histories of the tests are read. */
export const READ_ON = '2026-02-02' as LocalDate;

const SECOND_PLACE = join(projectFolder(), 'test/fixtures/second-place');
const NEXT_VERSION = 'riverside-v2';

/** The data of a second place in a folder of its own, with a next protocol version that gives eight weeks to the decision. */
export function secondPlace(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'second-place-'));
  cpSync(SECOND_PLACE, folder, { recursive: true });
  const version = join(folder, 'protocols', NEXT_VERSION);
  cpSync(join(projectFolder(), 'workflows/protocols/sefton-v13'), version, { recursive: true });
  const change = (file: string, from: RegExp, to: string) => {
    const path = join(version, file);
    const before = readFileSync(path, 'utf8');
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${file} does not say ${String(from)}`);
    writeFileSync(path, after);
  };
  change('protocol.yaml', /^version: .*$/m, `version: ${NEXT_VERSION}`);
  change('timescales.yaml', /(- id: decision-national[\s\S]*?amount: )6/, '$18');
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A case as it is stored after a history, beside what its events come to when they are told again. */
export interface ComparedCase {
  label: string;
  stored: { record: CaseRecord; deadlines: Record<string, unknown> };
  told: { record: CaseRecord; deadlines: Record<string, unknown> };
  events: readonly StoredEvent[];
  rulesAt: RulesAt;
}

/** A history as it was played, with its cases told again. */
export interface Compared {
  played: PlayedHistory;
  cases: readonly ComparedCase[];
}

interface DeadlineRow {
  key: string;
  started_on: string;
  due_on: string;
  due_at: Date | string;
  original_due_on: string;
  settled: unknown;
  exception: unknown;
  extensions: unknown;
  pauses: unknown;
  paused_since: string | null;
}

const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const asRow = (deadline: Deadline) => {
  const { startedOn, dueOn, dueAt, originalDueOn, settled, exception, extensions, pauses, pausedSince } =
    deadline;
  return plain({
    startedOn,
    dueOn,
    dueAt,
    originalDueOn,
    settled,
    exception,
    extensions,
    pauses,
    pausedSince,
  });
};

async function storedOf({ dataSource }: Engine, id: string): Promise<ComparedCase['stored']> {
  const [row] = await dataSource.query<{ record: CaseRecord }[]>('SELECT record FROM cases WHERE id = $1', [
    id,
  ]);
  const rows = await dataSource.query<DeadlineRow[]>(
    `SELECT key, started_on::text, due_on::text, due_at, original_due_on::text, settled, exception, extensions, pauses,
       paused_since::text
     FROM deadlines WHERE case_id = $1`,
    [id],
  );
  if (!row) throw new Error('The case is not stored.');
  const deadlines = rows.map((each): [string, unknown] => [
    each.key,
    {
      startedOn: each.started_on,
      dueOn: each.due_on,
      dueAt: new Date(each.due_at).toISOString(),
      originalDueOn: each.original_due_on,
      settled: each.settled,
      exception: each.exception,
      extensions: each.extensions,
      pauses: each.pauses,
      pausedSince: each.paused_since,
    },
  ]);
  return { record: row.record, deadlines: Object.fromEntries(deadlines) };
}

async function compared(engine: Engine, place: string, label: string, id: string): Promise<ComparedCase> {
  const { dataSource, places } = engine;
  const { events, rulesAt } = await reading(dataSource, (tx) => historyOf(tx, places, { place, id }));
  const told = replay({ id, kind: 'case', place }, events, rulesAt);
  const { calendarVersion } = await places.present(place);
  const now = await places.rulesFor(place, told.record.protocol, calendarVersion);
  for (const deadline of deriveDeadlines(told.record, now)) told.deadlines.set(deadline.key, deadline);
  return {
    label,
    stored: await storedOf(engine, id),
    told: {
      record: plain(told.record),
      deadlines: Object.fromEntries([...told.deadlines].map(([key, each]) => [key, asRow(each)])),
    },
    events,
    rulesAt,
  };
}

/** Plays the file on a database of its own and tells every case again from its events. */
export async function playAndCompare(file: string, reading: Partial<Reading> = {}): Promise<Compared> {
  const history = readHistory(file, { today: READ_ON, ...reading });
  const place = history.place.place.id;
  const database = await createTestDatabase();
  const engine = await createEngine(database.url, { purpose: 'play', connections: 4, ...reading.folders });
  try {
    const player = new Player(new RealEngine(engine, place), history);
    const played = await player.play();
    const cases: ComparedCase[] = [];
    for (const [label, id] of player.caseIds()) cases.push(await compared(engine, place, label, id));
    return { played, cases };
  } finally {
    await engine.close();
    await database.drop();
  }
}
