import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { ValidateFunction } from 'ajv';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import type { Role } from '../../src/access/roles.js';
import { AppModule } from '../../src/app.module.js';
import { readConfig } from '../../src/config/config.js';
import type { WebSettings } from '../../src/config/web-settings.js';
import { CaseEngine } from '../../src/cases/case-engine.js';
import { Accounts } from '../../src/directory/accounts.js';
import { Tokens } from '../../src/directory/tokens.js';
import { Directory } from '../../src/directory/directory.js';
import type { NewPerson } from '../../src/directory/person.js';
import { createWebApp } from '../../src/web/http/web-app.js';
import { documentOf } from '../../src/web/openapi/document.js';
import { Demonstration } from '../../src/web/pages/demonstration.js';
import { apiRoutes } from '../../src/web/routes.js';
import { createTestDatabase } from '../helpers/database.js';
import { validatorFor, type Document, type Operation } from './schemas.js';

/** Someone who uses the API in a test. */
export interface User {
  id: string;
  token: string;
}

export interface Sending {
  as?: User | string;
  body?: unknown;
  /** The Idempotency-Key; a new one where it is absent, none where it is null. */
  key?: string | null;
  ifMatch?: string;
  headers?: Record<string, string>;
}

/** A JSON answer, as far as tests look into it: which of these it has is for the document to say, and is checked. */
export interface Body {
  id: string;
  type: string;
  detail: string;
  instance: string;
  version: number;
  currentVersion: string;
  token: string;
  items: Record<string, unknown>[];
  next: string | null;
  total?: number;
  errors: { field: string; message: string }[];
  refusals: { clauses: string[]; message: string; protocolText: string[] }[];
  changes: unknown[];
  roles: string[];
  processes: unknown[];
  present: { name: string }[];
  agenda: unknown[];
  days: unknown[];
  [name: string]: unknown;
}

export interface Answered {
  status: number;
  headers: LightMyRequestResponse['headers'];
  text: string;
  body: Body;
}

export interface Api {
  app: NestFastifyApplication;
  server: FastifyInstance;
  url: string;
  directory: Directory;
  accounts: Accounts;
  tokens: Tokens;
  engine: CaseEngine;
  demonstration: Demonstration;
  /** Everything written to the log. */
  log: string[];
  user(role: Role | readonly Role[], person?: Partial<NewPerson>, place?: string): Promise<User>;
  /** Sends a request; whatever is answered has to be as the published document says. */
  send(method: string, path: string, sending?: Sending): Promise<Answered>;
  close(): Promise<void>;
}

const document = JSON.parse(JSON.stringify(documentOf(apiRoutes, '1.0.0'))) as Document;
const compile = validatorFor(document);
const compiled = new Map<string, ValidateFunction>();

const patterns = Object.entries(document.paths).map(([path, methods]) => ({
  methods,
  pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
}));

/** The operation that a request asks for, if there is one. */
const operationAt = (method: string, path: string): Operation | undefined =>
  patterns.find(({ pattern }) => pattern.test(path.split('?')[0] ?? ''))?.methods[method.toLowerCase()];

function expectAsDocumented(operation: Operation, { status, headers, body, text }: Answered): void {
  const answer = operation.responses[String(status)];
  if (!answer)
    throw new Error(`${operation.operationId} does not say that it answers ${status}: ${text.slice(0, 300)}`);
  const contents = Object.entries(answer.content ?? {});
  if (!contents[0]?.[0].includes('json')) return;
  const [answered = ''] = String(headers['content-type']).split(';');
  expect(contents.map(([type]) => type)).toContain(answered);
  const content = contents.find(([type]) => type === answered)?.[1];
  if (!content || !answered.includes('json')) return;
  const name = `${operation.operationId} ${status}`;
  const validate = compiled.get(name) ?? compile(content.schema);
  compiled.set(name, validate);
  if (!validate(body)) {
    throw new Error(
      `${name} is not as documented: ${JSON.stringify(validate.errors?.slice(0, 5))} in ${text.slice(0, 600)}`,
    );
  }
}

const headersOf = (
  { as, key = randomUUID(), ifMatch, headers }: Sending,
  method: string,
): Record<string, string> => ({
  ...(as === undefined ? {} : { authorization: `Bearer ${typeof as === 'string' ? as : as.token}` }),
  ...(method === 'POST' && key !== null ? { 'idempotency-key': key } : {}),
  ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
  ...headers,
});

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** How the service is started for a suite. */
export interface Starting {
  /** A database that somebody else drops; one of its own where absent. */
  databaseUrl?: string;
  placesDir?: string;
  demonstration?: Demonstration;
  /** What the database is for, where it is not a test's own. */
  purpose?: 'test' | 'demonstration';
  /** How people reach the pages, where it is not as usual. */
  web?: Partial<WebSettings>;
}

/** The service on a database for tests, with people to use it. */
export async function startApi({
  databaseUrl,
  placesDir,
  demonstration = new Demonstration(),
  purpose = 'test',
  web = {},
}: Starting = {}): Promise<Api> {
  const own = databaseUrl === undefined ? await createTestDatabase() : undefined;
  const url = databaseUrl ?? own?.url ?? '';
  const log: string[] = [];
  const options = {
    purpose,
    migrate: false,
    connections: 4,
    ...(placesDir === undefined ? {} : { placesDir }),
  };
  const module = AppModule.on(url, options, demonstration, { ...readConfig({}).web, ...web });
  const app = await createWebApp(module, {
    level: 'trace',
    stream: { write: (line) => void log.push(line) },
  });
  await app.init();
  const server = app.getHttpAdapter().getInstance();
  await server.ready();
  const directory = app.get(Directory);
  const tokens = app.get(Tokens);

  return {
    app,
    server,
    url,
    directory,
    accounts: app.get(Accounts),
    tokens,
    engine: app.get(CaseEngine),
    demonstration,
    log,
    async user(role, person = {}, place = 'sefton') {
      const roles = typeof role === 'string' ? [role] : role;
      const id = await directory.putPerson(place, { name: `Sam ${roles.join(' ')}`, roles, ...person });
      const { token } = await tokens.issue(place, id, { label: 'test' });
      return { id, token };
    },
    async send(method, path, sending = {}) {
      const { body } = sending;
      const response = await server.inject({
        method: method as 'GET',
        url: path,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headersOf(sending, method),
        },
        ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = response.body;
      const answered = {
        status: response.statusCode,
        headers: response.headers,
        text,
        body: jsonOf(text) as Body,
      };
      const operation = operationAt(method, path);
      if (operation) expectAsDocumented(operation, answered);
      return answered;
    },
    async close() {
      await app.close();
      await own?.drop();
    },
  };
}

const WEIGHTS = [10, 9, 8, 7, 6, 5, 4, 3, 2];

/** An NHS number of the range kept for tests, with its check digit; undefined for the few that have none. */
export function testNhsNumber(n: number): string {
  for (let at = n; ; at += 1_000) {
    const digits = `999${String(at % 1_000_000).padStart(6, '0')}`;
    const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
    const check = (11 - (sum % 11)) % 11;
    if (check !== 10) return `${digits}${check}`;
  }
}

/** What opens a case of a child nobody has. */
export const opening = (n: number, also: Record<string, unknown> = {}) => ({
  type: 'CASE_OPENED',
  content: {
    givenName: 'Robin',
    familyName: `Testcase${n}`,
    dateOfBirth: '2019-05-14',
    nhsNumber: testNhsNumber(n),
    parentalResponsibility: [{ relationship: 'mother', name: 'Alex Testcase' }],
    ...also,
  },
});

export interface OpenedCase {
  id: string;
  etag: string;
}

let count = 0;

/** Opens a case over the API. */
export async function openCase(api: Api, as: User, also: Record<string, unknown> = {}): Promise<OpenedCase> {
  count += 1;
  const { status, body, headers, text } = await api.send('POST', '/api/v1/cases', {
    as,
    body: opening(count, also),
  });
  if (status !== 201) throw new Error(`The case was not opened: ${text}`);
  return { id: body.id, etag: String(headers['etag']) };
}
