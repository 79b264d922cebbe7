import { layTrap, type KillPoint } from './kill-points.js';
import type { Act, Order, Report } from './orders.js';

/** A fault that was brought about on purpose. */
export class BroughtAbout extends Error {
  override readonly name = 'BroughtAbout';

  constructor(point: KillPoint) {
    super(`Work failed at ${point}, as it was told to.`);
  }
}

const tell = (report: Report): void => void process.send?.(report);

/** Work that is held at a point, until it is let go. */
class Held {
  private readonly waiting: (() => void)[] = [];

  here(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  letGo(): void {
    for (const go of this.waiting.splice(0)) go();
  }
}

function actAt(point: KillPoint, act: Act, held: Held): void | Promise<void> {
  if (act === 'die') process.kill(process.pid, 'SIGKILL');
  tell({ report: 'reached', point, act });
  if (act === 'fail') throw new BroughtAbout(point);
  return held.here();
}

function arm({ point: armed, nth, act, about }: Extract<Order, { order: 'arm' }>, held: Held): void {
  let left = nth;
  layTrap((point, of) => {
    if (point !== armed || (about !== undefined && of !== about) || (left -= 1) !== 0) return;
    return actAt(point, act, held);
  });
}

const TrueDate = Date;

/** Every moment that this process reads from its own clock is moved. */
function skew(by: number): void {
  const now = (): number => TrueDate.now() + by;
  globalThis.Date = new Proxy(TrueDate, {
    construct: (_, given) => new TrueDate(...((given.length === 0 ? [now()] : given) as [number])),
    get: (date, name) => (name === 'now' ? now : (Reflect.get(date, name) as unknown)),
  });
}

function obey(order: Order, held: Held): void {
  switch (order.order) {
    case 'arm':
      return arm(order, held);
    case 'letGo':
      return held.letGo();
    case 'disarm':
      layTrap();
      return held.letGo();
    case 'skew':
      return skew(order.by);
  }
}

/** From now on this process does what whoever started it wants to go wrong, and ends when that one is gone. */
export function obeyFaults(): { started(): void } {
  const held = new Held();
  process.on('message', (order: Order) => obey(order, held));
  process.on('disconnect', () => process.exit(1));
  return { started: () => tell({ report: 'started' }) };
}
