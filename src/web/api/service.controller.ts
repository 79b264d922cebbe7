import { Controller, Header } from '@nestjs/common';
import { Readiness } from '../../reading/readiness.js';
import { ServiceMetrics } from '../../watching/service-metrics.js';
import { Status } from '../../watching/status.js';
import { statusView, type StatusView } from '../../watching/status-view.js';
import type { Schema } from '../http/field.js';
import { ProblemError } from '../http/problem.js';
import { Handles } from '../http/route.js';
import { documentOf } from '../openapi/document.js';
import { apiRoutes } from '../routes.js';
import { METRICS, serviceRoutes } from './service.routes.js';

const API_VERSION = '1.0.0';

/** Whether the service lives, and what it offers. */
@Controller()
export class ServiceController {
  private readonly published = documentOf(apiRoutes, API_VERSION);

  constructor(
    private readonly readiness: Readiness,
    private readonly status: Status,
    private readonly metrics: ServiceMetrics,
  ) {}

  @Handles(serviceRoutes.live)
  live(): { status: 'alive' } {
    return { status: 'alive' };
  }

  @Handles(serviceRoutes.ready)
  async ready(): Promise<{ status: 'ready' }> {
    if (await this.readiness.isReady()) return { status: 'ready' };
    throw new ProblemError(
      'unavailable',
      'The database is not reached, or not up to date.',
      {},
      { 'retry-after': '5' },
    );
  }

  @Handles(serviceRoutes.status)
  async how(): Promise<StatusView> {
    return statusView(await this.status.now());
  }

  @Handles(serviceRoutes.metrics)
  @Header('content-type', METRICS)
  measured(): Promise<string> {
    return this.metrics.text();
  }

  @Handles(serviceRoutes.document)
  document(): Schema {
    return this.published;
  }
}
