import { isLocalDate, type LocalDate } from '../../../../workflows/protocol/index.js';
import type { AccessFilter } from '../../../reading/access-reading.js';
import { SERVICE, type TrailFilter } from '../../../reading/audit-reading.js';
import { isId } from '../../http/ids.js';
import { dayOf, type DayBoxes } from '../lists/day-boxes.js';
import type { Mistake } from '../lists/mistakes.js';
import { AUDITED } from './audit-words.js';
import type { AccessChosen, TrailChosen } from './audit.routes.js';

/** What is asked of a list of what was done, what of it cannot be, and what was typed into the boxes of days. */
interface Asked<Filter> {
  filter: Filter;
  /** The reference of a record, as references are written; empty where none was typed. */
  reference: string;
  from: DayBoxes;
  to: DayBoxes;
  mistakes: Mistake[];
}

/** What is asked of the audit trail. */
export type TrailAsked = Asked<Omit<TrailFilter, 'subject'>>;
/** What is asked of the access log. */
export type AccessAsked = Asked<Omit<AccessFilter, 'case'>>;

const boxes = (day = '', month = '', year = ''): DayBoxes => ({
  day: day.trim(),
  month: month.trim(),
  year: year.trim(),
});

function dayTyped(typed: DayBoxes, label: string, href: string): { day?: LocalDate; mistakes: Mistake[] } {
  const day = dayOf(typed);
  if (day === '') return { mistakes: [] };
  if (typed.year.length === 4 && isLocalDate(day)) return { day, mistakes: [] };
  return { mistakes: [{ text: `${label} must be a real day, such as 27 3 2026`, href }] };
}

const personAsked = (
  person: string,
  also: readonly string[] = [],
): { person?: string; mistakes: Mistake[] } =>
  person === '' || also.includes(person) || isId(person)
    ? { mistakes: [], ...(person === '' ? {} : { person: person.toLowerCase() }) }
    : { mistakes: [{ text: 'Who: choose one of the list', href: '#filter-person' }] };

const actionAsked = (what: string): { action?: string; mistakes: Mistake[] } =>
  what === '' || AUDITED.some(({ value }) => value === what)
    ? { mistakes: [], ...(what === '' ? {} : { action: what }) }
    : { mistakes: [{ text: 'What: choose one of the list', href: '#filter-what' }] };

/** The days and the reference that are asked for. */
function daysAsked(chosen: AccessChosen): Asked<Pick<TrailFilter, 'from' | 'to'>> {
  const from = boxes(chosen.fromDay, chosen.fromMonth, chosen.fromYear);
  const to = boxes(chosen.toDay, chosen.toMonth, chosen.toYear);
  const first = dayTyped(from, 'The first day', '#from-day');
  const last = dayTyped(to, 'The last day', '#to-day');
  const turned = first.day !== undefined && last.day !== undefined && first.day > last.day;
  return {
    filter: {
      ...(first.day === undefined || turned ? {} : { from: first.day }),
      ...(last.day === undefined || turned ? {} : { to: last.day }),
    },
    reference: (chosen.reference ?? '').replaceAll(/\s/g, '').toUpperCase(),
    from,
    to,
    mistakes: [
      ...first.mistakes,
      ...last.mistakes,
      ...(turned ? [{ text: 'The first day must not be after the last day', href: '#from-day' }] : []),
    ],
  };
}

/** What the address asks of the audit trail: what cannot be is left out of it, and told. */
export function trailAsked(chosen: TrailChosen): TrailAsked {
  const { mistakes: ofWho, ...who } = personAsked(chosen.person ?? '', [SERVICE]);
  const { mistakes: ofWhat, ...what } = actionAsked(chosen.what ?? '');
  const { filter, mistakes, ...typed } = daysAsked(chosen);
  return { ...typed, filter: { ...who, ...what, ...filter }, mistakes: [...ofWho, ...ofWhat, ...mistakes] };
}

/** What the address asks of the access log: what cannot be is left out of it, and told. */
export function accessAsked(chosen: AccessChosen): AccessAsked {
  const { mistakes: ofWho, ...who } = personAsked(chosen.person ?? '');
  const { filter, mistakes, ...typed } = daysAsked(chosen);
  return { ...typed, filter: { ...who, ...filter }, mistakes: [...ofWho, ...mistakes] };
}
