import type { FastifyInstance } from 'fastify';
import { withinNetworks } from './hold-sockets.ts';
import { refusalCodeOf } from './observe-requests.ts';

/** Follows requests through the server. It exists only if traces are sent. */
export interface RequestTracer {
  /** `parent` is the `traceparent` of a proxy. */
  begin(request: object, facts: { readonly method: string; readonly id: string; readonly parent: unknown }): void;
  /** Runs the work as a part of the request, so that its calls of the database belong to it. */
  within(request: object, work: () => void): void;
  end(request: object, answer: { readonly route: string; readonly status: number; readonly code?: string }): void;
}

/**
 * One span for each request: the method, the pattern of the route, the status and the code of a refusal. Never an
 * address, a name, a query or a body (R19). A stranger's `traceparent` counts for nothing: it would choose which of its
 * requests are sent, and join them to the traces of others.
 */
export function traceRequests(app: FastifyInstance, tracer: RequestTracer, trustedProxies: readonly string[]): void {
  const isTrusted = withinNetworks(trustedProxies);
  app.addHook('onRequest', (request, _reply, done) => {
    const { method, id, headers, socket } = request;
    const isFromProxy = socket.remoteAddress !== undefined && isTrusted(socket.remoteAddress);
    tracer.begin(request, { method, id, parent: isFromProxy ? headers.traceparent : undefined });
    tracer.within(request, done);
  });
  // The body arrives outside of what began with the request.
  app.addHook('preValidation', (request, _reply, done) => tracer.within(request, done));
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const code = refusalCodeOf(request);
    tracer.end(request, { route, status: reply.statusCode, ...(code !== undefined && { code }) });
    done();
  });
}
