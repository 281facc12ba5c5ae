import Fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import type { Services } from '../services.ts';
import { answerErrors } from './answer-errors.ts';
import type { Connections } from './end-connections.ts';
import { faultAnswer } from './error-answer.ts';
import { answerBrokenRequest, limitSocketsPerNetwork, timeLimits } from './hold-sockets.ts';
import { hotServer } from './hot-routes.ts';
import { createRequestLimit } from './limit-requests.ts';
import { type HttpMetrics, observeRequests, requestLog, watchingRoutes } from './observe-requests.ts';
import { openApi } from './open-api.ts';
import { type RouteTable, registerRoutes, send } from './register-routes.ts';
import { securityHeaders } from './security-headers.ts';
import { formOfRequest } from './surface.ts';
import { type RequestTracer, traceRequests } from './trace-requests.ts';
import { answerUnserved } from './unserved.ts';
import { createProxyWarning } from './warn-of-proxies.ts';

const BODY_LIMIT_BYTES = 64 * 1024;

export interface AppOptions extends RouteTable {
  readonly logger: Logger;
  readonly metrics: HttpMetrics;
  readonly trustedProxies: readonly string[];
  /** How long a request may take to arrive. */
  readonly requestSeconds: number;
  /** How many processes share the port and its limits. */
  readonly workers: number;
  readonly connections: Connections;
  /** Undefined if no traces are sent. */
  readonly tracer: RequestTracer | undefined;
}

/** Builds all of HTTP. It does not listen yet. */
export async function buildApp(services: Services, options: AppOptions): Promise<FastifyInstance> {
  const headers = securityHeaders(services.publicUrl);
  const warnOfProxy = createProxyWarning(options.logger, options.trustedProxies);
  const app = Fastify({
    ...requestLog(options.logger, services.random),
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: options.trustedProxies.length === 0 ? false : [...options.trustedProxies],
    // Handles an address that cannot be decoded, and a part of an address that is longer than any id. Fastify's own
    // answer would quote the address with any secret in it, and would come before the hooks that set the headers (R19,
    // R36).
    frameworkErrors: (_error, request, reply) => {
      reply.headers(headers).header('X-Request-Id', request.id).header('Cache-Control', 'no-store');
      void send(reply, faultAnswer(formOfRequest(options.surfaces, request), 400, 'the address is malformed'));
    },
    ...timeLimits(options.requestSeconds),
    clientErrorHandler: answerBrokenRequest(headers),
    // A request that arrives while the server stops is still served: see end-connections.
    return503OnClosing: false,
    // The spans of traces begin and end in hooks.
    ...(!options.tracer && { serverFactory: hotServer({ services, options, headers, warnOfProxy }) }),
  });
  app.server.on('connection', limitSocketsPerNetwork(options.trustedProxies, options.workers));
  options.connections.watch(app);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  if (options.tracer) traceRequests(app, options.tracer, options.trustedProxies);
  answerErrors(app, services.clock, options.surfaces);
  observeRequests(app, options.metrics, headers, warnOfProxy);
  const limit = createRequestLimit(services.clock);
  await answerUnserved(app, services, options, limit);
  await openApi(app, services.publicUrl);
  await registerRoutes(app, services, options, limit);
  watchingRoutes(app, options.metrics, services);
  return app;
}
