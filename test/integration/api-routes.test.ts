import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ValidationPipe } from '@nestjs/common';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { AppModule } from '../../src/app.module.js';
import { httpAdapter } from '../../src/web/http/server.js';
import { NestFactory } from '@nestjs/core';
import { Demonstration } from '../../src/web/pages/demonstration.js';
import { createTestDatabase, type TestDatabase } from '../helpers/database.js';
import type { Document } from '../web/schemas.js';

let database: TestDatabase;
let registered: string[];
let documented: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  const found: RouteOptions[] = [];
  const adapter = httpAdapter({ level: 'silent' });
  const server: FastifyInstance = adapter.getInstance();
  server.addHook('onRoute', (route) => void found.push(route));
  const module = AppModule.on(database.url, { migrate: false, connections: 2 }, new Demonstration());
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

describe('the published document and the router', () => {
  it('know the same addresses and methods: nothing is served that is not described, or the reverse', () => {
    expect(registered).toEqual(documented);
    expect(registered.length).toBeGreaterThan(25);
  });
});
