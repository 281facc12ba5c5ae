import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { all, compile } from '@fastify/proxy-addr';
import { parse } from 'fast-querystring';
import type { FastifyBaseLogger, FastifyError, FastifyServerFactory } from 'fastify';
import type { Logger } from 'pino';
import type { Services } from '../services.ts';
import { answerOfError } from './answer-errors.ts';
import type { Connections } from './end-connections.ts';
import { timeLimits } from './hold-sockets.ts';
import { type HttpMetrics, observeAnswer } from './observe-requests.ts';
import { CACHE_CONTROL, type RouteTable, requireStorableText, sourceOf } from './register-routes.ts';
import { type Answer, type HotRoute, isHot } from './route.ts';

/** What every answer needs, for the hot routes too. */
interface Surroundings {
  readonly services: Services;
  readonly options: RouteTable & {
    readonly logger: Logger;
    readonly metrics: HttpMetrics;
    readonly trustedProxies: readonly string[];
    readonly requestSeconds: number;
    readonly connections: Connections;
  };
  readonly headers: Readonly<Record<string, string>>;
  readonly warnOfProxy: (socket: IncomingMessage['socket']) => void;
}

/**
 * Serves the hot rows of the route table before Fastify sees the request, because its work for each request costs more
 * than theirs (decision 50). What its hooks and `register-routes` do for other requests, happens here through the same
 * functions. Fastify serves these rows too: a request that is not plain goes there, and is refused there if it is wrong.
 */
export function hotServer(surroundings: Surroundings): FastifyServerFactory {
  const routes = surroundings.options.routes.filter(isHot);
  const servers = routes.map((route) => [route.path, serverOf(route, surroundings)] as const);
  const hot = new Map(servers);
  const { http, requestTimeout, connectionTimeout } = timeLimits(surroundings.options.requestSeconds);
  return (handler, given) => {
    const server = createServer(http, (request, response) => {
      const { url = '' } = request;
      const queryAt = url.indexOf('?');
      const serve = queryAt === -1 ? undefined : hot.get(url.slice(0, queryAt));
      if (!serve || !isPlain(request) || !serve(request, response, url.slice(queryAt + 1))) handler(request, response);
    });
    // Fastify leaves these to whoever makes the server.
    server.keepAliveTimeout = Number(given.keepAliveTimeout);
    server.requestTimeout = requestTimeout;
    server.setTimeout(connectionTimeout);
    return server;
  };
}

function isPlain({ method, headers, url = '' }: IncomingMessage): boolean {
  const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
  return method === 'GET' && !hasBody && !url.includes('#');
}

/** Returns false, and does nothing, if the query is not as the row declares it. */
type Serve = (request: IncomingMessage, response: ServerResponse, query: string) => boolean;

function serverOf(route: HotRoute, { services, options, headers: fixedHeaders, warnOfProxy }: Surroundings): Serve {
  const { connections, metrics, around } = options;
  const log = options.logger as FastifyBaseLogger;
  const form = options.surfaces[route.surface];
  if (form.readsCookies || form.requestsPerMinute !== undefined)
    throw new Error(`${route.path} cannot be hot: cookies and limits of requests are read by Fastify's hooks`);
  const addressOf = addressReader(options.trustedProxies);
  const headLines = [
    ...Object.entries(fixedHeaders).flat(),
    ...['Cache-Control', CACHE_CONTROL[route.cache], 'Content-Type', 'application/json; charset=utf-8'],
  ];
  const serve = async (request: IncomingMessage, response: ServerResponse, query: unknown) => {
    const startedAt = performance.now();
    const { headers, socket } = request;
    connections.begin(socket, response);
    if (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined) warnOfProxy(socket);
    const logged = { id: services.random.uuid(), log };
    const address = addressOf(request);
    const answerOfRoute = () => {
      requireStorableText(query, '');
      const source = sourceOf(address, headers, undefined);
      return route.handle({ services, source, query: query as never, headers });
    };
    let answer: Answer;
    try {
      answer = await (around ? around(route, async () => answerOfRoute()) : answerOfRoute());
    } catch (error) {
      answer = answerOfError(error as FastifyError, logged, form, services.clock.now());
    }
    write(response, answer, [...headLines, 'X-Request-Id', logged.id]);
    const { method, path } = route;
    const elapsed = performance.now() - startedAt;
    observeAnswer(metrics, logged, { method, route: path, status: answer.status, elapsed, address });
  };
  return (request, response, text) => {
    const query = route.request.query.safeParse(parse(text));
    if (query.success) serve(request, response, query.data).catch((fault) => giveUp(log, response, fault));
    return query.success;
  };
}

/** The address of the peer, or the one that a listed proxy reports, as Fastify's `request.ip` (R37). */
function addressReader(trustedProxies: readonly string[]): (request: IncomingMessage) => string {
  if (trustedProxies.length === 0) return ({ socket }) => socket.remoteAddress ?? '';
  const isTrusted = compile([...trustedProxies]);
  return (request) => all(request, isTrusted).at(-1) ?? '';
}

/** For a fault of this file: one connection ends, and not the process with those of everybody. */
function giveUp(log: FastifyBaseLogger, response: ServerResponse, fault: unknown): void {
  log.error({ error: fault instanceof Error ? fault.name : 'unknown' }, 'an answer could not be written');
  response.destroy();
}

/** Names and values in turn, which Node writes as they are. */
function write(response: ServerResponse, { status, body, headers = {} }: Answer, headLines: readonly string[]): void {
  const text = JSON.stringify(body);
  const own = Object.entries(headers).flatMap(([name, value]) => [value].flat().flatMap((one) => [name, one]));
  response.writeHead(status, [...headLines, ...own, 'Content-Length', String(Buffer.byteLength(text))]);
  response.end(text);
}
