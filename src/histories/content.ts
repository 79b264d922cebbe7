import { type Field, type Fields, type PlaceData } from '../../workflows/protocol/index.js';
import type { Path, Report } from '../protocols/checks.js';
import { dayOf, momentOf, readable, type DayNames } from './days.js';
import type { CastMember, Content } from './history.js';
import { offered } from './nearest.js';

/** What the content of a step may speak of. */
export interface Spoken {
  days: DayNames;
  cast: Readonly<Record<string, CastMember>>;
  organisations: PlaceData['organisations'];
  meetings: ReadonlySet<string>;
  /** Names of steps before, whose event number a whole number may be. */
  steps: ReadonlySet<string>;
  /** The step is expected to be found wrong: its values are sent as they are written. */
  asWritten: boolean;
}

type Taken = (value: unknown, field: Field, path: Path, spoken: Spoken, report: Report) => unknown;

const shown = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 40);
const MONEY = /^£(\d{1,3}(?:,\d{3})*|\d+)(?:\.(\d{2}))?$/;

const text: Taken = (value, _field, path, _spoken, report) => {
  if (typeof value !== 'string') report(path, `is ${shown(value)}, but must be words; put it in quotes`);
  return value;
};

const digits: Taken = (value, field, path, spoken, report) =>
  typeof value === 'number' ? String(value) : text(value, field, path, spoken, report);

const chosen: Taken = (value, { choices = [] }, path, _spoken, report) => {
  if (!choices.includes(value as string))
    report(path, `is ${shown(value)}, but must be one of ${choices.join(', ')}`);
  return value;
};

const date: Taken = (value, _field, path, { days }, report) => {
  if (typeof value === 'string') return readable(() => dayOf(value, days), path, report);
  report(path, `is ${shown(value)}, but must be a day such as 2026-03-29, step or today-5wd`);
  return value;
};

const instant: Taken = (value, _field, path, { days }, report) => {
  if (typeof value === 'string') return readable(() => momentOf(value, null, days), path, report);
  report(path, `is ${shown(value)}, but must be a day and London time such as 2026-03-29 10:00`);
  return value;
};

const yesNo: Taken = (value, _field, path, _spoken, report) => {
  if (typeof value !== 'boolean') report(path, `is ${shown(value)}, but must be true or false`);
  return value;
};

const whole: Taken = (value, _field, path, { steps }, report) => {
  if (typeof value === 'string' && steps.has(value)) return value;
  if (typeof value === 'string')
    report(path, `is ${shown(value)}, but must be a whole number, or the name of a step before this one`);
  else if (!Number.isSafeInteger(value)) report(path, `is ${shown(value)}, but must be a whole number`);
  return value;
};

const money: Taken = (value, _field, path, _spoken, report) => {
  const pounds = typeof value === 'string' ? MONEY.exec(value) : null;
  if (pounds) return Number((pounds[1] ?? '').replaceAll(',', '')) * 100 + Number(pounds[2] ?? 0);
  if (!Number.isSafeInteger(value))
    report(path, `is ${shown(value)}, but must be whole pence, or pounds as '£1,250.00'`);
  return value;
};

const person: Taken = (value, _field, path, { cast }, report) => {
  if (typeof value !== 'string' || !Object.hasOwn(cast, value)) {
    report(path, `is ${shown(value)}, who is not in the cast; ${offered(String(value), Object.keys(cast))}`);
  }
  return value;
};

const organisation: Taken = (value, _field, path, { cast, organisations }, report) => {
  const ids = organisations.map(({ id }) => id);
  if (typeof value === 'string') {
    if (ids.includes(value)) return value;
    const theirs = Object.hasOwn(cast, value) ? cast[value]?.organisation : undefined;
    if (theirs) return theirs;
  }
  report(
    path,
    `is ${shown(value)}, which is no organisation of the place and nobody of the cast who is of one; ${offered(String(value), ids)}`,
  );
  return value;
};

const subject: Taken = (value, _field, path, { meetings }, report) => {
  if (typeof value !== 'string' || !meetings.has(value)) {
    report(
      path,
      `is ${shown(value)}, but no step before this one arranges such a meeting; ${offered(String(value), [...meetings])}`,
    );
  }
  return value;
};

const list: Taken = (value, field, path, spoken, report) => {
  if (!Array.isArray(value)) {
    if (!spoken.asWritten) report(path, `is ${shown(value)}, but must be a list`);
    return value;
  }
  return value.map((each: unknown, at) =>
    field.of ? taken(each, field.of, [...path, at], spoken, report) : each,
  );
};

const group: Taken = (value, field, path, spoken, report) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    if (!spoken.asWritten) report(path, `is ${shown(value)}, but must be a group of fields`);
    return value;
  }
  return contentOf(field.fields ?? {}, value as Content, path, spoken, report);
};

const BY_KIND: Record<Field['kind'], Taken> = {
  text,
  personal: text,
  nhsNumber: digits,
  code: text,
  choice: chosen,
  date,
  instant,
  yesNo,
  integer: whole,
  pence: money,
  person,
  organisation,
  subject,
  list,
  group,
};

/** Kinds whose values are names of the history, which mean nothing to anyone else. */
const NAMES: readonly Field['kind'][] = ['person', 'subject', 'organisation', 'list', 'group'];

function taken(value: unknown, field: Field, path: Path, spoken: Spoken, report: Report): unknown {
  const lenient: Report = spoken.asWritten ? () => undefined : report;
  const result = BY_KIND[field.kind](
    value,
    field,
    path,
    spoken,
    NAMES.includes(field.kind) ? report : lenient,
  );
  return spoken.asWritten && result === undefined ? value : result;
}

/**
 * What a step says, with its days worked out and its money in pence; people and meetings keep their names. Reports every
 * field that is unknown, missing or of another type - save where the step is expected to be found wrong.
 */
export function contentOf(
  fields: Fields,
  content: Content,
  path: Path,
  spoken: Spoken,
  report: Report,
): Content {
  const names = Object.keys(fields);
  if (!spoken.asWritten) {
    for (const name of Object.keys(content).filter((each) => !Object.hasOwn(fields, each))) {
      const comma = name.includes(' ') ? ' (words with a comma in them need quotes)' : '';
      report([...path, name], `is not a field here; ${offered(name, names)}${comma}`);
    }
    for (const name of names.filter((each) => !fields[each]?.optional && content[each] === undefined)) {
      report([...path, name], `is missing (${fields[name]?.label ?? name})`);
    }
  }
  return Object.fromEntries(
    Object.entries(content).map(([name, value]) => {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      return [name, field === undefined ? value : taken(value, field, [...path, name], spoken, report)];
    }),
  );
}
