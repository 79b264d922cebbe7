import { NestFactory } from '@nestjs/core';
import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { WebSettings } from '../../config/web-settings.js';
import { ProblemPages } from '../pages/problem-page.js';
import { AccessGuard } from './access.guard.js';
import { WEB_SETTINGS } from './page-guard.js';
import { ProblemFilter } from './problem.filter.js';
import { ReadAudit } from './read-audit.interceptor.js';
import { harden, httpAdapter, type ServerSettings } from './server.js';
import { ServiceLog } from './service-log.js';
import { SentAgain } from './sent-again.interceptor.js';
import { WrongQueries } from './wrong-query.interceptor.js';
import { validation } from './validation.js';

/** The module as an HTTP application, not yet listening: checked, guarded, and answering problems as such. */
export async function createWebApp(
  module: DynamicModule,
  log: ServerSettings,
): Promise<NestFastifyApplication> {
  const adapter = httpAdapter(log);
  const server: FastifyInstance = adapter.getInstance();
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: new ServiceLog(server.log),
    bodyParser: false,
    abortOnError: false,
  });
  const problems = app.get(ProblemPages, { strict: false });
  app.useGlobalFilters(
    new ProblemFilter((problem, reference, request, reply) =>
      problems.answer(problem, reference, request, reply),
    ),
  );
  app.useGlobalPipes(validation());
  app.useGlobalGuards(app.get(AccessGuard, { strict: false }));
  app.useGlobalInterceptors(
    app.get(SentAgain, { strict: false }),
    app.get(WrongQueries, { strict: false }),
    app.get(ReadAudit, { strict: false }),
  );
  await harden(app, app.get<WebSettings>(WEB_SETTINGS, { strict: false }));
  return app;
}
