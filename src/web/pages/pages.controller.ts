import { Controller, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { serviceRoutes } from '../api/service.routes.js';
import { Named } from '../api/protocol.dto.js';
import { nothingHere } from '../http/ids.js';
import { PROBLEMS } from '../http/problem.js';
import { Handles } from '../http/route.js';
import { Asking, type Browser } from '../http/visit.js';
import { apiRoutes } from '../routes.js';
import { loadAssets, PackedAssets } from './assets.js';
import { docsContent } from './docs-page.js';
import { Pages } from './pages.js';

const AN_HOUR = 'public, max-age=3600';

/** The page about the API, and the files that pages need. */
@Controller()
export class PagesController {
  private readonly assets = loadAssets();
  private readonly packed = new PackedAssets();
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
  asset(
    @Param() { name }: Named,
    @Req() { headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Buffer {
    const asset = this.assets.get(name);
    if (!asset) throw nothingHere();
    const { content, packed } = this.packed.of(name, asset, headers['accept-encoding']?.toString());
    void reply.headers({
      'content-type': asset.type,
      'cache-control': AN_HOUR,
      vary: 'accept-encoding',
      ...(packed ? { 'content-encoding': 'gzip' } : {}),
    });
    return content;
  }
}
