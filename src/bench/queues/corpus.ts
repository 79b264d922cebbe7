import {
  addDays,
  dayOfWeek,
  daysBetween,
  localDate,
  startOfDay,
  type LocalDate,
} from '../../../workflows/protocol/index.js';
import { note } from '../../audit/audit-trail.js';
import { inTransaction, reading, statement } from '../../database/transaction.js';
import { COPY_ALL_OPEN_DEADLINES } from '../../deadlines/deadline-statements.js';
import type { Engine } from '../../engine.module.js';
import { castOf, enterCast } from './cast.js';
import { Chance } from './chance.js';
import { Children, referenceOf, type Born } from './children.js';
import { OverCase, WholeCase, type Copied } from './copies.js';
import { isOver, lifeOf, type Life } from './life.js';
import { Loader } from './loader.js';
import { loadMeetings } from './meetings.js';
import { fridaysDue, openStateOf, someFriday, type OpenState } from './open-states.js';
import { Panels } from './panels.js';
import { Shift } from './shift.js';
import { closeOfWork, type World } from './walk.js';

/** How large a corpus is to be. */
export interface CorpusSize {
  cases: number;
  openDeadlines: number;
  /** How many histories are told by themselves; every other case is a copy of one. */
  histories: number;
  /** How many deadlines pass at the midnight that ends the last day. */
  tonight: number;
}

/** What a corpus came to. */
export interface Corpus extends CorpusSize {
  place: string;
  /** The moment its clock is to show, before anything of the last evening has passed. */
  at: string;
  /** The midnight at which its deadlines of tonight pass. */
  midnight: string;
  openCases: number;
  /** Beginnings of histories told anew in the weeks before the last day, of which the open cases are copies. */
  openStates: number;
  meetings: number;
  rows: Record<string, number>;
  /** Cases whose history is told by themselves; and some that are copies with events. */
  sample: { histories: string[]; copies: string[] };
}

const PLACE = 'sefton';
const FIRST_DAY = localDate('2022-07-04');
/** A Friday without a holiday near it. */
const LAST_DAY = localDate('2042-06-20');
/** The evening of the last day, before anything of tonight has passed. */
const EVENING = closeOfWork(LAST_DAY);
const ASSESSORS = 60;
const LONGEST_LIFE = 9 * 365;
const WEEK = 7;
const MEETINGS_AHEAD = 30 * WEEK;
const SEED = 20_420_620;
const SAMPLED = 200;

/** The usual size of a corpus of so many cases. */
export const sizeOf = (cases: number): CorpusSize => ({
  cases,
  openDeadlines: Math.floor(cases / 4),
  histories: Math.min(2000, Math.floor(cases / 4)),
  tonight: Math.ceil(cases / 80) + latenessOf(cases),
});

/** How many of the deadlines of tonight are kept for the steady load: a minute of ten a second, or fewer. */
export const latenessOf = (cases: number): number => Math.min(600, Math.ceil(cases / 400));

/** Different lives, each over before the last day. */
function tellLives(world: World, count: number, chance: Chance, say: (line: string) => void): Life[] {
  const known = new Set<string>();
  const lives: Life[] = [];
  const weeks = Math.floor(daysBetween(FIRST_DAY, addDays(LAST_DAY, -LONGEST_LIFE)) / WEEK);
  for (let seed = 1; lives.length < count; seed += 1) {
    const life = lifeOf(
      world,
      seed,
      addDays(FIRST_DAY, WEEK * chance.between(0, weeks)),
      addDays(LAST_DAY, -WEEK),
    );
    if (!isOver(life) || known.has(life.digest)) continue;
    known.add(life.digest);
    lives.push(life);
    if (lives.length % 500 === 0) say(`  ${lives.length} histories told`);
  }
  return lives;
}

const STATES = { fewest: 30, most: 6000, openDeadlinesEach: 15, tonightEach: 8 };

/** Beginnings of lives that stand open on the last day: first some with a deadline of tonight, then others. */
function openStates(world: World, lives: readonly Life[], size: CorpusSize, chance: Chance) {
  const wanted = (count: number, each: number) =>
    Math.min(STATES.most, Math.max(STATES.fewest, Math.ceil(count / each)));
  const state = (life: Life, friday: LocalDate | null): OpenState | null =>
    friday === null ? null : openStateOf(world, life, friday, LAST_DAY);
  const tonight: OpenState[] = [];
  const due = lives.flatMap((life) => fridaysDue(life).map((friday) => ({ life, friday })));
  while (tonight.length < wanted(size.tonight, STATES.tonightEach)) {
    const { life, friday } = chance.of(due);
    const found = state(life, friday);
    if (found && found.tonight > 0) tonight.push(found);
  }
  const others: OpenState[] = [];
  while (others.length < wanted(size.openDeadlines, STATES.openDeadlinesEach)) {
    const life = chance.of(lives);
    const found = state(life, someFriday(life, chance));
    if (found && found.tonight === 0) others.push(found);
  }
  return { tonight, others };
}

/** Draws states until what they hold comes to exactly what is wanted. */
function* drawn(
  states: readonly OpenState[],
  left: () => { open: number; tonight: number },
  chance: Chance,
): Generator<OpenState> {
  const fits = (state: OpenState) => state.open <= left().open && state.tonight <= left().tonight;
  for (;;) {
    const any = chance.of(states);
    const next = fits(any) ? any : states.filter(fits).sort((a, b) => a.open - b.open)[0];
    if (!next) return;
    yield next;
  }
}

const HOLDS = statement('holds-cases', `SELECT EXISTS (SELECT 1 FROM cases) AS cases`);

/** A corpus goes into a database of its own, and never beside cases that are anybody's. */
async function mustBeEmpty({ clock, dataSource }: Engine): Promise<void> {
  const held = await reading(dataSource, (tx) => tx.row<{ cases: boolean }>(HOLDS));
  if (held?.cases || (await clock.purpose()) === 'live') {
    throw new NotForACorpus('A corpus is built in an empty database that is not live. This one is not.');
  }
}

/** A database in which no corpus can be built. */
export class NotForACorpus extends Error {
  override readonly name = 'NotForACorpus';
}

/** Builds a corpus in an empty database that is not live. */
export class CorpusBuilder {
  private readonly chance = new Chance(SEED);
  private readonly world: World;
  private readonly children: Children;
  private references = 0;

  private constructor(
    private readonly engine: Engine,
    private readonly size: CorpusSize,
    world: World,
    private readonly loader: Loader,
    private readonly say: (line: string) => void,
  ) {
    this.world = world;
    this.children = new Children(this.chance, size.cases);
  }

  /** Builds it, and leaves the clock at the evening of the last day. Throws NotForACorpus where the database is not empty, or is live. */
  static async build(
    engine: Engine,
    url: string,
    size: CorpusSize,
    say: (line: string) => void,
  ): Promise<Corpus> {
    await mustBeEmpty(engine);
    const rules = await engine.places.presentRules(PLACE);
    const place = engine.places.find(PLACE);
    if (!place) throw new RangeError(`There is no place '${PLACE}'.`);
    const cast = castOf(ASSESSORS, rules.protocol.parameters.assessorCompetence.value);
    const world = { place, rules, cast, panels: new Panels(cast, rules) };
    await enterCast(engine.directory, place, cast);
    const loader = await Loader.on(url);
    try {
      return await new CorpusBuilder(engine, size, world, loader, say).build();
    } finally {
      await loader.close();
    }
  }

  private async build(): Promise<Corpus> {
    const { size, world, say } = this;
    say(`Telling ${size.histories} histories.`);
    const lives = tellLives(world, size.histories, this.chance, say);
    say('Telling how open cases stand on the last day.');
    const states = openStates(world, lives, size, this.chance);
    say('Loading meetings, histories and open cases.');
    const to = addDays(LAST_DAY, MEETINGS_AHEAD);
    const meetings = await loadMeetings(
      this.loader,
      world,
      { from: FIRST_DAY, lastDay: LAST_DAY, to },
      size.cases,
    );
    const histories = await this.loadHistories(lives);
    const copies = await this.loadOpen(states);
    say('Loading cases that are over.');
    await this.loadOver(lives, size.cases - histories.length - copies.length);
    say('Building keys and indexes.');
    await this.loader.finish();
    say('Copying open deadlines for the queues, and letting the database look at what it holds.');
    await this.copiesFilled();
    await this.engine.dataSource.query('VACUUM ANALYZE');
    await this.engine.clock.moveTo(EVENING);
    const every = Math.max(1, Math.floor(copies.length / SAMPLED));
    const corpus: Corpus = {
      ...size,
      place: PLACE,
      at: EVENING,
      midnight: startOfDay(addDays(LAST_DAY, 1)),
      openCases: copies.length,
      openStates: states.tonight.length + states.others.length,
      meetings,
      rows: Object.fromEntries(this.loader.counts),
      sample: { histories, copies: copies.filter((_id, nth) => nth % every === 0) },
    };
    await inTransaction(this.engine.dataSource, (tx) =>
      note(tx, { place: PLACE, person: null, action: 'corpusBuilt', detail: { ...corpus } }),
    );
    return corpus;
  }

  /** What queues are read from is copied from the deadlines, as it is wherever a database was not filled by commands. */
  private async copiesFilled(): Promise<void> {
    await inTransaction(this.engine.dataSource, (tx) => tx.change(COPY_ALL_OPEN_DEADLINES));
  }

  private copied(born: Born): Copied {
    this.references += 1;
    return { reference: referenceOf(this.references), child: this.children.next(born) };
  }

  private async loadHistories(lives: readonly Life[]): Promise<string[]> {
    const ids: string[] = [];
    for (const { telling, said } of lives) {
      const whole = new WholeCase(PLACE, telling, this.world.rules, this.loader, { said, asAt: EVENING });
      ids.push(await whole.load(this.copied(telling.record.facts)));
    }
    return ids;
  }

  private async loadOpen(states: { tonight: OpenState[]; others: OpenState[] }): Promise<string[]> {
    const ids: string[] = [];
    const left = { open: this.size.openDeadlines, tonight: this.size.tonight };
    const wholes = new Map<OpenState, WholeCase>();
    for (const pool of [states.tonight, states.others]) {
      for (const state of drawn(pool, () => left, this.chance)) {
        const { telling } = state;
        const whole =
          wholes.get(state) ??
          new WholeCase(PLACE, telling, this.world.rules, this.loader, { asAt: EVENING });
        wholes.set(state, whole);
        ids.push(await whole.load(this.copied(telling.record.facts)));
        left.open -= state.open;
        left.tonight -= state.tonight;
        if (left.open === 0 || (pool === states.tonight && left.tonight === 0)) break;
      }
    }
    return ids;
  }

  private async loadOver(lives: readonly Life[], count: number): Promise<void> {
    const overs = lives.map((life) => ({
      life,
      over: new OverCase(PLACE, life.telling, this.world.rules, this.loader),
    }));
    for (let loaded = 0; loaded < count;) {
      const { life, over } = this.chance.of(overs);
      if (await over.load(new Shift(this.someWeeks(life)), (born) => this.copied(born))) {
        loaded += 1;
        if (loaded % 50_000 === 0) this.say(`  ${loaded} of ${count}`);
      }
    }
  }

  /** A shift that keeps the life between the first day and the last. */
  private someWeeks({ said }: Life): number {
    const first = said[0]?.said.on ?? FIRST_DAY;
    const last = said.at(-1)?.said.on ?? LAST_DAY;
    const monday = addDays(first, 1 - dayOfWeek(first));
    return this.chance.between(
      -daysBetween(FIRST_DAY, monday) / WEEK,
      Math.floor(daysBetween(last, LAST_DAY) / WEEK),
    );
  }
}
