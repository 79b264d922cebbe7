import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../random.js';
import type { Service } from '../world/service.js';
import { until } from '../world/patience.js';
import { AnswerLost, Client, type Answered, type Sending } from './client.js';
import { Ledger, type Entry } from './ledger.js';
import { isLast, stepAfter, type Step, type Who } from './pathway.js';

/** A case that is worked on. */
interface Worked {
  id: string | null;
  version: number;
  steps: number;
}

/** Someone who works on cases: their id in the directory and their token. */
export interface Worker {
  id: string;
  token: string;
}

/** Where the work is done. */
export interface Workplace {
  staff: Readonly<Record<Who, Worker>>;
  /** The processes that answer. */
  webs(): readonly Service[];
  /** The day it is by the clock of the service. */
  today(): Promise<string>;
}

/** How much is asked at once, and of whom. */
export interface Asking {
  commands: number;
  /** Whether all of them are about cases that are opened by them. */
  fresh?: boolean;
  /** Cases that are to be among those they are about. */
  on?: readonly string[];
  /** The process to which every command is sent the first time. */
  first?: Service;
  /** Told of every answer, before it is judged. */
  hears?: (answer: Answered) => void;
  /** Whether an answer that something unforeseen went wrong is one that the fault was to bring about. */
  mayFail?: boolean;
}

/** Commands under way. */
export interface Burst {
  /** Resolves when every one of them is acknowledged. */
  done: Promise<void>;
  /** The cases they are about, as far as they have an id by now. */
  touched(): string[];
}

/** What was known at a moment of everything that was asked. */
export interface Mark {
  ledger: ReadonlyMap<string, readonly Entry[]>;
  pool: readonly Worked[];
}

/** A command that someone else sends, as often and in whatever way. */
export interface Prepared {
  sending: Sending;
  /** Enters an answer that acknowledges it; returns the case it is about. */
  keep: (answer: Answered) => string;
}

const MOST_CASES = 40;
const ONE_NEW_IN = 4;
const AGAIN_AFTER_MS = 60;
const GIVE_UP_AFTER_MS = 120_000;
const MOST_WORDS = 300;
const UNAVAILABLE = 503;
const UNEXPECTED = 500;

const saysWhen = ({ headers }: Answered): boolean =>
  headers['retry-after'] !== undefined &&
  String(headers['content-type']).startsWith('application/problem+json');

/** Whether it acknowledges what was asked. */
export const isGood = ({ status }: Answered): boolean => status >= 200 && status < 300;

/** People at work: commands on cases over HTTP, each sent again with its key until it is acknowledged. */
export class Load {
  readonly ledger = new Ledger();
  readonly client = new Client();
  private pool: Worked[] = [];
  private readonly atWork = new Set<Worked>();

  constructor(private readonly place: Workplace) {}

  /** Begins so many commands at once, each on a case of its own. */
  async begin(random: Random, asking: Asking): Promise<Burst> {
    const today = await this.place.today();
    const named = this.pool.filter(({ id }) => id !== null && asking.on?.includes(id));
    for (const one of named) this.atWork.add(one);
    const others = Math.max(0, asking.commands - named.length);
    const cases = [...named, ...Array.from({ length: others }, () => this.take(random, asking.fresh))];
    const people = this.people();
    const steps = cases.map((one) => stepAfter(one.steps, { today, people, random }));
    const sent = cases.map((one, at) => this.work(one, steps[at] as Step, random, asking));
    return {
      done: Promise.all(sent).then(() => undefined),
      touched: () => cases.flatMap(({ id }) => (id === null ? [] : [id])),
    };
  }

  /** Carries commands to their end without any fault. */
  async calm(random: Random, commands: number, asking: Omit<Asking, 'commands'> = {}): Promise<string[]> {
    const burst = await this.begin(random, { commands, ...asking });
    await burst.done;
    return burst.touched();
  }

  /** Sends something that is no command of a case, to any process that answers. */
  async send(sending: Sending & { by?: Who }): Promise<Answered> {
    const { by, ...rest } = sending;
    const token = by === undefined ? {} : { token: this.place.staff[by].token };
    return this.client.send((await this.anyWeb()).port, { ...rest, ...token });
  }

  /** What is known now of everything that was asked, to go back to where the service is put back to this moment. */
  mark(): Mark {
    return { ledger: this.ledger.mark(), pool: this.pool.map((one) => ({ ...one })) };
  }

  /** Forgets all that was asked since that mark. Nothing may be under way. */
  goBackTo({ ledger, pool }: Mark): void {
    this.ledger.goBackTo(ledger);
    this.pool = pool.map((one) => ({ ...one }));
  }

  close(): void {
    this.client.close();
  }

  /** A command that is sent by hand: nothing of it is sent by this. */
  async prepared(random: Random): Promise<Prepared> {
    const one = this.take(random);
    const told = { today: await this.place.today(), people: this.people(), random };
    const step = stepAfter(one.steps, told);
    const entry = this.ledger.enter(randomUUID(), step.type);
    return {
      sending: this.sendingOf(one, step, entry),
      keep: (answer) => {
        this.keep(one, step, entry, answer);
        this.atWork.delete(one);
        return String(answer.body['id']);
      },
    };
  }

  private people(): Record<Who, string> {
    const { nurse, manager, administrator } = this.place.staff;
    return { nurse: nurse.id, manager: manager.id, administrator: administrator.id };
  }

  private take(random: Random, fresh = false): Worked {
    const free = this.pool.filter((one) => !this.atWork.has(one));
    const isNew = fresh || free.length === 0 || (this.pool.length < MOST_CASES && random.onceIn(ONE_NEW_IN));
    const one = isNew ? { id: null, version: 0, steps: 0 } : random.oneOf(free);
    if (isNew) this.pool.push(one);
    this.atWork.add(one);
    return one;
  }

  private async work(one: Worked, step: Step, random: Random, asking: Asking): Promise<void> {
    const entry = this.ledger.enter(randomUUID(), step.type);
    const sending = this.sendingOf(one, step, entry);
    const end = Date.now() + GIVE_UP_AFTER_MS;
    try {
      for (let web = asking.first; entry.acknowledged === null; web = undefined) {
        if (Date.now() > end) throw new Error(`${step.type} was not acknowledged in ${GIVE_UP_AFTER_MS} ms.`);
        const answer = await this.attempt(web ?? random.oneOf(await this.someWebs()), sending, entry);
        if (answer) asking.hears?.(answer);
        if (answer && isGood(answer)) this.keep(one, step, entry, answer);
        else await this.beforeAgain(step, answer, asking.mayFail === true);
      }
    } finally {
      this.atWork.delete(one);
    }
  }

  private sendingOf({ id, version }: Worked, { type, by, content }: Step, { key }: Entry): Sending {
    return {
      method: 'POST',
      path: id === null ? '/api/v1/cases' : `/api/v1/cases/${id}/events`,
      token: this.place.staff[by].token,
      key,
      body: { type, content },
      ...(id === null ? {} : { ifMatch: `"v${version}"` }),
    };
  }

  private async attempt(web: Service, sending: Sending, entry: Entry): Promise<Answered | null> {
    entry.sent += 1;
    try {
      return await this.client.send(web.port, sending);
    } catch (error) {
      if (!(error instanceof AnswerLost)) throw error;
      entry.lost += 1;
      return null;
    }
  }

  private keep(one: Worked, { type }: Step, entry: Entry, { body }: Answered): void {
    const said = { case: String(body['id']), seq: Number(body['seq']), version: Number(body['version']) };
    const isFirst = entry.acknowledged === null;
    this.ledger.acknowledge(entry, said);
    if (!isFirst) return;
    one.id = said.case;
    one.version = said.version;
    one.steps += 1;
    if (isLast(type)) this.pool = this.pool.filter((each) => each !== one);
  }

  /** A right command is acknowledged, or cannot be just now; every other answer is a fault of the service. */
  private async beforeAgain({ type }: Step, answer: Answered | null, mayFail: boolean): Promise<void> {
    if (answer && answer.status !== UNAVAILABLE && !(mayFail && answer.status === UNEXPECTED)) {
      const words = `${type} was answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, MOST_WORDS)}`;
      this.ledger.complain(words);
      if (answer.status < UNEXPECTED) throw new Error(words);
    }
    if (answer?.status === UNAVAILABLE && !saysWhen(answer))
      this.ledger.complain(`${type} was answered 503, and not as a problem that says when to try again.`);
    await pause(AGAIN_AFTER_MS);
  }

  private async someWebs(): Promise<readonly Service[]> {
    await until('a web process serves', () => this.place.webs().length > 0);
    return this.place.webs();
  }

  private async anyWeb(): Promise<Service> {
    const [web] = await this.someWebs();
    if (!web) throw new Error('No web process serves.');
    return web;
  }
}
