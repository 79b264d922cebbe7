import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../random.js';
import type { Service } from '../world/service.js';
import { until } from '../world/patience.js';
import { isGood, type Asking, type AskedCommand, type Burst, type Mark } from './asking.js';
import type { Prepared, Workplace } from './asking.js';
import { CasePool, type Worked } from './case-pool.js';
import { AnswerLost, Client, type Answered, type Sending } from './client.js';
import { Ledger, type Entry } from './ledger.js';
import { isLast, stepAfter, type Step, type Told, type Who } from './pathway.js';

const AGAIN_AFTER_MS = 60;
const GIVE_UP_AFTER_MS = 120_000;
const MOST_WORDS = 300;
const UNAVAILABLE = 503;
const UNEXPECTED = 500;
/** The rules, or the checks of what is said, are against it. */
const REFUSED = [409, 422];

const saysWhen = ({ headers }: Answered): boolean =>
  headers['retry-after'] !== undefined &&
  String(headers['content-type']).startsWith('application/problem+json');

/** People at work: commands on cases over HTTP, each sent again with its key until it is acknowledged. */
export class Load {
  readonly ledger = new Ledger();
  readonly client = new Client();
  private readonly pool = new CasePool();

  constructor(private readonly place: Workplace) {}

  /** Begins so many commands at once, each on a case of its own. */
  async begin(random: Random, asking: Asking): Promise<Burst> {
    const told = { today: await this.place.today(), people: this.people(), random };
    const named = this.pool.takeNamed(asking.on ?? []);
    const others = Math.max(0, asking.commands - named.length);
    const cases = [...named, ...Array.from({ length: others }, () => this.pool.take(random, asking.fresh))];
    const done = Promise.all(cases.map((one) => this.work(one, told, asking))).then(() => undefined);
    // Whoever waits for it hears of what fails; where the fault itself failed before, nobody does.
    done.catch(() => undefined);
    return { done };
  }

  /** Carries commands to their end without any fault; returns the cases that were opened. */
  async calm(random: Random, commands: number, asking: Omit<Asking, 'commands'> = {}): Promise<string[]> {
    const before = new Set(this.pool.ids);
    await (
      await this.begin(random, { commands, ...asking })
    ).done;
    return this.pool.ids.filter((id) => !before.has(id));
  }

  /** A command that is sent by hand: nothing of it is sent by this. */
  async prepared(random: Random): Promise<Prepared> {
    const one = this.pool.take(random);
    const today = await this.place.today();
    const asked = this.enter(one, { today, people: this.people(), random });
    return {
      sending: asked.sending,
      overtaken: async () => {
        const isOvertaken = (await this.place.today()) !== today;
        if (isOvertaken) this.pool.giveBack(one);
        return isOvertaken;
      },
      keep: (answer) => {
        this.keep(one, asked, answer);
        this.pool.giveBack(one);
        return String(answer.body['id']);
      },
    };
  }

  /** Sends something that is no command of a case, to any process that answers. */
  async send(sending: Sending & { by?: Who }): Promise<Answered> {
    const { by, ...rest } = sending;
    const token = by === undefined ? {} : { token: this.place.staff[by].token };
    const [web] = await this.someWebs();
    if (!web) throw new Error('No web process serves.');
    return this.client.send(web.port, { ...rest, ...token });
  }

  /** What is known now of everything that was asked, to go back to where the service is put back to this moment. */
  mark(): Mark {
    return { ledger: this.ledger.mark(), cases: this.pool.mark() };
  }

  /** Forgets all that was asked since that mark. Nothing may be under way. */
  goBackTo({ ledger, cases }: Mark): void {
    this.ledger.goBackTo(ledger);
    this.pool.goBackTo(cases);
  }

  close(): void {
    this.client.close();
  }

  private people(): Record<Who, string> {
    const { nurse, manager, administrator } = this.place.staff;
    return { nurse: nurse.id, manager: manager.id, administrator: administrator.id };
  }

  private async work(one: Worked, told: Told, asking: Asking): Promise<void> {
    const { first } = asking;
    const end = Date.now() + GIVE_UP_AFTER_MS;
    try {
      let asked = this.enter(one, told);
      for (let web = first; asked.entry.acknowledged === null; web = undefined) {
        if (Date.now() > end) throw new Error(`${asked.step.type} was never acknowledged.`);
        const answer = await this.attempt(web ?? told.random.oneOf(await this.someWebs()), asked);
        if (answer && isGood(answer)) this.keep(one, asked, answer);
        else
          asked = (await this.onAnotherDay(one, asked, answer)) ?? (await this.again(asked, answer, asking));
      }
    } finally {
      this.pool.giveBack(one);
    }
  }

  /** The step a case takes next, entered before it is sent for the first time. */
  private enter(one: Worked, told: Told): AskedCommand {
    const step = stepAfter(one.steps, told);
    const entry = this.ledger.enter(randomUUID(), step.type);
    return { step, entry, told, sending: this.sendingOf(one, step, entry) };
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

  private async attempt(web: Service, { sending, entry }: AskedCommand): Promise<Answered | null> {
    entry.sent += 1;
    try {
      return await this.client.send(web.port, sending);
    } catch (error) {
      if (!(error instanceof AnswerLost)) throw error;
      entry.lost += 1;
      return null;
    }
  }

  private keep(one: Worked, { step, entry }: AskedCommand, { body }: Answered): void {
    const said = { case: String(body['id']), seq: Number(body['seq']), version: Number(body['version']) };
    const isFirst = entry.acknowledged === null;
    this.ledger.acknowledge(entry, said);
    if (!isFirst) return;
    one.id = said.case;
    one.version = said.version;
    one.steps += 1;
    if (isLast(step.type)) this.pool.leave(one);
  }

  /** What was refused because a day has begun since it was written is written anew, as people do; null for anything else. */
  private async onAnotherDay(
    one: Worked,
    { told }: AskedCommand,
    answer: Answered | null,
  ): Promise<AskedCommand | null> {
    if (!answer || !REFUSED.includes(answer.status)) return null;
    const today = await this.place.today();
    return today === told.today ? null : this.enter(one, { ...told, today });
  }

  /** A right command is acknowledged, or cannot be just now; every other answer is a fault of the service. */
  private async again(
    asked: AskedCommand,
    answer: Answered | null,
    { mayFail = false, atOnce = false }: Asking,
  ): Promise<AskedCommand> {
    const { type } = asked.step;
    if (atOnce)
      this.ledger.complain(`${type} was not acknowledged at once: ${answer?.status ?? 'no answer'}.`);
    if (answer && answer.status !== UNAVAILABLE && !(mayFail && answer.status === UNEXPECTED)) {
      const words = `${type} was answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, MOST_WORDS)}`;
      this.ledger.complain(words);
      if (answer.status < UNEXPECTED) throw new Error(words);
    }
    if (answer?.status === UNAVAILABLE && !saysWhen(answer))
      this.ledger.complain(`${type} was answered 503, and not as a problem that says when to try again.`);
    await pause(AGAIN_AFTER_MS);
    return asked;
  }

  private async someWebs(): Promise<readonly Service[]> {
    await until('a web process serves', () => this.place.webs().length > 0);
    return this.place.webs();
  }
}
