import { eventOf, PROCESSES, type DeadlineState } from '../../../../workflows/protocol/index.js';
import type { CaseView, StepView } from '../../../reading/views.js';
import { anyOf } from '../words/roles.js';
import { stepAddress } from './step-address.js';

/** A step as a link: what can be recorded, and by whom. */
export interface StepLink {
  title: string;
  href: string;
  clauses: readonly string[];
  missing: StepView['missing'];
  roles: string;
}

/** The steps of one process. */
export interface StepGroup {
  title: string;
  steps: StepLink[];
}

/** What an open case takes at every stage; who assesses it is the one step of these that carries it on. */
const { stay = [], on = {} } = PROCESSES.find(({ kind }) => kind === 'case')?.chart.states['open'] ?? {};
const ANY_TIME = new Set([...stay, ...Object.keys(on)].filter((type) => type !== 'ASSESSOR_NAMED'));

/** Whether it can be recorded at every stage, and so says nothing of what comes next. */
export const isAnyTime = (type: string): boolean => ANY_TIME.has(type);

/** Which of several processes is meant, in words: 'review 2'. */
const whichOf = ({ processes }: CaseView, id: string): string =>
  `${processes.find((each) => each.id === id)?.title.toLowerCase() ?? ''} ${id.split('-').at(-1) ?? ''}`.trim();

/** A step as a link. Where the case has several of its kind the title says which, unless the page it leads to does. */
function linkOf(view: CaseView, step: StepView, several: boolean): StepLink {
  const href = stepAddress(view.id, step, { several });
  const { process } = step;
  const which = process !== null && href.includes(`process=${process}`) ? ` (${whichOf(view, process)})` : '';
  return {
    title: `${step.title}${which}`,
    href,
    clauses: step.clauses,
    missing: step.missing,
    roles: anyOf(step.roles),
  };
}

const titleOf = (type: string): string =>
  PROCESSES.find(({ events }) => Object.hasOwn(events, type))?.title ?? '';

function grouped(links: readonly (readonly [StepView, StepLink])[]): StepGroup[] {
  const titles = [...new Set(links.map(([{ type }]) => titleOf(type)))];
  return titles.map((title) => ({
    title,
    steps: links.filter(([{ type }]) => titleOf(type) === title).map(([, link]) => link),
  }));
}

/** Whether nothing before it is the same step, with the same answer, on the same page. */
const isFirstOfItsKind = (
  [step, link]: readonly [StepView, StepLink],
  at: number,
  all: readonly (readonly [StepView, StepLink])[],
): boolean =>
  all.findIndex(
    ([each, { href, title }]) =>
      href === link.href && title === link.title && each.possible === step.possible,
  ) === at;

/** A deadline as far as it says when its steps are asked for. */
export interface Asked {
  state: DeadlineState;
  /** The events that meet it, by type. */
  events: readonly string[];
}

/** Processes none of whose clocks has begun to run: what can be recorded of them already is years away, as a rule. */
function ahead(deadlines: readonly Asked[]): (type: string) => boolean {
  const clocks = (title: string): readonly Asked[] =>
    deadlines.filter(({ events }) => events.some((type) => titleOf(type) === title));
  const isAhead = (title: string): boolean =>
    clocks(title).length > 0 && clocks(title).every(({ state }) => state === 'notStarted');
  return (type) => isAhead(titleOf(type));
}

/**
 * What can be recorded of a case: what moves it on and is possible now, for the reader, what belongs to its stage first, and
 * for others; what belongs to processes whose clocks have not begun; what stands in the way of the rest of the processes that
 * are open; and what can be recorded at any time.
 */
export function nextSteps(
  view: CaseView,
  steps: readonly StepView[],
  deadlines: readonly Asked[],
): { yours: StepGroup[]; later: StepGroup[]; others: StepLink[]; blocked: StepGroup[]; anyTime: StepLink[] } {
  const links = steps.map((step) => {
    const several = steps.filter(({ type }) => type === step.type).length > 1;
    return [step, linkOf(view, step, several)] as const;
  });
  const moving = links.filter(([{ type }]) => !ANY_TIME.has(type)).filter(isFirstOfItsKind);
  const isAhead = ahead(deadlines);
  const mine = moving.filter(([{ possible, mayYou }]) => possible && mayYou);
  const yours = mine.filter(([{ type }]) => !isAhead(type));
  const [kind] = view.stage.id.split('.');
  const isHere = ([{ type }]: readonly [StepView, StepLink]): boolean => eventOf(type)?.owner.kind === kind;
  const here = yours.filter(isHere);
  const elsewhere = yours.filter((each) => !isHere(each));
  return {
    yours: grouped([...here, ...elsewhere]),
    later: grouped(mine.filter(([{ type }]) => isAhead(type))),
    others: moving
      .filter(([{ type, possible, mayYou }]) => possible && !mayYou && !isAhead(type))
      .map(([, link]) => link),
    blocked: grouped(moving.filter(([{ possible, process }]) => !possible && process !== null)),
    anyTime: links
      .filter(([{ type, possible, mayYou }]) => ANY_TIME.has(type) && possible && mayYou)
      .map(([, link]) => link),
  };
}
