import { cpus } from 'node:os';
import { createEngine } from '../../engine.module.js';
import type { DatabaseServer } from '../../postgres/database-server.js';
import { holding } from '../../process/holding.js';
import { startServiceProcess } from '../../process/service-process.js';
import { percentilesOf } from '../percentiles.js';
import { corpusOf, onCopy } from '../queues/corpus-database.js';
import { furnish, queueIsTold, type Account } from './furnish.js';
import { judgedPages, type FirstPage, type PageFigures, type PageJudgement } from './page-targets.js';
import { PageVisitor, type Fetched } from './page-visitor.js';
import {
  pagesAsked,
  searchesAsked,
  type PageAsked,
  type PageVisitorRole,
  type Samples,
} from './pages-asked.js';

/** How much is measured. */
export interface PageBench {
  cases: number;
  /** How often each page is asked for. */
  rounds: number;
  /** Whether the corpus stays for the next run. */
  keep: boolean;
}

/** Everything one run measured. */
export interface PageBenchFigures {
  at: string;
  cores: number;
  node: string;
  cases: number;
  first: FirstPage;
  pages: PageFigures[];
  judgements: PageJudgement[];
}

type Visitors = Record<PageVisitorRole, PageVisitor>;

const WARM_UP = 5;
const OK = 200;

/** Asks for the page. Throws where the answer is not the page. */
async function page(visitor: PageVisitor, path: string): Promise<Fetched> {
  const fetched = await visitor.get(path);
  if (fetched.status !== OK) throw new Error(`${path} was answered with ${fetched.status}.`);
  return fetched;
}

/** The front page before anybody signs in, as a browser fetches it that was never here. */
async function firstPage(at: { host: string; port: number }): Promise<FirstPage> {
  const visitor = new PageVisitor(at);
  try {
    const { text, bytes } = await page(visitor, '/');
    const addresses = new Set([...text.matchAll(/["'](\/assets\/[^"']+)["']/g)].map(([, to = '']) => to));
    const assets: FirstPage['assets'] = [];
    for (const address of addresses) assets.push({ address, bytes: (await page(visitor, address)).bytes });
    return { page: bytes, assets };
  } finally {
    visitor.close();
  }
}

async function measured(
  visitors: Visitors,
  { who, name, paths }: PageAsked,
  rounds: number,
): Promise<PageFigures> {
  const visitor = visitors[who];
  const at = (round: number): string => paths[round % paths.length] ?? '/';
  const first = await page(visitor, at(0));
  for (let round = 1; round < Math.min(WARM_UP, rounds); round += 1) await page(visitor, at(round));
  const answers: Fetched[] = [];
  for (let round = 0; round < rounds; round += 1) answers.push(await page(visitor, at(round)));
  const time = percentilesOf(answers.map(({ ms }) => ms));
  const slowest = Math.max(first.ms, ...answers.map(({ ms }) => ms));
  return { who, name, time, slowest, bytes: Math.max(...answers.map(({ bytes }) => bytes)) };
}

async function searched(visitors: Visitors, samples: Samples): Promise<PageAsked[]> {
  const pages: PageAsked[] = [];
  for (const { who, name, fields } of searchesAsked(samples)) {
    await visitors[who].get('/search');
    const { location, status } = await visitors[who].post('/search', fields);
    if (location === undefined) throw new Error(`A search was answered with ${status}.`);
    pages.push({ who, name, paths: [location] });
  }
  return pages;
}

async function signedIn(at: { host: string; port: number }, accounts: readonly Account[]): Promise<Visitors> {
  const visitors: Partial<Visitors> = {};
  for (const { who, username, password } of accounts) {
    const visitor = new PageVisitor(at);
    await visitor.signIn(username, password);
    visitors[who] = visitor;
  }
  return visitors as Visitors;
}

/**
 * Measures the pages of a service on that database, which holds a corpus and is written to. Throws where any of them is not
 * answered with the page.
 */
export async function measurePages(
  url: string,
  place: string,
  rounds: number,
  say: (line: string) => void,
): Promise<Pick<PageBenchFigures, 'first' | 'pages'>> {
  const engine = await createEngine(url, { migrate: false });
  say('Adding who read which record, and what staff were told.');
  const { accounts, samples } = await furnish(engine, url, place).finally(() => engine.close());
  const service = await startServiceProcess({ DATABASE_URL: url, DEMONSTRATION: 'no', REDIS_URL: '' });
  return holding(
    () => service.stop(),
    async () => {
      await queueIsTold(url);
      const first = await firstPage(service);
      const visitors = await signedIn(service, accounts);
      const pages = [...pagesAsked(samples), ...(await searched(visitors, samples))];
      say(`Asking for ${pages.length} pages ${rounds} times each.`);
      const figures: PageFigures[] = [];
      for (const asked of pages) figures.push(await measured(visitors, asked, rounds));
      for (const visitor of Object.values(visitors)) visitor.close();
      return { first, pages: figures };
    },
  );
}

/** Measures the pages of a service that has that many cases, on a copy of the corpus. */
export async function benchPages(
  server: DatabaseServer,
  { cases, rounds, keep }: PageBench,
  say: (line: string) => void,
): Promise<PageBenchFigures> {
  const { corpus, database } = await corpusOf(server, cases, say);
  const { first, pages } = await holding(
    async () => (keep ? undefined : server.dropDatabase(database)),
    () => onCopy(server, database, (url) => measurePages(url, corpus.place, rounds, say)),
  );
  return {
    at: new Date().toISOString(),
    cores: cpus().length,
    node: process.version,
    cases,
    first,
    pages,
    judgements: judgedPages(pages),
  };
}
