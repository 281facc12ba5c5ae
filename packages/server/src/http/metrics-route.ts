import type { FastifyInstance } from 'fastify';
import type { HttpMetrics } from './http-metrics.ts';

/** Prometheus' text form. It holds counts by route pattern, nothing of any account. */
export function metricsRoute(app: FastifyInstance, { registry }: HttpMetrics): void {
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    return reply
      .header('Cache-Control', 'no-store')
      .type(registry.contentType)
      .send(await registry.metrics());
  });
}
