import {
  allEvents,
  OPENING_EVENTS,
  type Field,
  type FieldKind,
  type Fields,
  type OwnedEvent,
} from '../../../workflows/protocol/index.js';
import type { Schema } from '../http/field.js';

const words = ({ max, min = 1 }: Field): Schema => ({
  type: 'string',
  minLength: min,
  ...(max === undefined ? {} : { maxLength: max }),
});
const number = ({ min, max }: Field): Schema => ({
  type: 'integer',
  ...(min === undefined ? {} : { minimum: min }),
  ...(max === undefined ? {} : { maximum: max }),
});
const id = (of: string): Schema => ({ type: 'string', format: 'uuid', 'x-id-of': of });

const BY_KIND: Readonly<Record<FieldKind, (field: Field) => Schema>> = {
  text: words,
  personal: words,
  code: words,
  nhsNumber: () => ({
    type: 'string',
    minLength: 10,
    maxLength: 12,
    'x-check': 'ten digits with a right check digit',
  }),
  choice: ({ choices = [] }) => ({ type: 'string', enum: choices }),
  date: () => ({ type: 'string', format: 'date' }),
  instant: () => ({
    type: 'string',
    'x-check': 'a London date and time, 2026-03-29T10:00, or a moment with its offset',
  }),
  yesNo: () => ({ type: 'boolean' }),
  integer: number,
  pence: number,
  person: () => id('person'),
  organisation: () => ({ type: 'string', minLength: 1, maxLength: 80, 'x-id-of': 'organisation' }),
  subject: () => id('meeting'),
  list: ({ of, max, min }) => ({
    type: 'array',
    items: of ? schemaOfField(of) : {},
    ...(min === undefined ? {} : { minItems: min }),
    ...(max === undefined ? {} : { maxItems: max }),
  }),
  group: ({ fields = {} }) => schemaOfFields(fields),
};

const notes = ({ kind, future, optional }: Field): string[] => [
  ...(kind === 'date' && future === false ? ['today or before'] : []),
  ...(kind === 'pence' ? ['whole pence'] : []),
  ...(optional ? ['may be left out'] : []),
];

/** One field of an event's content as a schema. */
function schemaOfField(field: Field): Schema {
  const extra = notes(field);
  const description = extra.length > 0 ? `${field.label} (${extra.join(', ')})` : field.label;
  return { ...BY_KIND[field.kind](field), description };
}

/** A table of fields as a schema: these and no others. */
export const schemaOfFields = (fields: Fields): Schema => ({
  type: 'object',
  additionalProperties: false,
  required: Object.entries(fields)
    .filter(([, { optional }]) => !optional)
    .map(([name]) => name),
  properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, schemaOfField(field)])),
});

/** The part of the service an event can be sent to. */
export type EventDoor = 'openCase' | 'recordCaseEvent' | 'arrangeMeeting' | 'recordMeetingEvent';

const isOpening = (type: string): boolean => (OPENING_EVENTS as readonly string[]).includes(type);

/** The door at which an event is taken; null for those the service records itself. */
export function doorOf({ type, owner, definition }: OwnedEvent): EventDoor | null {
  if (definition.bySystem) return null;
  if (owner.kind === 'meeting') return isOpening(type) ? 'arrangeMeeting' : 'recordMeetingEvent';
  return isOpening(type) ? 'openCase' : 'recordCaseEvent';
}

/** The events taken at a door. */
export const eventsAt = (door: EventDoor): OwnedEvent[] =>
  allEvents().filter((event) => doorOf(event) === door);

const bodyName = (type: string): string => `Send_${type}`;
const contentName = (type: string): string => `Content_${type}`;

const PROCESS: Schema = {
  type: 'string',
  minLength: 1,
  maxLength: 80,
  description: 'Which process it is for, such as review-2, where there are several',
};

function bodyOf(event: OwnedEvent): Schema {
  const { type, definition } = event;
  const opens = isOpening(type);
  return {
    type: 'object',
    additionalProperties: false,
    title: definition.title,
    description: `Clauses ${definition.clauses.join(', ')}. ${definition.order.words} (${definition.order.clause})`,
    required: ['type', 'content'],
    properties: {
      type: { const: type },
      ...(opens ? {} : { process: PROCESS }),
      content: { $ref: `#/components/schemas/${contentName(type)}` },
    },
  };
}

/** Schemas of what can be sent as an event, and of the content of each. */
export const eventSchemas = (): Record<string, Schema> =>
  Object.fromEntries(
    allEvents()
      .filter((event) => doorOf(event) !== null)
      .flatMap((event): [string, Schema][] => [
        [contentName(event.type), schemaOfFields(event.definition.fields)],
        [bodyName(event.type), bodyOf(event)],
      ]),
  );

/** The body of a request at a door: any of its events, told apart by `type`. */
export function bodySchemaAt(door: EventDoor): Schema {
  const types = eventsAt(door).map(({ type }) => type);
  const refOf = (type: string): string => `#/components/schemas/${bodyName(type)}`;
  return {
    type: 'object',
    required: ['type', 'content'],
    oneOf: types.map((type) => ({ $ref: refOf(type) })),
    discriminator: {
      propertyName: 'type',
      mapping: Object.fromEntries(types.map((type) => [type, refOf(type)])),
    },
  };
}
