import cluster from 'node:cluster';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { newestCheckpoint } from '../features/audit/checkpoints.ts';
import { scanByAdapter } from '../features/scans/scan-by-adapter.ts';
import { scanByCommand } from '../features/scans/scan-by-command.ts';
import type { VulnerabilityScanner } from '../features/scans/vulnerability-scanner.ts';
import { buildApp } from '../http/build-app.ts';
import { createConnections } from '../http/end-connections.ts';
import { createHttpMetrics } from '../http/observe-requests.ts';
import { createClamd } from '../outbound/clamd.ts';
import { createScannerAdapter } from '../outbound/scanner-adapter.ts';
import { createScannerCommand } from '../outbound/scanner-command.ts';
import { serveAssets } from '../protocols/pages/page-routes.ts';
import { answerNotTheRegistry } from '../protocols/registry/refusals.ts';
import type { Services } from '../services.ts';
import { composeServices, type World } from './compose.ts';
import type { Config } from './config.ts';
import {
  measureAuditLog,
  measureBypassedGates,
  measureProviders,
  measureScans,
  measureVulnerabilities,
} from './database-metrics.ts';
import { measureGate } from './gate-metrics.ts';
import { prepareStart } from './prepare-start.ts';
import { ROUTES, SURFACES } from './route-table.ts';
import { runHousekeeping } from './run-housekeeping.ts';
import { runImages } from './run-images.ts';
import { runScans } from './run-scans.ts';
import { measureWatched } from './watch-metrics.ts';
import { metricsOfWorkers } from './worker-metrics.ts';

export interface ServerPart {
  readonly world?: World;
  /** Whether this process does the work that only one worker does: prepare the start, and housekeeping. */
  readonly isFirst?: boolean;
}

export interface RunningServer {
  readonly services: Services;
  /**
   * First, `/readyz` reports for `drainSeconds` that the server is stopping. Then running requests have up to 10 s to
   * end. Then the server writes everything that waits, and closes everything.
   */
  stop(drainSeconds?: number): Promise<void>;
}

const REQUESTS_END_WITHIN_MILLISECONDS = 10_000;

/** Serves on the configured port. Throws if it cannot use the database, the master key or the port. */
export async function startServer(
  config: Config,
  logger: Logger,
  { world, isFirst = true }: ServerPart = {},
): Promise<RunningServer> {
  const composed = await composeServices(config, logger, world);
  const connections = createConnections();
  let app: FastifyInstance | undefined;
  try {
    const { trustedProxies, requestSeconds, workers } = config;
    const unserved = answerNotTheRegistry;
    const table = { routes: ROUTES, surfaces: SURFACES, around: world?.watch?.around, unserved };
    const services = world?.watch?.services(composed.services) ?? composed.services;
    const texts = [{ path: '/audit/checkpoint', read: () => newestCheckpoint(services) }];
    const metrics = createHttpMetrics(config.metricsToken, texts, cluster.isWorker ? metricsOfWorkers : undefined);
    measureAuditLog(metrics.registry, services.store);
    measureProviders(metrics.registry, services.store);
    measureBypassedGates(metrics.registry, services.store);
    if (config.clamd !== undefined) measureScans(metrics.registry, services.store);
    if (config.scannerUrl !== undefined || config.scanner !== undefined)
      measureVulnerabilities(metrics.registry, services.store);
    measureGate(metrics.registry, services.gateWatch);
    measureWatched(metrics.registry, composed);
    const watching = { logger, metrics, connections, tracer: composed.traces };
    app = await buildApp(services, { ...watching, trustedProxies, requestSeconds, workers, ...table });
    await serveAssets(app);
    if (isFirst) await prepareStart(composed, config, logger);
    await app.listen({ port: config.port, host: config.host, listenTextResolver: () => 'listening' });
  } catch (error) {
    await app?.close();
    await composed.close();
    throw error;
  }
  const listening = app;
  const stopHousekeeping = isFirst
    ? runHousekeeping(composed.services, { logger, usageDays: config.usageDays })
    : undefined;
  const images = isFirst ? runImages(composed.services, logger) : undefined;
  const scans = isFirst ? scansOf(composed.services, config, logger) : undefined;
  return {
    services: composed.services,
    stop: async (drainSeconds = 0) => {
      composed.announceStop();
      connections.announceEnd();
      await delay(drainSeconds * 1000);
      stopHousekeeping?.();
      await Promise.all([images?.stop(), scans?.stop()]);
      const closed = listening.close();
      const cut = await connections.end(REQUESTS_END_WITHIN_MILLISECONDS);
      if (cut > 0) logger.warn({ failed: cut }, 'requests that took longer than 10 s were cut off');
      await closed;
      await composed.close();
    },
  };
}

function scansOf(services: Services, config: Config, logger: Logger) {
  const { clamd: socketPath, scansAtOnce: atOnce } = config;
  const clamd = socketPath === undefined ? undefined : createClamd({ socketPath });
  return runScans(services, { logger, clamd, scanner: scannerOf(services, config, logger), atOnce });
}

function scannerOf({ clock }: Services, config: Config, logger: Logger): VulnerabilityScanner | undefined {
  const { scanner, scannerUrl: url, scannerToken: token, scannerAuthentication: authentication } = config;
  if (url !== undefined) return scanByAdapter(createScannerAdapter({ url, token, authentication }));
  if (scanner === undefined) return undefined;
  const environment = config.scannerEnvironment;
  return scanByCommand(createScannerCommand({ ...scanner, environment, logger, now: clock.now }));
}
