import type { FastifyInstance } from 'fastify';
import { Counter, Histogram, Registry } from 'prom-client';

/** Counts by route pattern and status: never an address, a name or a token. */
export interface HttpMetrics {
  readonly registry: Registry;
  observe(method: string, route: string, status: number, seconds: number): void;
}

export function createHttpMetrics(): HttpMetrics {
  const registry = new Registry();
  const labelNames = ['method', 'route', 'status'] as const;
  const requests = new Counter({
    name: 'lanyard_http_requests_total',
    help: 'Answered requests',
    labelNames,
    registers: [registry],
  });
  const durations = new Histogram({
    name: 'lanyard_http_request_duration_seconds',
    help: 'Time to answer a request',
    labelNames: ['route'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  });
  return {
    registry,
    observe: (method, route, status, seconds) => {
      requests.inc({ method, route, status: String(status) });
      durations.observe({ route }, seconds);
    },
  };
}

/**
 * A request id on every answer, a metric of every request, and a line in the log made of an allowlist:
 * id, method, route pattern, status, time. The URL, headers and bodies are never logged (attack 18, R19).
 */
export function observeRequests(
  app: FastifyInstance,
  metrics: HttpMetrics,
  headers: Readonly<Record<string, string>>,
): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers).header('X-Request-Id', request.id);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const milliseconds = Math.round(reply.elapsedTime * 100) / 100;
    metrics.observe(request.method, route, reply.statusCode, milliseconds / 1000);
    const line = { requestId: request.id, method: request.method, route, status: reply.statusCode, milliseconds };
    if (reply.statusCode < 400) request.log.debug(line, 'answered');
    else request.log.info(line, 'refused');
    done();
  });
}

/** Prometheus' text form. It holds counts by route pattern, nothing of any account. */
export function metricsRoute(app: FastifyInstance, { registry }: HttpMetrics): void {
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    return reply
      .header('Cache-Control', 'no-store')
      .type(registry.contentType)
      .send(await registry.metrics());
  });
}
