import { readFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import replyFrom from '@fastify/reply-from';
import { DomainError } from '@lanyard/core/domain-error';
import { isDigest } from '@lanyard/core/gate/registry-request';
import type { Secret } from '@lanyard/core/secret';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Logger } from 'pino';
import type { Source } from '../features/access/caller.ts';
import { releaseTags } from '../features/gate/claim-tag.ts';
import { decideRegistryRequest, type GateAnswer } from '../features/gate/decide-registry-request.ts';
import { requireUnrestricted } from '../features/gate/require-unrestricted.ts';
import { noteBuiltInGate } from '../features/gate/set-up-gate.ts';
import { errorAnswer, faultAnswer } from '../http/error-answer.ts';
import { createHttpMetrics, watchingRoutes } from '../http/observe-requests.ts';
import { send } from '../http/register-routes.ts';
import type { Answer } from '../http/route.ts';
import { type RequestTracer, traceRequests } from '../http/trace-requests.ts';
import { createRegistryUpstream } from '../outbound/registry-upstream.ts';
import { gateCatalogue } from '../protocols/registry/gate-catalogue.ts';
import { registryToken } from '../protocols/registry/gate-routes.ts';
import { gateRefusal } from '../protocols/registry/refusals.ts';
import { registrySurface } from '../protocols/registry/registry-surface.ts';
import type { Services } from '../services.ts';
import type { Registry } from '../store/records/registries/registries.ts';
import { composeServices, type World } from './compose.ts';
import type { Config } from './config.ts';
import { measureGate } from './gate-metrics.ts';

export interface GateOptions {
  /** The name of the registry. */
  readonly registry: string;
  /** The address of the registry: `http://HOST:PORT`. */
  readonly upstream: string;
  readonly port: number;
  readonly host: string;
  /** Files in PEM format. Either both are set or none. */
  readonly tls: { readonly certificate: string; readonly key: string } | undefined;
  /** The registry has no authentication of its own, so tokens are not sent to it. */
  readonly alone: boolean;
  /** How long the registry can be silent before a request is given up. */
  readonly upstreamSeconds: number;
}

export interface RunningGate {
  stop(): Promise<void>;
}

/** How often a request that is still running is checked again. */
const ASK_AGAIN_MILLISECONDS = 5000;
const IDLE_MILLISECONDS = 900_000;
const MAXIMUM_CLIENT_LENGTH = 256;

/**
 * Starts an own proxy in front of one registry, for operators without a proxy. Throws if it cannot open the database or
 * the port.
 */
export async function startGate(
  config: Config,
  options: GateOptions,
  logger: Logger,
  world?: World,
): Promise<RunningGate> {
  const composed = await composeServices({ ...config, purpose: 'command' }, logger, world);
  try {
    await noteBuiltInGate(composed.services, options);
    const app = await buildGate(composed.services, options, { logger, tracer: composed.traces, ...config });
    await app.listen({ port: options.port, host: options.host, listenTextResolver: () => 'listening' });
    return {
      stop: async () => {
        await app.close();
        await composed.close();
      },
    };
  } catch (error) {
    await composed.close();
    throw error;
  }
}

interface GateSurroundings {
  readonly logger: Logger;
  readonly trustedProxies: readonly string[];
  readonly metricsToken: Secret | undefined;
  readonly tracer: RequestTracer | undefined;
}

async function buildGate(
  services: Services,
  options: GateOptions,
  { logger, trustedProxies, metricsToken, tracer }: GateSurroundings,
): Promise<FastifyInstance> {
  const https = options.tls && {
    cert: await readFile(options.tls.certificate),
    key: await readFile(options.tls.key),
  };
  const app = Fastify({
    loggerInstance: logger as FastifyBaseLogger,
    childLoggerFactory: (parent) => parent,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    // An upload can take any time. Only a connection without any traffic is closed.
    requestTimeout: 0,
    connectionTimeout: IDLE_MILLISECONDS,
    forceCloseConnections: 'idle',
    frameworkErrors: (_error, _request, reply) => void send(reply, malformed()),
    ...(https && { https }),
  }) as unknown as FastifyInstance;
  if (tracer) traceRequests(app, tracer, trustedProxies);
  // Bodies are passed on while they arrive.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  await app.register(replyFrom, {
    base: options.upstream,
    undici: createRegistryUpstream(options.upstreamSeconds * 1000),
    disableRequestLogging: true,
    retryMethods: [],
    destroyAgent: true,
  });
  app.setErrorHandler((error, request, reply) => {
    const unavailable = error instanceof DomainError ? error : new DomainError('unavailable', { what: 'registry' });
    if (!(error instanceof DomainError)) request.log.error({ error: String(error) }, 'a request failed');
    return send(reply, errorAnswer(registrySurface, unavailable, services.clock.now()));
  });
  app.get('/healthz', async () => ({ status: 'ok' }));
  const metrics = createHttpMetrics(metricsToken, []);
  measureGate(metrics.registry, services.gateWatch);
  watchingRoutes(app, metrics, services);
  app.all('/*', (request, reply) =>
    passOrRefuse({ services, options, request, reply, pushId: services.random.uuid() }),
  );
  return app;
}

function malformed(): Answer {
  return faultAnswer(registrySurface, 400, 'the address is malformed');
}

interface Exchange {
  readonly services: Services;
  readonly options: GateOptions;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Names this request in every question about it. */
  readonly pushId: string;
}

async function passOrRefuse(exchange: Exchange): Promise<FastifyReply> {
  const { services, options, request, reply } = exchange;
  const registry = services.registryTokens.registryNamed(options.registry);
  if (!registry) throw new DomainError('unavailable', { what: 'registry' });
  const target = request.raw.url ?? '';
  const isCatalog = target.split('?')[0] === '/v2/_catalog' && request.method === 'GET';
  if (isCatalog) return send(reply, await catalogue(exchange, registry));
  const ask = () => decide(exchange, registry, target);
  const answer = await ask();
  if (!answer.allowed) return send(reply, gateRefusal(answer, services.clock.now()));
  endWhenRefused(exchange, ask);
  recordWhenDone(exchange, answer);
  releaseWhenDone(exchange, registry, answer);
  return reply.from(undefined, {
    rewriteRequestHeaders: (_request, headers) => upstreamHeaders(options, request, headers),
    // RFC 9110 7.6.1: they are about the connection to the registry.
    rewriteHeaders: ({ connection: _connection, 'keep-alive': _keepAlive, ...headers }) => headers,
    onResponse: (_request, answered, response) =>
      void answerUnlessRestricted({ ...exchange, reply: answered as FastifyReply }, registry, answer, response),
    onError: (failed) => {
      const error = new DomainError('unavailable', { what: 'registry' });
      void send(failed as FastifyReply, errorAnswer(registrySurface, error, services.clock.now()));
    },
  });
}

/** After the gate looked up the tag, the tag may have moved to an image in quarantine. */
async function answerUnlessRestricted(
  { services, options, request, reply, pushId }: Exchange,
  registry: Registry,
  { request: asked, mustBeScanned }: Extract<GateAnswer, { allowed: true }>,
  { stream }: { readonly stream: Readable },
): Promise<void> {
  try {
    const digest = reply.getHeader('docker-content-digest');
    const isRead = request.method === 'GET' && asked.type === 'repository';
    const isOfTag = isRead && asked.target === 'manifest' && asked.reference !== digest;
    if (isOfTag && typeof digest === 'string' && isDigest(digest)) {
      const guarded = { registry, upstream: options.upstream, pushId, mustBeScanned };
      await requireUnrestricted(services, guarded, request.method, { ...asked, reference: digest });
    }
    await reply.send(stream);
  } catch (fault) {
    stream.resume();
    if (!(fault instanceof DomainError)) request.log.error({ error: String(fault) }, 'a request failed');
    const error = fault instanceof DomainError ? fault : new DomainError('unavailable', { what: 'registry' });
    for (const name of Object.keys(reply.getHeaders())) reply.removeHeader(name);
    await send(reply, gateRefusal({ allowed: false, error, challenge: undefined }, services.clock.now()));
  }
}

function catalogue({ services, options, request }: Exchange, registry: Registry): Promise<Answer> {
  const query = request.raw.url?.split('?')[1] ?? '';
  const asked = { registry, token: registryToken(request), upstream: options.upstream, query };
  return gateCatalogue(services, sourceOf(request), asked);
}

function sourceOf(request: FastifyRequest): Source {
  const client = (request.headers['user-agent'] ?? '').slice(0, MAXIMUM_CLIENT_LENGTH).replace(/[^\x20-\x7e]/g, '?');
  return { address: request.ip, client };
}

function decide(
  { services, options, request, pushId }: Exchange,
  registry: Registry,
  target: string,
): Promise<GateAnswer> {
  return decideRegistryRequest(services, sourceOf(request), {
    registry,
    method: request.method,
    target,
    token: registryToken(request),
    upstream: options.upstream,
    pushId,
  });
}

/** Records only a request that passed completely and that the registry did not refuse. */
function recordWhenDone(exchange: Exchange, passed: Extract<GateAnswer, { allowed: true }>): void {
  const { services, options, request, reply } = exchange;
  // A closed socket no longer has its address.
  const source = sourceOf(request);
  reply.raw.once('close', () => {
    const { statusCode: status, writableFinished } = reply.raw;
    if (!writableFinished || status >= 400) return;
    const length = request.method === 'PUT' ? request.headers['content-length'] : reply.getHeader('content-length');
    const digest = reply.getHeader('docker-content-digest');
    const answer = {
      status,
      bytes: length === undefined ? null : Number(length),
      digest: typeof digest === 'string' ? digest : null,
    };
    const { method } = request;
    services.passages.record({ registry: options.registry, method, source, answer, ...passed });
  });
}

/** A push that the registry did not answer may still succeed there, so its claims are left to expire. */
function releaseWhenDone(
  { services, request, reply, pushId }: Exchange,
  registry: Registry,
  { request: asked }: Extract<GateAnswer, { allowed: true }>,
): void {
  if (asked.type !== 'repository' || asked.tags.length === 0) return;
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished || reply.raw.statusCode >= 500) return;
    const push = { registryId: registry.id, repository: asked.name, pushId };
    releaseTags(services, push).catch(() => request.log.warn('the claim of a tag could not be released; it expires'));
  });
}

/**
 * A long request must not outlive its permission. If the database cannot be reached, the request continues, because it
 * was permitted.
 */
function endWhenRefused({ request, reply }: Exchange, ask: () => Promise<GateAnswer>): void {
  const again = async () => {
    const answer = await ask().catch(() => undefined);
    if (answer?.allowed !== false) return;
    request.log.info({ code: answer.error.code }, 'a running request was ended');
    request.raw.destroy();
    reply.raw.destroy();
  };
  const timer = setInterval(() => void again(), ASK_AGAIN_MILLISECONDS);
  timer.unref();
  reply.raw.once('close', () => clearInterval(timer));
}

/** The registry builds its addresses from the host that the client named. */
function upstreamHeaders({ alone }: GateOptions, request: FastifyRequest, headers: IncomingHttpHeaders) {
  const { authorization, ...others } = headers;
  return {
    ...others,
    host: request.host,
    'x-forwarded-for': request.ip,
    'x-forwarded-host': request.host,
    'x-forwarded-proto': request.protocol,
    ...(!alone && authorization !== undefined && { authorization }),
  };
}
