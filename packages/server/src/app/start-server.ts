import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { buildApp } from '../http/build-app.ts';
import { createHttpMetrics } from '../http/observe-requests.ts';
import { serveAssets } from '../protocols/pages/page-routes.ts';
import type { Services } from '../services.ts';
import { composeServices, type World } from './compose.ts';
import type { Config } from './config.ts';
import { ROUTES, SURFACES } from './route-table.ts';
import { runHousekeeping } from './run-housekeeping.ts';

export interface RunningServer {
  readonly services: Services;
  /** Lets running requests end, writes what waits, and lets go of everything. */
  stop(): Promise<void>;
}

/** Serves on the configured port. Throws where the database, the master key or the port cannot be had. */
export async function startServer(config: Config, logger: Logger, world?: World): Promise<RunningServer> {
  const composed = await composeServices(config, logger, world);
  let app: FastifyInstance | undefined;
  try {
    const { trustedProxies, requestSeconds } = config;
    const table = { routes: ROUTES, surfaces: SURFACES, around: world?.watch?.around };
    const services = world?.watch?.services(composed.services) ?? composed.services;
    app = await buildApp(services, { logger, metrics: createHttpMetrics(), trustedProxies, requestSeconds, ...table });
    await serveAssets(app);
    await app.listen({ port: config.port, host: config.host, listenTextResolver: () => 'listening' });
  } catch (error) {
    await app?.close();
    await composed.close();
    throw error;
  }
  const listening = app;
  const stopHousekeeping = runHousekeeping(composed.services, logger);
  return {
    services: composed.services,
    stop: async () => {
      stopHousekeeping();
      await listening.close();
      await composed.close();
    },
  };
}
