import { describe, expect, it } from '@jest/globals';
import { allEvents } from '../../workflows/protocol/index.js';
import { MAY_DO } from '../../src/access/policy.js';
import { PROBLEMS } from '../../src/web/http/problem.js';
import { doorOf, eventsAt, schemaOfFields, type EventDoor } from '../../src/web/openapi/event-schemas.js';
import { documentOf } from '../../src/web/openapi/document.js';
import { apiRoutes as routes } from '../../src/web/routes.js';
import { validatorFor, type Document } from './schemas.js';

const document = JSON.parse(JSON.stringify(documentOf(routes, '1.0.0'))) as Document;
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));

const refsIn = (value: unknown): string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([name, each]) =>
        name === '$ref' && typeof each === 'string' ? [each] : refsIn(each),
      );

describe('the published document', () => {
  it('is OpenAPI 3.1 and names each operation once', () => {
    const ids = operations.map(({ operationId }) => operationId);

    expect(document.openapi).toBe('3.1.0');
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(routes.length);
  });

  it('refers only to schemas that it holds', () => {
    const known = new Set(
      Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`),
    );

    expect(refsIn(document).filter((ref) => !known.has(ref))).toEqual([]);
  });

  it('has schemas that a validator of JSON Schema takes', () => {
    const compile = validatorFor(document);

    for (const name of Object.keys(document.components.schemas)) {
      expect(compile({ $ref: `#/components/schemas/${name}` })).toBeInstanceOf(Function);
    }
  });

  it('names every part of an address as a parameter', () => {
    for (const [path, methods] of Object.entries(document.paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const { parameters } of Object.values(methods)) {
        expect(parameters.filter((each) => each.in === 'path').map(({ name }) => name)).toEqual(inPath);
      }
    }
  });

  it('answers every problem as application/problem+json, and pages to browsers as pages too', () => {
    const pages = ['front', 'docs', 'problem', 'asset'];
    for (const { operationId, responses } of operations) {
      const page = pages.includes(operationId) ? ['text/html'] : [];
      const failures = Object.entries(responses).filter(([status]) => Number(status) >= 400);

      expect(failures.length).toBeGreaterThan(0);
      for (const [, { content }] of failures)
        expect(Object.keys(content ?? {})).toEqual(['application/problem+json', ...page]);
    }
  });

  it('asks for an Idempotency-Key with each command, and for If-Match with those on what exists', () => {
    const headers = (id: string): string[] =>
      (operations.find(({ operationId }) => operationId === id)?.parameters ?? [])
        .filter((each) => each.in === 'header' && each.required)
        .map(({ name }) => name);

    expect(headers('openCase')).toEqual(['Idempotency-Key']);
    expect(headers('recordCaseEvent')).toEqual(['Idempotency-Key', 'If-Match']);
    expect(headers('recordMeetingEvent')).toEqual(['Idempotency-Key', 'If-Match']);
    expect(headers('listCases')).toEqual([]);
  });
});

describe('events in the document', () => {
  const doors: EventDoor[] = ['openCase', 'recordCaseEvent', 'arrangeMeeting', 'recordMeetingEvent'];

  it('has every event that a person can record at exactly one door, told apart by its type', () => {
    const taken = doors.flatMap((door) => eventsAt(door).map(({ type }) => type));
    const wanted = allEvents()
      .filter(({ definition }) => !definition.bySystem)
      .map(({ type }) => type);

    expect([...taken].sort()).toEqual([...wanted].sort());
    for (const door of doors) {
      const body = operations.find(({ operationId }) => operationId === door)?.requestBody;
      const schema = body?.content['application/json']?.schema as {
        oneOf: unknown[];
        discriminator: { mapping: object };
      };

      expect(Object.keys(schema.discriminator.mapping)).toEqual(eventsAt(door).map(({ type }) => type));
      expect(schema.oneOf).toHaveLength(eventsAt(door).length);
    }
  });

  it('offers no event that only the service itself records', () => {
    const system = allEvents().filter(({ definition }) => definition.bySystem);

    expect(system.length).toBeGreaterThan(0);
    expect(system.map(doorOf)).toEqual(system.map(() => null));
  });

  it('describes each event with exactly the fields of its table', () => {
    for (const { type, definition } of allEvents().filter((event) => doorOf(event) !== null)) {
      const schema = document.components.schemas[`Content_${type}`];

      expect(schema).toEqual(JSON.parse(JSON.stringify(schemaOfFields(definition.fields))));
      expect(Object.keys(schema?.['properties'] as object)).toEqual(Object.keys(definition.fields));
    }
  });
});

describe('who may', () => {
  it('is said for every operation: nobody need sign in, the event decides, or a row of the access policy', () => {
    for (const { policy } of routes) expect(['open', 'event', ...Object.keys(MAY_DO)]).toContain(policy);
  });

  it('leaves nothing about a child, a person or the protocol open', () => {
    const open = routes.filter(({ policy }) => policy === 'open').map(({ path }) => path);

    expect(open.filter((path) => path.startsWith('/api/'))).toEqual([]);
  });
});

describe('problems', () => {
  it('have a stable name, a status of their kind and a title each', () => {
    for (const [name, { status, title }] of Object.entries(PROBLEMS)) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(title.length).toBeGreaterThan(5);
    }
  });
});
