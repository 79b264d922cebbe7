import type { ProtocolData } from '../timescales/protocol-data.js';
import { allEvents, type OwnedEvent } from './registry.js';

/** One place where a clause is carried out. */
export interface Enforcement {
  clause: string;
  by: 'rule' | 'route' | 'record' | 'letter' | 'role';
  /** The event or notice, in words. */
  where: string;
}

const ROLE_CLAUSES: Readonly<Record<string, string>> = { ASSESSOR_NAMED: 'ROL-1', REVIEWER_NAMED: 'REV-10' };

function ofEvent({ type, owner, definition }: OwnedEvent): Enforcement[] {
  const rules = owner.rules[type];
  const judged = (rules?.needs?.length ?? 0) + (rules?.checks?.length ?? 0) > 0;
  const where = `${type} (${definition.title})`;
  const routed =
    owner.chart.states !== undefined && Object.values(owner.chart.states).some(({ on }) => on && type in on);
  return [
    { clause: definition.order.clause, by: 'rule', where: `${where}: when it may happen` },
    ...(definition.needsConsent
      ? [{ clause: 'CHK-3', by: 'rule' as const, where: `${where}: needs consent` }]
      : []),
    ...(ROLE_CLAUSES[type] ? [{ clause: ROLE_CLAUSES[type], by: 'role' as const, where }] : []),
    ...definition.clauses.map((clause): Enforcement => ({
      clause,
      by: judged ? 'rule' : routed ? 'route' : 'record',
      where,
    })),
  ];
}

/** Where each clause is carried out by events, their rules and the notices owed; timescales speak for themselves. */
export function enforcement(protocol: ProtocolData): Enforcement[] {
  const owed = [...Object.entries(protocol.notices.owed), ...Object.entries(protocol.notices.withEhcp)];
  const notices = owed.flatMap(([about, list]) =>
    list.map(({ clause, recipient }): Enforcement => ({
      clause,
      by: 'letter',
      where: `${recipient} is told: ${about}`,
    })),
  );
  return [...allEvents().flatMap(ofEvent), ...notices];
}
