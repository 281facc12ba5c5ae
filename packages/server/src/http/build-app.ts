import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import type { Services } from '../services.ts';
import { answerErrors } from './answer-errors.ts';
import { faultAnswer } from './error-answer.ts';
import { answerBrokenRequest, limitSocketsPerAddress, timeLimits } from './hold-sockets.ts';
import { type HttpMetrics, metricsRoute, observeRequests } from './observe-requests.ts';
import { openApi } from './open-api.ts';
import { type RouteTable, registerRoutes, send } from './register-routes.ts';
import { securityHeaders } from './security-headers.ts';

const BODY_LIMIT_BYTES = 64 * 1024;

export interface AppOptions extends RouteTable {
  readonly logger: Logger;
  readonly metrics: HttpMetrics;
  readonly trustedProxies: readonly string[];
  /** How long a request may take to arrive. */
  readonly requestSeconds: number;
}

/** The whole HTTP side; it does not listen yet. */
export async function buildApp(services: Services, options: AppOptions): Promise<FastifyInstance> {
  const headers = securityHeaders(services.publicUrl);
  const app = Fastify({
    loggerInstance: options.logger as FastifyBaseLogger,
    // One logger for all: a child for each request costs more than the line that it may write.
    childLoggerFactory: (logger) => logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: options.trustedProxies.length === 0 ? false : [...options.trustedProxies],
    // An address that cannot be decoded, or a part of it that is longer than any id. Fastify's own answer would quote it,
    // whatever secret is in it, and it comes before the hooks that set the headers (R19, R36).
    frameworkErrors: (_error, request, reply) => {
      reply.headers(headers).header('X-Request-Id', request.id).header('Cache-Control', 'no-store');
      void send(reply, faultAnswer(options.surfaces.api, 400, 'the address is malformed'));
    },
    ...timeLimits(options.requestSeconds),
    clientErrorHandler: answerBrokenRequest(headers),
    genReqId: () => services.random.uuid(),
    return503OnClosing: true,
    forceCloseConnections: 'idle',
  });
  app.server.on('connection', limitSocketsPerAddress(options.trustedProxies));
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerErrors(app, services.clock, options.surfaces);
  observeRequests(app, options.metrics, headers);
  await openApi(app, services.publicUrl);
  await registerRoutes(app, services, options);
  metricsRoute(app, options.metrics);
  return app;
}
