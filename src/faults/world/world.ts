import { join } from 'node:path';
import { hasCode } from '../../config/error-code.js';
import { createEngine, type Engine } from '../../engine.module.js';
import { Random } from '../random.js';
import { Load } from '../load/load.js';
import { Clock } from './clock.js';
import type { Ground } from './ground.js';
import { OwnSmtp } from './own-smtp.js';
import { until } from './patience.js';
import { QueueView } from './queue-view.js';
import { Service, type Role } from './service.js';

/** What the queue of a world is kept in. */
export type QueueHome = 'redis' | 'postgres';

/** How many processes of each kind a world has. */
export type Crew = Readonly<Record<Role, number>>;

const TO_COME = `SELECT count(*)::int AS ripe FROM deadlines WHERE awaits_passing AND due_at > service_now()`;

const CREW: Crew = { web: 2, worker: 2 };
const CONNECTIONS = 6;
/** What Postgres says to a connection that an administrator ends. */
const CUT_OFF = '57P01';
const MOST_FAILED = 8;
const RIPE = 8;
const AT_ONCE = 6;

/** One service as it runs: processes on a database and a queue of their own, people at work, and a clock to move. */
export class World {
  readonly load: Load;
  readonly clock: Clock;
  /** The cases that were told again and found right, each with its version then. */
  readonly proven = new Map<string, number>();
  private services: Service[] = [];
  private closing = false;
  private failed = 0;

  private constructor(
    readonly ground: Ground,
    readonly queue: QueueHome,
    readonly url: string,
    /** An engine of one's own on the same database, to look into it and to compare. */
    readonly engine: Engine,
    /** The mail server that its e-mails go to. */
    readonly mail: OwnSmtp,
    readonly queueView: QueueView,
    private readonly crew: Crew,
  ) {
    this.clock = new Clock(engine);
    this.load = new Load({
      staff: ground.staff,
      webs: () => this.up('web'),
      today: () => this.clock.today(),
    });
  }

  /** Starts one and waits until all of it serves and there are cases with open deadlines. */
  static async start(ground: Ground, queue: QueueHome, crew: Crew = CREW): Promise<World> {
    const url = await ground.database();
    const engine = await createEngine(url, { migrate: false, connections: CONNECTIONS });
    if (queue === 'redis') await ground.redis?.ask('flushall');
    const redisUrl = queue === 'redis' ? (ground.redis?.url ?? null) : null;
    const view = await QueueView.open(engine, url, redisUrl);
    const world = new World(ground, queue, url, engine, await OwnSmtp.start(), view, crew);
    await world.fill();
    await world.whole();
    await world.ripen(new Random(0));
    return world;
  }

  /** The processes of that kind that serve just now. */
  up(role: Role): Service[] {
    return this.services.filter((service) => service.role === role && service.isUp);
  }

  /** Starts a process in the place of each that is gone; does not wait until it serves. */
  async fill(): Promise<void> {
    const gone = this.services.filter(({ isOver }) => isOver);
    // One that dies of a fault has served before; others cannot be started, and would only be started again.
    this.failed = gone.some(({ hasServed }) => hasServed) ? 0 : this.failed + gone.length;
    if (this.failed > MOST_FAILED) throw new Error('Processes end before they serve, again and again.');
    this.services = this.services.filter(({ isOver }) => !isOver);
    for (const role of ['web', 'worker'] as const) {
      const there = this.services.filter((service) => service.role === role).length;
      for (let missing = this.crew[role] - there; missing > 0 && !this.closing; missing -= 1)
        this.services.push(await this.spawn(role));
    }
  }

  /** Waits until a process of each kind serves, and has those that are missing started meanwhile. */
  async enough(): Promise<void> {
    await this.fill();
    await until(
      'a process of each kind serves',
      () => this.up('web').length > 0 && this.up('worker').length > 0,
      {
        patience: 120_000,
      },
    );
  }

  /** Waits until as many processes serve as there should be, starting those that are missing. */
  async whole(): Promise<void> {
    await until(
      'every process serves',
      async () => {
        await this.fill();
        return this.up('web').length === this.crew.web && this.up('worker').length === this.crew.worker;
      },
      { patience: 120_000, every: 50 },
    );
  }

  /** Starts a process more, with other settings or of another program too; whoever asked for it ends it. */
  async spawn(
    role: Role,
    settings: Readonly<Record<string, string>> = {},
    program?: string,
  ): Promise<Service> {
    const redis = this.queue === 'redis' && this.ground.redis ? { REDIS_URL: this.ground.redis.url } : {};
    return Service.start({
      role,
      settings: {
        DATABASE_URL: this.url,
        REDIS_URL: '',
        SMTP_URL: this.mail.url,
        MAIL_FROM: 'care@faults.example',
        PUBLIC_ADDRESS: 'https://faults.example',
        ...redis,
        ...settings,
      },
      log: join(this.ground.folder, 'service.log'),
      ...(program === undefined ? {} : { program }),
    });
  }

  /** Lets people work until some deadlines are open and still to come. */
  async ripen(random: Random): Promise<void> {
    for (;;) {
      const [row] = await this.query<{ ripe: number }>(TO_COME);
      if ((row?.ripe ?? 0) >= RIPE) return;
      await this.load.calm(random, AT_ONCE);
    }
  }

  /** Waits until the harness's own connections to the database work again. */
  async reachable(): Promise<void> {
    const look = (): Promise<unknown> => this.query('SELECT 1');
    await until('the database is reached', () =>
      Promise.all(Array.from({ length: CONNECTIONS }, look)).then(
        () => true,
        () => false,
      ),
    );
  }

  /** The name of its database. */
  get database(): string {
    return decodeURIComponent(new URL(this.url).pathname.slice(1));
  }

  /** Every process that runs, whatever it is doing. */
  get all(): readonly Service[] {
    return this.services;
  }

  /** Rows of a query on its database; put again where a fault that ends every connection has ended this one too. */
  async query<Row = Record<string, unknown>>(
    sql: string,
    values: unknown[] = [],
    tries = CONNECTIONS,
  ): Promise<Row[]> {
    try {
      return await this.engine.dataSource.query(sql, values);
    } catch (error) {
      if (tries === 0 || !hasCode(error, CUT_OFF)) throw error;
      return this.query(sql, values, tries - 1);
    }
  }

  /** Ends everything at once and removes its database. */
  async end(): Promise<void> {
    this.closing = true;
    await Promise.all(this.services.map((service) => service.kill()));
    this.load.close();
    await this.mail.close();
    await this.queueView.close();
    await this.engine.close();
    await this.ground.drop(this.url);
  }
}
