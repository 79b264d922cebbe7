import { fieldsOf, schemaOf, type Schema } from '../http/field.js';
import { PROBLEMS, type ProblemName } from '../http/problem.js';
import { isForPeople, problemsOf, type Fielded, type Route } from '../http/route.js';
import { schemas } from './schemas.js';
import { ref } from './schema-words.js';

const JSON_TYPE = 'application/json';
const PAGE_TYPE = 'text/html';
const PROBLEM_TYPE = 'application/problem+json';

const parametersIn = (place: 'path' | 'query', dto: Fielded | undefined): Schema[] =>
  (dto ? fieldsOf(dto) : []).map(({ name, required, schema: { description, ...schema } }) => ({
    name,
    in: place,
    required: place === 'path' || required,
    description,
    schema,
  }));

const header = (name: string, description: string, schema: Schema): Schema => ({
  name,
  in: 'header',
  required: true,
  description,
  schema,
});

const commandHeaders = ({ command }: Route): Schema[] => [
  ...(command
    ? [
        header(
          'Idempotency-Key',
          'New for each command; the same key with the same content is answered as before',
          { type: 'string', minLength: 1, maxLength: 80 },
        ),
      ]
    : []),
  ...(command === 'existing'
    ? [header('If-Match', 'The ETag of what you read', { type: 'string', pattern: '^"v\\d+"$' })]
    : []),
];

const headersOf = (headers: Readonly<Record<string, string>> = {}): Schema =>
  Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [name, { description, schema: { type: 'string' } }]),
  );

const byStatus = (problems: readonly ProblemName[]): Map<number, ProblemName[]> => {
  const found = new Map<number, ProblemName[]>();
  for (const name of problems)
    found.set(PROBLEMS[name].status, [...(found.get(PROBLEMS[name].status) ?? []), name]);
  return found;
};

const problemAnswers = (route: Route): Schema =>
  Object.fromEntries(
    [...byStatus(problemsOf(route))].map(([status, names]) => [
      String(status),
      {
        description: names.map((name) => `${PROBLEMS[name].title} (${name})`).join('; '),
        content: {
          [PROBLEM_TYPE]: { schema: ref('Problem') },
          ...(isForPeople(route) ? { [PAGE_TYPE]: { schema: { type: 'string' } } } : {}),
        },
      },
    ]),
  );

const answerOf = ({ answer }: Route): Schema => ({
  description: answer.words,
  ...(answer.headers ? { headers: headersOf(answer.headers) } : {}),
  ...(answer.schema ? { content: { [JSON_TYPE]: { schema: answer.schema } } } : {}),
  ...(answer.contentType ? { content: { [answer.contentType]: { schema: { type: 'string' } } } } : {}),
});

const isClass = (body: Fielded | Schema): body is Fielded => typeof body === 'function';

const operationOf = (route: Route): Schema => ({
  operationId: route.id,
  tags: [route.tag],
  summary: route.summary,
  ...(route.about ? { description: route.about } : {}),
  ...(route.policy === 'open' ? { security: [] } : {}),
  parameters: [
    ...parametersIn('path', route.params),
    ...parametersIn('query', route.query),
    ...commandHeaders(route),
  ],
  ...(route.body
    ? {
        requestBody: {
          required: true,
          content: { [JSON_TYPE]: { schema: isClass(route.body) ? schemaOf(route.body) : route.body } },
        },
      }
    : {}),
  responses: { [String(route.status)]: answerOf(route), ...problemAnswers(route) },
});

/** The OpenAPI 3.1 document of those operations. */
export function documentOf(routes: readonly Route[], version: string): Schema {
  const paths: Record<string, Record<string, Schema>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: "Children's continuing care",
      version,
      description:
        'Cases of the joint continuing care protocol, from referral to review. Everything that happens is an event; what the protocol does not allow is refused with its clauses.',
    },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'A token made for you' } },
      schemas: schemas(),
    },
  };
}
