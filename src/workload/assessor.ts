import {
  londonDateOf,
  type CaseWeight,
  type Instant,
  type LocalDate,
  type PersonEvidence,
  type Rules,
} from '../../workflows/protocol/index.js';
import { NOW } from '../clock/clock-statements.js';
import type { Transaction } from '../database/transaction.js';
import type { Places } from '../places/places.js';
import { availabilityOf, type Availability, type Away } from './availability.js';
import { ASSESSORS } from './workload-statements.js';

interface AssessorRow extends PersonEvidence {
  id: string;
  name: string;
  team: string | null;
  capacity: number | null;
  /** Whether they hold a role of an assessor today. */
  assesses: boolean;
  /** Open cases they are the assessor of, and what those weigh. */
  cases: number;
  points: CaseWeight['points'];
  /** How many of them there are of each kind of work, by slug. */
  work: Record<string, number>;
  absences: Away[];
}

/** Someone who assesses, or still has cases, with the room they have. */
export interface Assessor extends Omit<AssessorRow, 'capacity'>, Availability {
  /** Points they carry when they are there throughout. */
  capacity: number;
}

/** The moment, the day and the rules that workload is judged by. */
export interface AsAt {
  at: Instant;
  today: LocalDate;
  rules: Rules;
}

/** The moment and the place's present rules. */
export async function asAt(tx: Transaction, places: Places, place: string): Promise<AsAt> {
  const clock = await tx.row<{ at: Instant }>(NOW);
  const { protocol, calendarVersion } = await places.present(place, tx);
  const rules = await places.rulesFor(place, protocol, calendarVersion, tx);
  const at = clock?.at as Instant;
  return { at, today: londonDateOf(at), rules };
}

/** The roles that assess, by the place's rules. */
export const assessingRoles = ({ protocol }: Rules): readonly string[] =>
  protocol.parameters.ownerRoles.value['assessor'] ?? [];

/** Everyone who assesses in the place or has open cases there; of one team, or exactly some people, where that is said. */
export async function assessorsOf(
  tx: Transaction,
  place: string,
  { today, rules }: AsAt,
  { team = null, people = null }: { team?: string | null; people?: readonly string[] | null } = {},
): Promise<Assessor[]> {
  const rows = await tx.rows<AssessorRow>(ASSESSORS, [place, assessingRoles(rules), team, people]);
  const { points, overWorkingDays: workingDays } = rules.protocol.parameters.caseloadCapacity.value;
  return rows.map((row) => {
    const capacity = row.capacity ?? points;
    const room = availabilityOf({ ...row, capacity }, { today, workingDays, calendar: rules.calendar });
    return { ...row, capacity, ...room };
  });
}

/** How full somebody would be with so many more points: the order in which cases are spread. */
export const loadWith = (
  { points, available }: Pick<Assessor, 'points' | 'available'>,
  more: number,
): number => (available === 0 ? Number.POSITIVE_INFINITY : (points + more) / available);
