import {
  dateInWords,
  formatLondon,
  londonDateOf,
  timescaleOf,
  type Deadline,
  type Instant,
  type MomentKind,
  type Rules,
} from '../../workflows/protocol/index.js';

/** What a sentence about a deadline is made of; nothing of it says who the child is. */
export interface DeadlineToTell {
  reference: string;
  deadline: Pick<
    Deadline,
    'timescale' | 'clauses' | 'owner' | 'ownerPerson' | 'dueOn' | 'dueAt' | 'startedAt'
  >;
  /** The moment it is, UTC. */
  at: Instant;
  /** Who owns it, by name; null where nobody is named. */
  ownerName: string | null;
}

const days = (count: number): string => (count === 1 ? '1 working day' : `${count} working days`);

/** 'Friday 4 December 2026', or with its time where the clock counts hours. */
export const dueInWords = ({
  dueOn,
  dueAt,
  startedAt,
}: Pick<Deadline, 'dueOn' | 'dueAt' | 'startedAt'>): string =>
  startedAt === null ? dateInWords(dueOn) : formatLondon(dueAt);

/** 'in 3 working days', 'today', '2 working days ago': where the due day lies from the day it is. */
export function distanceInWords(deadline: Pick<Deadline, 'dueOn'>, at: Instant, { calendar }: Rules): string {
  const today = londonDateOf(at);
  const { dueOn } = deadline;
  if (dueOn === today) return 'today';
  const count = calendar.workingDaysBetween(today, dueOn);
  if (dueOn > today) return count === 0 ? 'before the next working day' : `in ${days(count)}`;
  return count === 0 ? 'since the last working day' : `${days(-count)} ago`;
}

/** What the deadline is called in a sentence: 'the decision to the family'. */
export const calledIn = ({ timescale }: Pick<Deadline, 'timescale'>, { protocol }: Rules): string =>
  timescaleOf(protocol, timescale)?.called ?? timescale;

/** '[CHK-10]': the clauses, the first of which is the one behind the clock. */
export const clausesInWords = (clauses: readonly string[]): string => `[${clauses.join(', ')}]`;

const partInWords = ({ protocol }: Rules): string => {
  const { part, of } = protocol.parameters.warning.value.lengthPassed;
  return part * 2 === of ? 'Half' : `More than ${part}/${of}`;
};

/** The moments whose words name whoever owns the deadline. */
export const NAMES_OWNER: readonly MomentKind[] = ['escalated', 'critical'];

const NO_ASSESSOR = 'No assessor is named for the case.';

/** Said to whoever hears of it because the case has no assessor (ROL-1); nothing where somebody owns it. */
const unassigned = ({ deadline }: DeadlineToTell): string =>
  deadline.owner === 'assessor' && deadline.ownerPerson === null ? ` ${NO_ASSESSOR}` : '';

const whose = ({ ownerName, deadline }: DeadlineToTell): string =>
  ownerName !== null
    ? `It is with ${ownerName}.`
    : deadline.owner === 'assessor'
      ? NO_ASSESSOR
      : `It is with the ${deadline.owner}.`;

/**
 * What the deadline's owner, or whoever it is escalated to, is told at that moment: a sentence or two, and the clause.
 * Days are named, not counted: a notice is read later than it is written.
 */
export function deadlineInWords(moment: MomentKind, told: DeadlineToTell, rules: Rules): string {
  const { reference, deadline } = told;
  const what = `${reference}: ${calledIn(deadline, rules)}`;
  const due = dueInWords(deadline);
  const clauses = clausesInWords(deadline.clauses);
  switch (moment) {
    case 'warning':
      return `${what} is due on ${due}. ${partInWords(rules)} of its time has passed.${unassigned(told)} ${clauses}`;
    case 'dueSoon':
      return `${what} is due on ${due}.${unassigned(told)} ${clauses}`;
    case 'breached':
      return `${what} was due on ${due} and has not been recorded. Please record it, or say why it is late.${unassigned(told)} ${clauses}`;
    case 'escalated':
      return `${what} was due on ${due} and is overdue. ${whose(told)} ${clauses}`;
    case 'critical':
      return `${what} was due on ${due} and is critically overdue. ${whose(told)} ${clauses}`;
  }
}
