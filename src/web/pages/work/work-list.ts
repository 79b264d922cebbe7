import { eventOf, PROCESSES, type Refusal } from '../../../../workflows/protocol/index.js';
import type { IsClosed } from '../../../panel/case-doors.js';
import type { StepView } from '../../../reading/views.js';
import type { WorkLine, WorkView } from '../../../reading/work/work-reading.js';
import { isAnyTime } from '../cases/next-steps.js';
import { nameOf } from '../cases/case-frame.js';
import { stepAddress } from '../cases/step-address.js';
import { anyOf } from '../words/roles.js';
import { stateColour, leftUntil } from '../words/standing.js';
import type { PlaceToday } from '../words/today.js';

/** Something to do, as a link straight to where it is done. */
export interface Doing {
  title: string;
  href: string;
}

/** One deadline as a row of somebody's work. */
export interface WorkRow {
  case: { href: string; reference: string; name: string };
  stage: string;
  title: string;
  clauses: readonly string[];
  metBy: string;
  doing: readonly Doing[];
  /** Whom it waits for, where the reader can do nothing now: 'panel coordinator: List the case'. */
  waitsFor: string | null;
  /** The reader declared an interest in the case: it is for somebody else (PAN-3). */
  conflict: boolean;
  /** What stands in the way of what meets the deadline; nothing where the case is closed to the reader. */
  blocked: readonly Refusal[];
  dueOn: string;
  left: string;
  stateWords: string;
  colour: string;
  exceptionUntil: string | null;
}

/** Rows that are as urgent as each other. */
export interface WorkGroup {
  id: string;
  title: string;
  about: string;
  rows: WorkRow[];
}

const MOST_LINKS = 3;

/** What meets a deadline, and where its case is. */
type ToMeet = Pick<WorkLine, 'events' | 'stage'>;

const moves = new Set(
  PROCESSES.flatMap(({ chart }) => Object.values(chart.states).flatMap(({ on = {} }) => Object.keys(on))),
);

const toDo = (caseId: string, steps: readonly StepView[]): Doing[] => {
  const links = steps.map((step) => ({
    title: step.title,
    href: stepAddress(caseId, step, {
      several: steps.some((each) => each !== step && each.type === step.type),
    }),
  }));
  return links
    .filter(({ href }, at) => links.findIndex((each) => each.href === href) === at)
    .slice(0, MOST_LINKS);
};

const ownerOf = (type: string): string | undefined => eventOf(type)?.owner.kind;

/** The kinds of process a deadline is a matter of: those of what meets it, and the one its case is in. */
const concerns = ({ events, stage }: ToMeet): Set<string | undefined> =>
  new Set([...events.map(ownerOf), stage.id.split('.')[0]]);

/** What undoes or ends something: it may be done, but no deadline waits for it. */
const UNDOES = new Set(['ITEM_TAKEN_OFF', 'PACKAGE_ENDED', 'PACKAGE_WITHDRAWN_BEFORE_START']);

/** What leads on from the state a case is in, in the order of its chart; not what is only added there. */
function waysOn({ stage }: ToMeet): string[] {
  const [kind, state = ''] = stage.id.split('.');
  const { on = {} } = PROCESSES.find((one) => one.kind === kind)?.chart.states[state] ?? {};
  return Object.keys(on).filter((type) => !UNDOES.has(type));
}

/** The steps of what a deadline is a matter of, those that can be recorded at every stage left out. */
const near = (line: ToMeet, steps: readonly StepView[]): StepView[] => {
  const kinds = concerns(line);
  return steps.filter(({ type }) => !isAnyTime(type) && !UNDOES.has(type) && kinds.has(ownerOf(type)));
};

const inOrder = (types: readonly string[], steps: readonly StepView[]): StepView[] =>
  types.flatMap((type) => steps.filter((step) => step.type === type));

/** What leads a case on towards a deadline: from the state it is in, else in the other processes the deadline concerns. */
function leadingOn(line: ToMeet, steps: readonly StepView[]): StepView[] {
  const on = inOrder(waysOn(line), steps);
  const [kind] = line.stage.id.split('.');
  return on.length > 0 ? on : steps.filter(({ type }) => ownerOf(type) !== kind && moves.has(type));
}

/** What is to come before, where what would meet a deadline is not possible yet: the first way on from here. */
function before(line: ToMeet, mine: readonly StepView[], steps: readonly StepView[]): StepView[] {
  const [first = ''] = waysOn(line);
  const waits = inOrder(line.events, steps).some(({ possible, process }) => !possible && process !== null);
  return waits && !line.events.includes(first) ? inOrder([first], near(line, mine)) : [];
}

/** What provides something that the ways on from here still lack, by clause. */
function providing(line: ToMeet, mine: readonly StepView[], steps: readonly StepView[]): StepView[] {
  const lacking = inOrder(waysOn(line), steps).flatMap(({ missing }) => missing);
  const wanted = new Set(lacking.flatMap(({ clauses }) => clauses));
  return mine.filter(({ clauses }) => clauses.some((clause) => wanted.has(clause)));
}

const can = ({ possible, mayYou }: StepView): boolean => possible && mayYou;
const othersCan = ({ possible, mayYou }: StepView): boolean => possible && !mayYou;

/**
 * What the reader can do now for a deadline: what meets it, after what has to come before; else what leads its case on, else
 * what that still lacks. Nothing where it waits for somebody else.
 */
function doingFor(line: ToMeet, steps: readonly StepView[]): StepView[] {
  const mine = steps.filter(can);
  const meeting = inOrder(line.events, mine);
  if (meeting.length > 0) return [...before(line, mine, steps), ...meeting];
  if (inOrder(line.events, steps).some(othersCan)) return [];
  const close = near(line, mine);
  const leading = leadingOn(line, close);
  if (leading.length > 0) return leading;
  const ways = inOrder(waysOn(line), steps);
  return ways.length > 0 ? providing(line, close, steps) : close;
}

/** Whom a deadline waits for, and for what: for others who can take the step, or for what it still lacks. */
function waitsFor(line: ToMeet, steps: readonly StepView[]): string | null {
  const others = near(line, steps).filter(othersCan);
  const ways = inOrder(waysOn(line), steps);
  const next = inOrder(line.events, others)[0] ?? leadingOn(line, others)[0] ?? ways[0] ?? others[0];
  if (!next) return null;
  const [lacking] = next.missing.flatMap(({ missing = [] }) => missing);
  const whom = next.mayYou ? lacking : anyOf(next.roles);
  return whom === undefined ? null : `${whom}: ${next.title.toLowerCase()}`;
}

/** What the reader can do for a deadline, as links; whom it waits for, where that is nothing. */
export function stepsFor(
  caseId: string,
  line: ToMeet,
  steps: readonly StepView[],
): { doing: readonly Doing[]; waitsFor: string | null } {
  const doing = toDo(caseId, doingFor(line, steps));
  return { doing, waitsFor: doing.length > 0 ? null : waitsFor(line, steps) };
}

/** What stands in the way of every event that would meet the deadline; nothing where one of them is possible. */
function blockedBy(line: WorkLine, steps: readonly StepView[]): readonly Refusal[] {
  const own = steps.filter(({ type }) => line.events.includes(type));
  if (own.some(({ possible }) => possible)) return [];
  return own.find(({ process }) => process !== null)?.missing ?? [];
}

/** What the rows of somebody's work are made with. */
interface RowsFor {
  today: PlaceToday;
  closed: IsClosed;
  conflicts: ReadonlySet<string>;
}

function rowOf(
  line: WorkLine,
  steps: readonly StepView[],
  { today: on, closed, conflicts }: RowsFor,
): WorkRow {
  const { case: of, child, stage } = line;
  const { today, calendar } = on;
  return {
    case: { href: `/cases/${of.id}`, reference: of.reference, name: nameOf(child) },
    stage: stage.words,
    title: line.title,
    clauses: line.clauses,
    metBy: line.metBy,
    ...stepsFor(of.id, line, steps),
    conflict: conflicts.has(of.id),
    blocked: closed(of.id) ? [] : blockedBy(line, steps),
    dueOn: line.dueOn,
    left: line.pausedSince === null ? leftUntil(line.dueOn, today, calendar) : '',
    stateWords: line.stateWords,
    colour: stateColour(line.state),
    exceptionUntil: line.exception?.newTarget ?? null,
  };
}

const isLate = ({ state }: WorkLine): boolean => state === 'overdue' || state === 'excepted';

/** Deadlines by how urgent they are, each with what to do for it. Guidance is never overdue (CHK-5). */
export function workGroups(
  { lines, dueNextUntil }: WorkView,
  stepsOf: ReadonlyMap<string, readonly StepView[]>,
  rowsFor: RowsFor,
): WorkGroup[] {
  const rows = (wanted: (line: WorkLine) => boolean): WorkRow[] =>
    lines.filter(wanted).map((line) => rowOf(line, stepsOf.get(line.case.id) ?? [], rowsFor));
  const runs = (line: WorkLine): boolean => !isLate(line) && line.state !== 'criticallyOverdue';
  const soon = (line: WorkLine): boolean => line.pausedSince === null && line.dueOn <= dueNextUntil;
  return [
    {
      id: 'critical',
      title: 'Critically overdue',
      about: 'So late that it has been escalated. Do these first.',
      rows: rows(({ state }) => state === 'criticallyOverdue'),
    },
    {
      id: 'overdue',
      title: 'Overdue',
      about: 'The due date has passed.',
      rows: rows((line) => isLate(line)),
    },
    {
      id: 'soon',
      title: 'Due this week',
      about: '',
      rows: rows((line) => runs(line) && soon(line)),
    },
    {
      id: 'later',
      title: 'Later',
      about: 'Nothing here is due within a week, or its clock stands still.',
      rows: rows((line) => runs(line) && !soon(line)),
    },
  ];
}
