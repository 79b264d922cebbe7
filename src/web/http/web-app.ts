import { NestFactory } from '@nestjs/core';
import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { Demonstration } from '../pages/demonstration.js';
import { problemPage } from '../pages/problem-page.js';
import { nonceOf } from '../pages/templates.js';
import { AccessGuard } from './access.guard.js';
import { ProblemFilter } from './problem.filter.js';
import { harden, httpAdapter, type LogSettings } from './server.js';
import { ServiceLog } from './service-log.js';
import { validation } from './validation.js';

/** The module as an HTTP application, not yet listening: checked, guarded, and answering problems as such. */
export async function createWebApp(module: DynamicModule, log: LogSettings): Promise<NestFastifyApplication> {
  const adapter = httpAdapter(log);
  const server: FastifyInstance = adapter.getInstance();
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: new ServiceLog(server.log),
    bodyParser: false,
    abortOnError: false,
  });
  const demonstration = app.get(Demonstration, { strict: false });
  app.useGlobalFilters(
    new ProblemFilter((problem, reference, reply) =>
      problemPage(problem, reference, {
        nonce: nonceOf(reply),
        demonstration: demonstration.shown !== null,
      }),
    ),
  );
  app.useGlobalPipes(validation());
  app.useGlobalGuards(app.get(AccessGuard, { strict: false }));
  await harden(app);
  return app;
}
