import { Controller, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CaseReading } from '../../reading/case-reading.js';
import { Readiness } from '../../reading/readiness.js';
import { serviceRoutes } from '../api/service.routes.js';
import { Named } from '../api/protocol.dto.js';
import { CASE_CURSOR, cursorOf, markOf } from '../http/cursor.js';
import { nothingHere } from '../http/ids.js';
import { HTML, PROBLEMS } from '../http/problem.js';
import { Handles } from '../http/route.js';
import { routes } from '../routes.js';
import { loadAssets } from './assets.js';
import { Demonstration } from './demonstration.js';
import { docsContent } from './docs-page.js';
import { FrontPage } from './front-page.dto.js';
import { caseRow } from './front-page.js';
import { nonceOf, render, type PageFrame } from './templates.js';

const CASES_OF_A_PAGE = 20;
const AN_HOUR = 'public, max-age=3600';

/** The pages people see, and the files these need. */
@Controller()
export class PagesController {
  private readonly assets = loadAssets();
  private readonly docsOfApi = docsContent(routes);

  constructor(
    private readonly cases: CaseReading,
    private readonly readiness: Readiness,
    private readonly demonstration: Demonstration,
  ) {}

  @Handles(serviceRoutes.front)
  async front(
    @Query() { cursor }: FrontPage,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    void reply.type(HTML);
    const { shown } = this.demonstration;
    if (!shown) {
      const ready = await this.readiness.isReady();
      return render('front-live.njk', this.frame(reply, 'Home', '/'), { ready });
    }
    const asked = { limit: CASES_OF_A_PAGE, after: markOf(CASE_CURSOR, cursor), total: true };
    const { items, next, total } = await this.cases.list(shown.place, {}, asked);
    return render('front.njk', this.frame(reply, 'Cases', '/'), {
      ...shown,
      cases: items.map(caseRow),
      overdue: items.filter((item) => item.overdue > 0).length,
      total,
      cursor,
      next: cursorOf(CASE_CURSOR, next),
      origin: `${request.protocol}://${request.host}`,
    });
  }

  @Handles(serviceRoutes.docs)
  docs(@Res({ passthrough: true }) reply: FastifyReply): string {
    void reply.type(HTML);
    return render('docs.njk', this.frame(reply, 'API documentation', '/docs'), this.docsOfApi);
  }

  @Handles(serviceRoutes.problem)
  problem(@Param() { name }: Named, @Res({ passthrough: true }) reply: FastifyReply): void {
    if (!Object.hasOwn(PROBLEMS, name)) throw nothingHere();
    void reply.header('location', `/docs#problem-${name}`);
  }

  @Handles(serviceRoutes.asset)
  asset(@Param() { name }: Named, @Res({ passthrough: true }) reply: FastifyReply): Buffer {
    const asset = this.assets.get(name);
    if (!asset) throw nothingHere();
    void reply.headers({ 'content-type': asset.type, 'cache-control': AN_HOUR });
    return asset.content;
  }

  private frame(reply: FastifyReply, title: string, here: string): PageFrame {
    return { title, here, nonce: nonceOf(reply), demonstration: this.demonstration.shown !== null };
  }
}
