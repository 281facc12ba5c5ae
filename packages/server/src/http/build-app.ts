import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import { serveAssets } from '../protocols/pages/serve-assets.ts';
import type { Services } from '../services.ts';
import { answerErrors } from './answer-errors.ts';
import { answerMalformedAddress } from './answer-malformed-address.ts';
import type { HttpMetrics } from './http-metrics.ts';
import { metricsRoute } from './metrics-route.ts';
import { observeRequests } from './observe-requests.ts';
import { openApi } from './open-api.ts';
import { registerRoutes } from './register-routes.ts';
import { securityHeaders } from './security-headers.ts';

const BODY_LIMIT_BYTES = 64 * 1024;

export interface AppOptions {
  readonly logger: Logger;
  readonly metrics: HttpMetrics;
  readonly trustedProxies: readonly string[];
}

/** The whole HTTP side; it does not listen yet. */
export async function buildApp(services: Services, options: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: options.logger as FastifyBaseLogger,
    // One logger for all: a child for each request costs more than the line that it may write.
    childLoggerFactory: (logger) => logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: options.trustedProxies.length === 0 ? false : [...options.trustedProxies],
    frameworkErrors: (_error, request, reply) => answerMalformedAddress(services, request, reply),
    genReqId: () => services.random.uuid(),
    return503OnClosing: true,
    forceCloseConnections: 'idle',
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerErrors(app, services.clock);
  observeRequests(app, options.metrics, securityHeaders(services.publicUrl));
  await openApi(app, services.publicUrl);
  await registerRoutes(app, services);
  await serveAssets(app);
  metricsRoute(app, options.metrics);
  return app;
}
