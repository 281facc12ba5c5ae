import type { FastifyInstance } from 'fastify';
import type { HttpMetrics } from './http-metrics.ts';

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
