import type { Instant } from '../calendar/london-time.js';
import type { Calendar } from '../calendar/working-days.js';
import { momentsOf } from './deadline-state.js';
import type { Deadline } from './deadlines.js';
import type { ProtocolData } from './protocol-data.js';

/** What is said of a deadline at its moments, the gravest last. */
export const MOMENT_KINDS = ['warning', 'dueSoon', 'breached', 'escalated', 'critical'] as const;
export type MomentKind = (typeof MOMENT_KINDS)[number];

/** A moment at which someone is to hear of an open deadline. */
export interface AlarmMoment {
  kind: MomentKind;
  at: Instant;
  /** `owner`, or the word the protocol has for whom it is escalated to. */
  to: string;
}

const OWNER = 'owner';

/**
 * Every moment of an open deadline, in order: its owner is warned, hears that it is due soon and that it is late; whoever
 * it is escalated to hears then, and all of them when it is critically overdue (ROL-4, ROL-5). Nobody is warned of what they
 * know to be due soon; guidance is never late; what is settled has no moments.
 */
export function alarmMoments(
  deadline: Deadline,
  rules: { protocol: ProtocolData; calendar: Calendar },
): AlarmMoment[] {
  const marks = deadline.settled === null ? momentsOf(deadline, rules) : null;
  if (!marks) return [];
  const { warnAt, dueSoonFrom, lateFrom, criticalFrom, escalations } = marks;
  const others = escalations.filter(({ to }) => to !== OWNER);
  const moments: AlarmMoment[] = [
    ...(warnAt < dueSoonFrom ? [{ kind: 'warning' as const, at: warnAt, to: OWNER }] : []),
    { kind: 'dueSoon', at: dueSoonFrom, to: OWNER },
    ...(deadline.guidance ? [] : [{ kind: 'breached' as const, at: lateFrom, to: OWNER }]),
    ...others.map(({ to, at }) => ({ kind: 'escalated' as const, at, to })),
    ...(criticalFrom === null
      ? []
      : [OWNER, ...others.map(({ to }) => to)].map((to) => ({
          kind: 'critical' as const,
          at: criticalFrom,
          to,
        }))),
  ];
  return moments.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0) || gravity(a) - gravity(b));
}

const gravity = ({ kind }: AlarmMoment): number => MOMENT_KINDS.indexOf(kind);

/** Of several moments that are over, the gravest for each who is to hear of any: nobody hears of two at once. */
export function gravestOf(moments: readonly AlarmMoment[]): AlarmMoment[] {
  const byPerson = new Map<string, AlarmMoment>();
  for (const moment of moments) {
    const before = byPerson.get(moment.to);
    if (!before || gravity(before) <= gravity(moment)) byPerson.set(moment.to, moment);
  }
  return [...byPerson.values()];
}
