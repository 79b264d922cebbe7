import {
  addMilliseconds,
  escalatedDue,
  lastDayWithin,
  londonDateOf,
  type Instant,
  type ProtocolData,
  type ProtocolParameters,
  type Rules,
} from '../../../workflows/protocol/index.js';
import { bucketsOn } from './queue-filters.js';
import type { Judged } from './queues.js';

const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;

/** An answer cannot be judged at that moment. */
export class NotThen extends Error {
  override readonly name = 'NotThen';
}

/** To whom a breach is escalated beyond its owner, and after how many working days (ROL-5). */
export const escalationsOf = ({
  parameters,
}: Pick<ProtocolData, 'parameters'>): ProtocolParameters['escalation']['value'] =>
  parameters.escalation.value.filter(({ overByWorkingDays }) => overByWorkingDays > 0);

/** What queues are judged by at that moment: every count and list of an answer by the same. */
export function judgedAt(asAt: Instant, rules: Rules): Judged {
  const today = londonDateOf(asAt);
  const { dueInWorkingDays } = rules.protocol.parameters.queues.value;
  return {
    asAt,
    lateBy: addMilliseconds(asAt, -SECOND_MS),
    today,
    dueNextUntil: lastDayWithin(dueInWorkingDays, today, rules.calendar),
    buckets: bucketsOn(today, rules),
    escalations: escalationsOf(rules.protocol).map(({ to, overByWorkingDays }) => ({
      to,
      ...escalatedDue(overByWorkingDays, today, rules.calendar),
    })),
    titles: [...rules.protocol.timescales].sort((a, b) => a.title.localeCompare(b.title)).map(({ id }) => id),
  };
}

/** The moment an answer is judged at: the one asked for where it is not too long ago. Throws NotThen otherwise. */
export function momentFor(asked: Instant | undefined, now: Instant, { protocol }: Rules): Instant {
  if (asked === undefined) return now;
  const { asAtKeptHours } = protocol.parameters.queues.value;
  if (asked > now) throw new NotThen('lies ahead: leave it out to see things as they are now');
  if (asked < addMilliseconds(now, -asAtKeptHours * HOUR_MS))
    throw new NotThen(`is more than ${asAtKeptHours} hours ago: leave it out to begin anew`);
  return asked;
}
