import type { Field, Fields } from '../../../workflows/protocol/index.js';
import { PROCESSES } from '../../../workflows/protocol/index.js';
import { MAY_DO, rolesFor } from '../../access/policy.js';
import { ROLES } from '../../access/roles.js';
import { fieldsOf, type Schema } from '../http/field.js';
import { PROBLEMS } from '../http/problem.js';
import { problemsOf, type Fielded, type Route } from '../http/route.js';
import { eventsAt, type EventDoor } from '../openapi/event-schemas.js';

interface FieldLine {
  name: string;
  about: string;
  how: string;
  required: boolean;
}

const upTo = (max: number | undefined, of: string): string =>
  max === undefined ? of : `${of}, at most ${max}`;

const HOW: Readonly<Record<Field['kind'], (field: Field) => string>> = {
  text: ({ max }) => upTo(max, 'words, by characters'),
  personal: ({ max }) => upTo(max, 'words kept apart, by characters'),
  nhsNumber: () => 'ten digits',
  code: () => 'a code',
  choice: ({ choices = [] }) => `one of ${choices.join(', ')}`,
  date: ({ future }) => (future ? 'a day' : 'a day, today or before'),
  instant: () => 'a London date and time, or a moment with its offset',
  yesNo: () => 'true or false',
  integer: ({ min, max }) => `a whole number from ${min ?? 0}${max === undefined ? '' : ` to ${max}`}`,
  pence: () => 'whole pence',
  person: () => 'the id of a person',
  organisation: () => 'the id of an organisation',
  subject: () => 'the id of a meeting',
  list: ({ min }) => (min ? `a list, at least ${min}` : 'a list'),
  group: () => 'a group',
};

function linesOf(name: string, field: Field): FieldLine[] {
  const own = { name, about: field.label, how: HOW[field.kind](field), required: !field.optional };
  if (field.kind === 'group') return [own, ...linesOfFields(field.fields ?? {}, `${name}.`)];
  if (field.kind !== 'list' || !field.of) return [own];
  if (field.of.kind === 'group') return [own, ...linesOfFields(field.of.fields ?? {}, `${name}[].`)];
  return [{ ...own, how: `${own.how}, each ${HOW[field.of.kind](field.of)}` }];
}

const linesOfFields = (fields: Fields, within = ''): FieldLine[] =>
  Object.entries(fields).flatMap(([name, field]) => linesOf(`${within}${name}`, field));

const howOf = ({ type, enum: values, format, minimum, maximum, items }: Schema): string => {
  if (Array.isArray(values)) return `one of ${values.join(', ')}`;
  if (format === 'date') return 'a day';
  if (type === 'integer') return `a whole number from ${String(minimum)} to ${String(maximum)}`;
  if (type === 'boolean') return 'true or false';
  if (type === 'array') return `a list, each ${howOf(items as Schema)}`;
  return type === 'object' ? 'an object' : 'text';
};

const dtoLines = (dto: Fielded | undefined, where: string): FieldLine[] =>
  (dto ? fieldsOf(dto) : []).map(({ name, required, schema }) => ({
    name,
    about: `${String(schema['description'])} (${where})`,
    how: howOf(schema),
    required,
  }));

const roleWords = (roles: readonly string[]): string =>
  roles.map((role) => (ROLES as Readonly<Record<string, string>>)[role] ?? role).join(', ');

const accessOf = ({ policy }: Route): string => {
  if (policy === 'open') return 'Needs no token.';
  if (policy === 'signedIn') return 'For whoever is signed in.';
  if (policy === 'event') return 'For whoever may record the event that is sent.';
  return `For: ${roleWords(MAY_DO[policy])}.`;
};

const DOORS: readonly string[] = [
  'openCase',
  'recordCaseEvent',
  'arrangeMeeting',
  'recordMeetingEvent',
] satisfies EventDoor[];

const operationOf = (route: Route): object => ({
  id: route.id,
  method: route.method,
  path: route.path,
  summary: route.summary,
  about: route.about,
  access: accessOf(route),
  fields: [
    ...dtoLines(route.params, 'in the address'),
    ...dtoLines(route.query, 'in the query'),
    ...(typeof route.body === 'function' ? dtoLines(route.body, 'in the body') : []),
  ],
  events: DOORS.includes(route.id) ? eventsAt(route.id as EventDoor).map(({ type }) => type) : [],
  status: route.status,
  answer: route.answer.words,
  problems: problemsOf(route).map((name) => ({ name, status: PROBLEMS[name].status })),
});

/** What the page about the API shows: operations by subject, kinds of event by process, and problems. */
export const docsContent = (routes: readonly Route[]): object => ({
  groups: [...new Set(routes.map(({ tag }) => tag))].map((tag) => ({
    tag,
    operations: routes.filter((route) => route.tag === tag).map(operationOf),
  })),
  processes: PROCESSES.map(({ title, events }) => ({
    title,
    events: Object.entries(events).map(([type, { title: words, clauses, order, fields, bySystem }]) => ({
      type,
      title: words,
      clauses: clauses.join(', '),
      order: bySystem ? 'Recorded by the service itself.' : order.words,
      roles: bySystem ? '' : roleWords(rolesFor(type)),
      fields: linesOfFields(fields),
    })),
  })),
  problems: Object.entries(PROBLEMS).map(([name, problem]) => ({ name, ...problem })),
});
