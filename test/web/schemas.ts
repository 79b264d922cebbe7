import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

/** The published document, as far as tests look into it. */
export interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Record<string, unknown>> };
}

export interface Operation {
  operationId: string;
  parameters: { name: string; in: string; required: boolean }[];
  requestBody?: { content: Record<string, { schema: Record<string, unknown> }> };
  responses: Record<string, { content?: Record<string, { schema: Record<string, unknown> }> }>;
}

/** A validator that knows the document's schemas; give it one of them, or a schema that refers to them. */
export function validatorFor(document: Document): (schema: Record<string, unknown>) => ValidateFunction {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true });
  formats.default(ajv);
  ajv.addVocabulary(['components', 'discriminator', 'x-id-of', 'x-check']);
  ajv.addSchema({ $id: 'document', components: document.components });
  const pointed = (schema: unknown): unknown =>
    typeof schema !== 'object' || schema === null
      ? schema
      : Array.isArray(schema)
        ? schema.map(pointed)
        : Object.fromEntries(
            Object.entries(schema).map(([name, each]) => [
              name,
              name === '$ref' ? `document${String(each)}` : pointed(each),
            ]),
          );
  return (schema) => ajv.compile(pointed(schema) as Record<string, unknown>);
}
