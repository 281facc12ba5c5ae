import type { Socket } from 'node:net';
import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Logger } from 'pino';
import { Counter, Histogram, Registry } from 'prom-client';
import type { Services } from '../services.ts';
import type { Random } from '../world.ts';
import { bearerToken } from './bearer-token.ts';

/** Counts by route pattern and status. Never contains an address, a name or a token. */
export interface HttpMetrics {
  readonly registry: Registry;
  /** In Prometheus' text format. Errors: `unavailable`. */
  readonly text: () => Promise<string>;
  /** Anyone who sends this token can read the metrics. If undefined, nobody can. */
  readonly token: Secret | undefined;
  readonly texts: readonly WatchedText[];
  observe(method: string, route: string, status: number, seconds: number): void;
  /** The codes come from the closed list of errors. */
  observeRefusal(route: string, code: string): void;
}

/** `textOf`: with several processes, it returns the metrics of all of them. */
export function createHttpMetrics(
  token: Secret | undefined,
  texts: readonly WatchedText[] = [],
  textOf = (registry: Registry) => () => registry.metrics(),
): HttpMetrics {
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
  const refusals = new Counter({
    name: 'lanyard_refusals_total',
    help: 'Refused requests, by the code of the error',
    labelNames: ['route', 'code'] as const,
    registers: [registry],
  });
  return {
    registry,
    text: textOf(registry),
    token,
    texts,
    observe: (method, route, status, seconds) => {
      requests.inc({ method, route, status: String(status) });
      durations.observe({ route }, seconds);
    },
    observeRefusal: (route, code) => refusals.inc({ route, code }),
  };
}

/** Facts for the log, besides the route pattern and the status. */
interface RequestFacts {
  /** The name of the account that called, or whose credential was refused. */
  readonly account?: string | undefined;
  /** The code of the error. */
  readonly code?: string | undefined;
  /** The code of the database's or network's fault. */
  readonly cause?: string | undefined;
}

/** A request as the log knows it. */
export interface LoggedRequest {
  readonly id: string;
  readonly log: FastifyBaseLogger;
}

const factsOfRequests = new WeakMap<LoggedRequest, RequestFacts>();

/**
 * Adds facts to the line that is logged after the answer. Never pass a name that somebody typed, because it can be a
 * secret.
 */
export function noteRequest(request: LoggedRequest, facts: RequestFacts): void {
  factsOfRequests.set(request, { ...factsOfRequests.get(request), ...facts });
}

/** The code of the error that the request was answered with. */
export function refusalCodeOf(request: LoggedRequest): string | undefined {
  return factsOfRequests.get(request)?.code;
}

/** Every request has an id, but all share one logger, because a child logger for each would cost more than its line. */
export function requestLog(logger: Logger, random: Random) {
  return {
    loggerInstance: logger as FastifyBaseLogger,
    childLoggerFactory: (parent: FastifyBaseLogger) => parent,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => random.uuid(),
  };
}

/**
 * Adds a request id to every answer, counts every request, and writes a line to the log. The line has only allowed
 * fields: id, method, route pattern, status and time. For a refusal, it also has the code, the account and the address
 * of the peer. The URL, headers and bodies are never logged (attack 18, R19).
 */
export function observeRequests(
  app: FastifyInstance,
  metrics: HttpMetrics,
  headers: Readonly<Record<string, string>>,
  warnOfProxy: (socket: Socket) => void,
): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers).header('X-Request-Id', request.id);
    const sent = request.headers;
    if (sent['x-forwarded-for'] !== undefined || sent.forwarded !== undefined) warnOfProxy(request.socket);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { method, ip: address } = request;
    const route = request.routeOptions.url ?? 'none';
    observeAnswer(metrics, request, { method, route, status: reply.statusCode, elapsed: reply.elapsedTime, address });
    done();
  });
}

/** An answer as the log and the metrics know it. */
export interface ObservedAnswer {
  readonly method: string;
  /** The pattern of its address. */
  readonly route: string;
  readonly status: number;
  /** In milliseconds. */
  readonly elapsed: number;
  readonly address: string;
}

export function observeAnswer(
  metrics: HttpMetrics,
  request: LoggedRequest,
  { method, route, status, elapsed, address }: ObservedAnswer,
): void {
  metrics.observe(method, route, status, elapsed / 1000);
  const facts = factsOfRequests.get(request);
  if (facts?.code !== undefined) metrics.observeRefusal(route, facts.code);
  // Every login of a registry client begins with a request without credentials, to learn where to get a token.
  const isChallenge = status === 401 && facts?.code === undefined;
  const isExpected = status < 400 || isChallenge;
  const line = { requestId: request.id, method, route, status, milliseconds: Math.round(elapsed * 100) / 100 };
  if (isExpected) request.log.debug(line, 'answered');
  // From 500 on the fault is ours, and the operator must see it at every log level.
  else if (status >= 500) request.log.error({ ...line, ...facts, address }, 'failed');
  else request.log.info({ ...line, ...facts, address }, 'refused');
}

/** What the holder of the token can read besides the metrics. */
export interface WatchedText {
  readonly path: string;
  read(): Promise<string>;
}

/**
 * The metrics in Prometheus' text format, and other texts for monitoring. Only the holder of the token can read them,
 * because the number of audit events could show an observer whether a name exists (attack 20).
 */
export function watchingRoutes(
  app: FastifyInstance,
  { registry, text, token, texts }: HttpMetrics,
  { digester }: Services,
): void {
  const digestOf = (secret: Secret) => digester.digest('metrics-token', secret);
  const expected = token && digestOf(token);
  const serve = (path: string, type: string, read: () => Promise<string>) =>
    app.get(path, { schema: { hide: true } }, async (request, reply) => {
      const given = bearerToken(request.headers.authorization, ['bearer']);
      // Compares keyed digests, so the time of the comparison says nothing about the token.
      if (!given || digestOf(given) !== expected) throw new DomainError('unauthenticated', {});
      return reply
        .header('Cache-Control', 'no-store')
        .type(type)
        .send(await read());
    });
  serve('/metrics', registry.contentType, text);
  for (const { path, read } of texts) serve(path, 'text/plain; charset=utf-8', read);
}
