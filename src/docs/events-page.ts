import { PROCESSES, type EventDefinition, type Field, type Fields } from '../../workflows/protocol/index.js';

const KINDS: Record<Field['kind'], string> = {
  text: 'words',
  personal: 'words about who someone is',
  nhsNumber: 'NHS number',
  code: 'a slug',
  choice: 'one of',
  date: 'day',
  instant: 'London date and time',
  yesNo: 'yes or no',
  integer: 'whole number',
  pence: 'pence',
  person: 'person',
  organisation: 'organisation',
  subject: 'meeting',
  list: 'list of',
  group: 'group',
};

const whichDay = ({ future }: Field): string => (future === true ? '' : ', not after today');

function kindOf(field: Field): string {
  switch (field.kind) {
    case 'choice':
      return `one of ${(field.choices ?? []).map((choice) => `\`${choice}\``).join(', ')}`;
    case 'code':
      return field.list === undefined ? KINDS.code : `${KINDS.code} of \`${field.list}\``;
    case 'date':
      return `${KINDS.date}${whichDay(field)}`;
    case 'list':
      return field.of === undefined || field.of.kind === 'group'
        ? 'list, each with'
        : `list: ${kindOf(field.of)}`;
    default:
      return KINDS[field.kind];
  }
}

const partsOf = ({ kind, fields, of }: Field): Fields | undefined => (kind === 'list' ? of?.fields : fields);

const fieldLines = (fields: Fields, indent = ''): string[] =>
  Object.entries(fields).flatMap(([name, field]) => [
    `${indent}- \`${name}\`${field.optional ? ' (may be left out)' : ''}: ${field.label} - ${kindOf(field)}`,
    ...fieldLines(partsOf(field) ?? {}, `${indent}  `),
  ]);

const eventLines = ([type, event]: [string, EventDefinition]): string[] => [
  `### ${type}`,
  '',
  `${event.title}. ${event.clauses.length > 0 ? `Clauses: ${event.clauses.join(', ')}. ` : ''}${event.order.words} (${event.order.clause})`,
  '',
  ...(event.needsConsent ? [`Needs consent that covers ${event.needsConsent} (CHK-3).`, ''] : []),
  ...(event.bySystem ? ['Recorded by the service itself.', ''] : []),
  ...fieldLines(event.fields),
  '',
];

/** Every event there is, with what may be said in it, as one page. */
export const eventsPage = (): string =>
  [
    '# Events',
    '',
    'What can be recorded, over the API and in written histories. Made by `npm run docs:events`; not written by hand.',
    '',
    ...PROCESSES.flatMap(({ title, events }) => [
      `## ${title}`,
      '',
      ...Object.entries(events).flatMap(eventLines),
    ]),
  ].join('\n');
