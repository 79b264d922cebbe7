import { Controller, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { serviceRoutes } from '../api/service.routes.js';
import { Named } from '../api/protocol.dto.js';
import { nothingHere } from '../http/ids.js';
import { PROBLEMS } from '../http/problem.js';
import { Handles } from '../http/route.js';
import { Asking, type Browser } from '../http/visit.js';
import { apiRoutes } from '../routes.js';
import { loadAssets } from './assets.js';
import { docsContent } from './docs-page.js';
import { Pages } from './pages.js';

const AN_HOUR = 'public, max-age=3600';

/** The page about the API, and the files that pages need. */
@Controller()
export class PagesController {
  private readonly assets = loadAssets();
  private readonly docsOfApi = docsContent(apiRoutes);

  constructor(private readonly pages: Pages) {}

  @Handles(serviceRoutes.docs)
  docs(@Asking() browser: Browser): Promise<string> {
    const view = { template: 'docs.njk', title: 'API documentation', here: '/docs' };
    return this.pages.show(browser, view, this.docsOfApi);
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
}
