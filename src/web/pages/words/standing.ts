import {
  ordinalInWords,
  type Calendar,
  type DeadlineState,
  type LocalDate,
} from '../../../../workflows/protocol/index.js';
import type { DeadlineLine, DeadlineView } from '../../../reading/views.js';
import { leftInWords } from './filters.js';

/** Colours of tags; the words say the same. */
const COLOURS: Readonly<Record<DeadlineState, string>> = {
  notStarted: 'grey',
  running: 'blue',
  dueSoon: 'yellow',
  paused: 'grey',
  overdue: 'red',
  excepted: 'purple',
  metInTime: 'green',
  metLate: 'orange',
  stopped: 'grey',
};

const OPEN: readonly DeadlineState[] = ['running', 'dueSoon', 'overdue', 'excepted'];

/** The colour of the tag that says how a deadline stands. */
export const stateColour = (state: DeadlineState | 'criticallyOverdue'): string =>
  state === 'criticallyOverdue' ? 'red' : COLOURS[state];

/** How long is left until that day: '3 working days left'. */
export const leftUntil = (dueOn: LocalDate, today: LocalDate, calendar: Calendar): string =>
  leftInWords(calendar.workingDaysBetween(today, dueOn));

/** A deadline as pages show it: what, by when, how long is left, and how it stands in words and colour. */
export interface DeadlineShown extends DeadlineLine {
  colour: string;
  /** '3 working days left'; empty where nothing runs. */
  left: string;
}

/** A deadline as pages show it on that day. */
export const deadlineShown = <Line extends DeadlineLine>(
  line: Line,
  today: LocalDate,
  calendar: Calendar,
): Line & DeadlineShown => ({
  ...line,
  colour: COLOURS[line.state],
  left: OPEN.includes(line.state) ? leftUntil(line.dueOn, today, calendar) : '',
});

/** The clocks among them that have begun and are not settled, guidance left out, as pages show them on that day. */
export const clocksThatRun = <Line extends DeadlineView>(
  lines: readonly Line[],
  today: LocalDate,
  calendar: Calendar,
): (Line & DeadlineShown)[] =>
  lines
    .filter(({ settled, guidance, state }) => settled === null && !guidance && state !== 'notStarted')
    .map((line) => deadlineShown(line, today, calendar));

/** Clocks of one kind told apart by whose turn they are: a checklist that went back has its own each time (CHK-9). */
export const withTurns = <Clock extends { timescale: string }>(
  clocks: readonly Clock[],
): (Clock & { turn: string | null })[] =>
  clocks.map((clock, at) => {
    const alike = ({ timescale }: Clock): boolean => timescale === clock.timescale;
    const several = clocks.filter(alike).length > 1;
    return { ...clock, turn: several ? ordinalInWords(clocks.slice(0, at + 1).filter(alike).length) : null };
  });
