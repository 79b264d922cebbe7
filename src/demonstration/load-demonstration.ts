import { instantOf, londonDateOf, type Instant } from '../../workflows/protocol/index.js';
import { note } from '../audit/audit-trail.js';
import type { Mode } from '../config/settings.js';
import { inTransaction, reading, statement } from '../database/transaction.js';
import type { Engine } from '../engine.module.js';
import { RealEngine } from '../histories/play-on-engine.js';
import type { PlayedOutcome } from '../histories/play-engine.js';
import { londonText, Player, type Shared } from '../histories/player.js';
import type { Step } from '../histories/history.js';
import { giveAddresses } from './invented-addresses.js';
import { InventedNames } from './invented-names.js';
import { planDemonstration, type PlannedHistory } from './plan.js';

/** A database, or a mode, in which there can be no demonstration. */
export class NoDemonstration extends Error {
  override readonly name = 'NoDemonstration';
}

/** What loading the demonstration came to. */
export interface LoadedDemonstration {
  place: string;
  /** How many children it has. */
  children: number;
  /** How many events their histories record; 0 where it had been loaded before. */
  events: number;
  /** False where it was there already. */
  loaded: boolean;
}

const CASES = statement('demonstration-cases', `SELECT count(*)::int AS cases FROM cases`);
const LOADED = statement(
  'demonstration-loaded',
  `SELECT count(*)::int AS times FROM audit_entries WHERE action = 'demonstrationLoaded'`,
);
/** A database that was just filled plans its reading badly until it has counted what is there. */
const COUNT_WHAT_IS_THERE = statement('demonstration-analyse', 'ANALYZE');

async function emptyOrLoaded({ dataSource, clock }: Engine): Promise<'empty' | { children: number }> {
  const purpose = await clock.purpose();
  if (purpose !== 'demonstration') {
    throw new NoDemonstration(
      `This database is for '${purpose}', and a demonstration is only loaded into one that was made for it. Use an empty database.`,
    );
  }
  const found = await reading(dataSource, async (tx) => ({
    cases: (await tx.row<{ cases: number }>(CASES))?.cases ?? 0,
    loaded: ((await tx.row<{ times: number }>(LOADED))?.times ?? 0) > 0,
  }));
  if (found.cases === 0) return 'empty';
  if (found.loaded) return { children: found.cases };
  throw new NoDemonstration(
    `This database holds ${found.cases} cases, but not a whole demonstration: loading it was broken off. Drop the database and begin again.`,
  );
}

interface Turn {
  player: Player;
  step: Step;
}

/** Every step of every history in the order in which they happened; where two fall together, meetings come first. */
function inOrderOfTime(engine: RealEngine, planned: readonly PlannedHistory[], shared: Shared): Turn[] {
  return planned
    .flatMap(({ history, steps }) => {
      const player = new Player(engine, history, shared);
      return steps.map((step): Turn => ({ player, step }));
    })
    .sort((a, b) => (a.step.at < b.step.at ? -1 : a.step.at > b.step.at ? 1 : 0));
}

function mustBeAccepted(outcome: PlayedOutcome | null, { event, source, at }: Step): void {
  if (outcome === null || outcome.kind === 'accepted') return;
  const why =
    outcome.kind === 'refused'
      ? outcome.refusals.map(({ clauses, message }) => `[${clauses.join(', ')}] ${message}`).join(' ')
      : outcome.kind === 'invalid'
        ? outcome.errors.map(({ field, message }) => `${field}: ${message}`).join('; ')
        : outcome.message;
  throw new Error(
    `The demonstration stops at ${source.file}:${source.line}, ${event ?? 'a declaration'} of ${londonText(at)}: ${why}`,
  );
}

/** How the demonstration is loaded. */
export interface Loading {
  mode: Mode;
  /** The moment up to which its histories are played; the true time where absent. */
  now?: Instant;
}

/**
 * Fills an empty demonstration database with about sixty invented children at every stage, made by playing their
 * histories up to the present moment; afterwards the clock shows the true time. One that is loaded already is left as it
 * is. Throws NoDemonstration in production, and in a database that holds or is for anything else.
 */
export async function loadDemonstration(
  engine: Engine,
  { mode, now }: Loading,
): Promise<LoadedDemonstration> {
  if (mode === 'production')
    throw new NoDemonstration('There is no demonstration while NODE_ENV is production.');
  const state = await emptyOrLoaded(engine);
  const until = now === undefined ? new Date().toISOString() : instantOf(now);
  const plan = planDemonstration(until, londonDateOf(until));
  if (state !== 'empty') return { place: plan.place, children: state.children, events: 0, loaded: false };
  const shared: Shared = { people: new Map(), meetings: new Map() };
  const turns = inOrderOfTime(
    new RealEngine(engine, plan.place, new InventedNames()),
    [...plan.meetings, ...plan.children],
    shared,
  );
  let events = 0;
  for (const { player, step } of turns) {
    mustBeAccepted(await player.record(step), step);
    events += step.contents.length;
  }
  if (now === undefined) await engine.clock.showTrueTime();
  else await engine.clock.moveTo(until);
  await engine.duePass.run();
  await inTransaction(engine.dataSource, async (tx) => {
    await giveAddresses(tx, plan.place);
    await note(tx, {
      place: plan.place,
      person: null,
      action: 'demonstrationLoaded',
      detail: { children: plan.children.length },
    });
    await tx.change(COUNT_WHAT_IS_THERE);
  });
  return { place: plan.place, children: plan.children.length, events, loaded: true };
}
