import { addDays, dayOfWeek, daysBetween, type LocalDate } from '../../../workflows/protocol/index.js';
import type { Chance } from './chance.js';
import type { Life } from './life.js';
import { saidOn, Shift } from './shift.js';
import { CASE_TOLD, Telling } from './telling.js';
import { closeOfWork, type World } from './walk.js';

/** A case as it stands on the last day of the corpus: the beginning of a life, told in the weeks before that day. */
export interface OpenState {
  telling: Telling;
  /** How many deadlines are open. */
  open: number;
  /** How many of them pass at the end of that day. */
  tonight: number;
}

const FRIDAY = 5;
const WEEK = 7;

/** Fridays on which a life stood open with a deadline that was due that very day. */
export function fridaysDue({ telling }: Life): LocalDate[] {
  const { events, deadlines } = telling;
  const recorded = (seq: number): LocalDate => events[seq - 1]?.on ?? ('9999-12-31' as LocalDate);
  return [...deadlines.values()]
    .filter(({ guidance, dueOn, startedBy, settled }) => {
      const openThen = settled === null || recorded(settled.by) > dueOn;
      return !guidance && dayOfWeek(dueOn) === FRIDAY && recorded(startedBy) <= dueOn && openThen;
    })
    .map(({ dueOn }) => dueOn);
}

const EARLY = 0.85;
const EARLY_WEEKS = 22;

/** A Friday on which the life stood open: more often an early one, while the case is before the panel. Null for none. */
export function someFriday({ said }: Life, chance: Chance): LocalDate | null {
  const first = said[0]?.said.on;
  const last = said.at(-1)?.said.on;
  if (first === undefined || last === undefined) return null;
  const friday = addDays(first, (FRIDAY - dayOfWeek(first) + WEEK) % WEEK);
  const weeks = Math.floor((daysBetween(friday, last) - 1) / WEEK);
  if (weeks < 0) return null;
  return addDays(
    friday,
    WEEK * chance.between(0, chance.happens(EARLY) ? Math.min(weeks, EARLY_WEEKS) : weeks),
  );
}

/** Tells the life as far as it had come on that Friday, so that the Friday is the last day. Null where those weeks refuse it. */
export function openStateOf(
  { place, rules, panels }: World,
  life: Life,
  friday: LocalDate,
  lastDay: LocalDate,
): OpenState | null {
  const shift = new Shift(daysBetween(friday, lastDay) / WEEK);
  const telling = new Telling(CASE_TOLD, 'case', place.id, rules);
  for (const { said } of life.said) {
    if (said.on > friday) break;
    const moved = saidOn(said, shift, panels);
    if (!moved || telling.say(moved).length > 0) return null;
  }
  telling.passUntil(closeOfWork(lastDay));
  const open = [...telling.deadlines.values()].filter(({ settled }) => settled === null);
  const tonight = open.filter(({ guidance, dueOn }) => !guidance && dueOn === lastDay).length;
  return open.length === 0 ? null : { telling, open: open.length, tonight };
}
