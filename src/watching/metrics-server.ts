import { createServer } from 'node:http';
import type { Config } from '../config/config.js';
import type { ServiceMetrics } from './service-metrics.js';

/** Metrics as they are served by a process that has no other door. */
export interface MetricsServer {
  port: number;
  stop(): Promise<void>;
}

/** Serves everything there is to measure at /metrics, where the settings name a port for it; otherwise nothing. */
export async function serveMetrics(
  metrics: ServiceMetrics,
  { host, metricsPort }: Pick<Config, 'host' | 'metricsPort'>,
): Promise<MetricsServer | null> {
  if (metricsPort === undefined) return null;
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    void metrics.text().then(
      (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(metricsPort, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : metricsPort,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
