import 'reflect-metadata';
import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
  ValidateIf,
} from 'class-validator';
import { isShownLine } from '../../cases/content/shown-characters.js';
import { isLocalDate } from '../../../workflows/protocol/index.js';

/**
 * Fields of what the API takes: each decorator states the check and its schema at once, so that the published document
 * cannot say one thing and the service do another.
 */

/** A JSON Schema (2020-12), as far as it is used here. */
export type Schema = Readonly<Record<string, unknown>>;

interface Described {
  about: string;
  optional?: boolean;
}

interface KnownField {
  name: string;
  required: boolean;
  schema: Schema;
}

const FIELDS = Symbol('fields');

/** What may be left out is left out: null is no value of its own, and is answered as one of a wrong kind. */
const LeftOut = ValidateIf((_sent, value) => value !== undefined);

function described(
  { about, optional = false }: Described,
  schema: Schema,
  ...checks: PropertyDecorator[]
): PropertyDecorator {
  const remember: PropertyDecorator = (target, name) => {
    const known = (Reflect.getMetadata(FIELDS, target) ?? []) as KnownField[];
    const field = { name: String(name), required: !optional, schema: { ...schema, description: about } };
    Reflect.defineMetadata(FIELDS, [...known, field], target);
  };
  return applyDecorators(remember, ...checks, ...(optional ? [LeftOut] : []));
}

/** The fields of a class, in the order they are written. */
export const fieldsOf = (dto: new () => object): readonly KnownField[] =>
  (Reflect.getMetadata(FIELDS, dto.prototype as object) ?? []) as KnownField[];

/** The schema of a body of that class: these fields and no others. */
export function schemaOf(dto: new () => object): Schema {
  const fields = fieldsOf(dto);
  return {
    type: 'object',
    additionalProperties: false,
    required: fields.filter(({ required }) => required).map(({ name }) => name),
    properties: Object.fromEntries(fields.map(({ name, schema }) => [name, schema])),
  };
}

type Text = Described & { max: number; min?: number; pattern?: RegExp; patternWords?: string };

/** Whether every character can be stored and shown. */
const isShown = (value: unknown): boolean => typeof value === 'string' && isShownLine(value);

const Shown = (each = false): PropertyDecorator =>
  ValidateBy(
    {
      name: 'shown',
      validator: { validate: isShown, defaultMessage: () => 'holds characters that cannot be shown' },
    },
    { each },
  );

/** A string of `min` to `max` characters. */
export const Words = ({ max, min = 1, pattern, patternWords, ...rest }: Text): PropertyDecorator =>
  described(
    rest,
    { type: 'string', minLength: min, maxLength: max, ...(pattern ? { pattern: pattern.source } : {}) },
    ...(pattern ? [Matches(pattern, { message: patternWords ?? 'is not written as it should be' })] : []),
    Shown(),
    MinLength(min, { message: 'is empty' }),
    MaxLength(max, { message: `has more than ${max} characters` }),
    IsString({ message: 'must be text' }),
  );

const wholeNumber = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;

/** A whole number; in an address it is written in digits. */
export const Whole = ({
  min,
  max,
  otherwise,
  ...rest
}: Described & { min: number; max: number; otherwise?: number }): PropertyDecorator =>
  described(
    rest,
    {
      type: 'integer',
      minimum: min,
      maximum: max,
      ...(otherwise === undefined ? {} : { default: otherwise }),
    },
    Transform(wholeNumber),
    Max(max, { message: `must be ${max} or less` }),
    Min(min, { message: `must be ${min} or more` }),
    IsInt({ message: `must be a whole number from ${min} to ${max}` }),
  );

const trueOrFalse = ({ value }: { value: unknown }): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;

/** `true` or `false`. */
export const YesNo = (rest: Described): PropertyDecorator =>
  described(
    rest,
    { type: 'boolean' },
    Transform(trueOrFalse),
    IsBoolean({ message: 'must be true or false' }),
  );

/** A day of the calendar, such as 2026-03-29. */
export const Day = (rest: Described): PropertyDecorator =>
  described(
    rest,
    { type: 'string', format: 'date' },
    ValidateBy({
      name: 'day',
      validator: { validate: isLocalDate, defaultMessage: () => 'must be a day such as 2026-03-29' },
    }),
  );

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;

/** Whether it is a moment in UTC, such as 2026-03-29T09:00:00.000Z. */
export const isMoment = (value: unknown): value is string =>
  typeof value === 'string' &&
  MOMENT.test(value) &&
  isLocalDate(value.slice(0, 10)) &&
  !Number.isNaN(Date.parse(value));

const withMilliseconds = ({ value }: { value: unknown }): unknown =>
  isMoment(value) ? new Date(value).toISOString() : value;

/** A moment in UTC, such as 2026-03-29T09:00:00.000Z. */
export const Moment = (rest: Described): PropertyDecorator =>
  described(
    rest,
    { type: 'string', format: 'date-time' },
    Transform(withMilliseconds),
    ValidateBy({
      name: 'moment',
      validator: {
        validate: isMoment,
        defaultMessage: () => 'must be a moment in UTC such as 2026-03-29T09:00:00.000Z',
      },
    }),
  );

/** One of a short list. */
export const OneOf = ({ of, ...rest }: Described & { of: readonly string[] }): PropertyDecorator =>
  described(
    rest,
    { type: 'string', enum: of },
    IsIn([...of], { message: `must be one of ${of.join(', ')}` }),
  );

/** Some of a short list. */
export const SomeOf = ({
  of,
  min = 0,
  ...rest
}: Described & { of: readonly string[]; min?: number }): PropertyDecorator =>
  described(
    rest,
    {
      type: 'array',
      minItems: min,
      maxItems: of.length,
      uniqueItems: true,
      items: { type: 'string', enum: of },
    },
    ValidateBy({
      name: 'unique',
      validator: {
        validate: (value: unknown) => Array.isArray(value) && new Set(value).size === value.length,
        defaultMessage: () => 'names something twice',
      },
    }),
    IsIn([...of], { each: true, message: `may hold ${of.join(', ')}` }),
    ArrayMinSize(min, { message: `must hold at least ${min}` }),
    ArrayMaxSize(of.length, { message: `must hold ${of.length} or fewer` }),
    IsArray({ message: 'must be a list' }),
  );

/** A list of short texts. */
export const WordsList = ({
  max,
  most,
  ...rest
}: Described & { max: number; most: number }): PropertyDecorator =>
  described(
    rest,
    { type: 'array', maxItems: most, items: { type: 'string', minLength: 1, maxLength: max } },
    Shown(true),
    MinLength(1, { each: true, message: 'must not hold an empty text' }),
    MaxLength(max, { each: true, message: `must not hold a text of more than ${max} characters` }),
    IsString({ each: true, message: 'must hold texts' }),
    ArrayMaxSize(most, { message: `must hold ${most} or fewer` }),
    IsArray({ message: 'must be a list' }),
  );

/** An object whose own fields are checked elsewhere. */
export const Content = (rest: Described): PropertyDecorator =>
  described(rest, { type: 'object' }, IsObject({ message: 'must be an object' }));
