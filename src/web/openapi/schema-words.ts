import type { Schema } from '../http/field.js';

/** Short words for writing the schemas of answers. */

export const text: Schema = { type: 'string' };
export const uuid: Schema = { type: 'string', format: 'uuid' };
export const day: Schema = { type: 'string', format: 'date' };
export const moment: Schema = { type: 'string', format: 'date-time' };
export const whole: Schema = { type: 'integer' };
export const yesNo: Schema = { type: 'boolean' };
export const anything: Schema = {};
export const anyObject: Schema = { type: 'object' };
export const texts: Schema = { type: 'array', items: text };

export const oneOf = (...values: readonly string[]): Schema => ({ type: 'string', enum: values });
export const listOf = (items: Schema): Schema => ({ type: 'array', items });
export const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
export const mapOf = (values: Schema): Schema => ({ type: 'object', additionalProperties: values });

/** An object of these fields and no others; those that may be absent come second. */
export const object = (
  fields: Readonly<Record<string, Schema>>,
  absent: Readonly<Record<string, Schema>> = {},
): Schema => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(fields),
  properties: { ...fields, ...absent },
});

/** The same schema with what it means. */
export const meaning = (description: string, schema: Schema): Schema => ({ ...schema, description });

/** One part of a longer list. */
export const pageOf = (items: Schema): Schema =>
  object(
    { items: listOf(items), next: meaning('The cursor of what follows; null at the end', orNull(text)) },
    { total: meaning('Only where it was asked for', whole) },
  );
