import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ValidationPipe } from '@nestjs/common';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { readConfig } from '../../src/config/config.js';
import { AppModule } from '../../src/app.module.js';
import { httpAdapter } from '../../src/web/http/server.js';
import { NestFactory } from '@nestjs/core';
import type { Route } from '../../src/web/http/route.js';
import { Demonstration } from '../../src/web/pages/demonstration.js';
import { pageRoutes } from '../../src/web/pages/page-routes.js';
import { apiRoutes, routes } from '../../src/web/routes.js';
import { createTestDatabase, type TestDatabase } from '../helpers/database.js';
import type { Document } from '../web/schemas.js';

let database: TestDatabase;
let registered: string[];
let documented: string[];

const asListed = (of: readonly Route[]): string[] => of.map(({ method, path }) => `${method} ${path}`).sort();

beforeAll(async () => {
  database = await createTestDatabase();
  const found: RouteOptions[] = [];
  const adapter = httpAdapter({ level: 'silent' });
  const server: FastifyInstance = adapter.getInstance();
  server.addHook('onRoute', (route) => void found.push(route));
  const module = AppModule.on(
    database.url,
    { migrate: false, connections: 2 },
    new Demonstration(),
    readConfig({}).web,
  );
  const app = await NestFactory.create(module, adapter, { logger: false, bodyParser: false });
  app.useGlobalPipes(new ValidationPipe());
  await app.init();
  await server.ready();
  const document = (await server.inject('/openapi.json')).json<Document>();
  await app.close();
  registered = found
    .flatMap(({ method, url }) =>
      [method].flat().map((each) => `${each} ${url.replaceAll(/:(\w+)/g, '{$1}')}`),
    )
    .filter((route) => !route.startsWith('HEAD '))
    .sort();
  documented = Object.entries(document.paths)
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`))
    .sort();
});
afterAll(() => database.drop());

describe('the table of routes and the router', () => {
  it('know the same addresses and methods: nothing is served for which nobody said who may, or the reverse', () => {
    expect(registered).toEqual(asListed(routes));
    expect(registered.length).toBeGreaterThan(25);
  });

  it('publish every operation for programs, and none of the pages', () => {
    expect(documented).toEqual(asListed(apiRoutes));
  });
});

describe('pages', () => {
  const gives = new Set(['openCase', 'recordCaseEvent']);

  it('and operations that show the record of one case note who reads it', () => {
    const ofCase = routes.filter(
      ({ id, method, path, policy }) =>
        /^(\/api\/v1)?\/cases\/\{id\}/.test(path) &&
        (method === 'GET' || !path.startsWith('/api/')) &&
        policy !== 'readReaders' &&
        !gives.has(id),
    );

    expect(ofCase.length).toBeGreaterThan(5);
    expect(ofCase.filter(({ reads }) => reads === undefined).map(({ id }) => id)).toEqual([]);
  });

  it('are open to nobody who is not signed in, but for signing in and what is said of the service', () => {
    const open = pageRoutes.filter(({ policy }) => policy === 'open').map(({ path }) => path);

    expect(open.filter((path) => path !== '/' && !path.startsWith('/sign'))).toEqual([]);
    expect(pageRoutes.every(({ page }) => page)).toBe(true);
  });

  it('take forms by POST only, and change nothing by GET', () => {
    expect(pageRoutes.filter(({ method }) => method !== 'GET' && method !== 'POST')).toEqual([]);
  });
});
