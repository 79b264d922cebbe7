import { Client } from 'pg';
import { migrations } from '../../../migrations/index.js';
import { createEngine } from '../../engine.module.js';
import { reading, statement } from '../../database/transaction.js';
import type { DatabaseServer } from '../../postgres/database-server.js';
import { holding } from '../../process/holding.js';
import { CorpusBuilder, sizeOf, type Corpus } from './corpus.js';

/** A corpus in a database of its own, and how long it took to build; null where it was there already. */
export interface BuiltCorpus {
  corpus: Corpus;
  database: string;
  url: string;
  buildSeconds: number | null;
}

/** Raised whenever a corpus comes to be made otherwise than before. */
const CORPUS_VERSION = 1;
const A_SECOND = 1000;

const KEPT = statement(
  'kept-corpus',
  `SELECT detail AS corpus FROM audit_entries WHERE action = 'corpusBuilt' ORDER BY id DESC LIMIT 1`,
);

/** The name says what is in it: one that an earlier program made otherwise is never taken for one of this. */
const nameOf = (cases: number): string => `bench_queues_${cases}_v${CORPUS_VERSION}_${migrations.length}`;

async function kept(url: string): Promise<Corpus | null> {
  const engine = await createEngine(url, { migrate: false }).catch(() => null);
  if (!engine) return null;
  try {
    const found = await reading(engine.dataSource, (tx) => tx.row<{ corpus: Corpus }>(KEPT));
    return found?.corpus ?? null;
  } finally {
    await engine.close();
  }
}

async function build(url: string, cases: number, say: (line: string) => void): Promise<Corpus> {
  const engine = await createEngine(url, { purpose: 'test' });
  try {
    return await CorpusBuilder.build(engine, url, sizeOf(cases), say);
  } finally {
    await engine.close();
  }
}

/** The corpus of so many cases: one that was kept, or a new one. */
export async function corpusOf(
  server: DatabaseServer,
  cases: number,
  say: (line: string) => void,
): Promise<BuiltCorpus> {
  const database = nameOf(cases);
  const url = server.urlOf(database);
  const found = await kept(url);
  if (found) {
    say(`Using the corpus of ${cases} cases that was kept.`);
    return { corpus: found, database, url, buildSeconds: null };
  }
  say(`Building a corpus of ${cases} cases.`);
  await server.dropDatabase(database);
  await server.createDatabase(database);
  const began = performance.now();
  let whole = false;
  return holding(
    async () => (whole ? undefined : server.dropDatabase(database)),
    async () => {
      const corpus = await build(url, cases, say);
      whole = true;
      return { corpus, database, url, buildSeconds: (performance.now() - began) / A_SECOND };
    },
  );
}

/** Does the work on a copy of the database, which is dropped afterwards. */
export async function onCopy<T>(
  server: DatabaseServer,
  database: string,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const copy = `${database}_copy`;
  await server.dropDatabase(copy);
  return holding(
    () => server.dropDatabase(copy),
    async () => {
      await copied(server, database, copy);
      return work(server.urlOf(copy));
    },
  );
}

async function copied(server: DatabaseServer, from: string, to: string): Promise<void> {
  const client = new Client({ connectionString: server.url });
  await client.connect();
  try {
    // Copied as files: a copy through the log of the server would be written twice.
    await client.query(`CREATE DATABASE ${to} TEMPLATE ${from} STRATEGY FILE_COPY`);
  } finally {
    await client.end();
  }
}

const SIZE = statement('database-size', `SELECT pg_database_size(current_database())::float8 AS bytes`);

/** Bytes of the database on disk. */
export async function bytesOf(url: string): Promise<number> {
  const engine = await createEngine(url, { migrate: false });
  try {
    return (await reading(engine.dataSource, (tx) => tx.row<{ bytes: number }>(SIZE)))?.bytes ?? Number.NaN;
  } finally {
    await engine.close();
  }
}
