import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export interface FakeRequest {
  /** For example `POST /oauth/token`. */
  readonly name: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly form: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface FakeAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Takes the request, and then breaks the connection without an answer. */
  readonly lost?: boolean;
}

type Handler = (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>;

/** A registry and its Lanyard server in one. Tests can make it hostile or faulty. */
export interface FakeLanyard {
  /** The registry's host: `127.0.0.1:PORT`. */
  readonly host: string;
  /** The server's origin: `http://localhost:PORT`. */
  readonly origin: string;
  readonly requests: FakeRequest[];
  /**
   * Sets the answer to a request, by the request's name. It replaces the usual answer, or comes before it until it is
   * used up.
   */
  on(name: string, handler: Handler): void;
  once(name: string, ...answers: readonly FakeAnswer[]): void;
  named(name: string): readonly FakeRequest[];
  /** The refresh token that is valid now, and those that were revoked. */
  refreshToken(): string;
  readonly revoked: string[];
  stop(): Promise<void>;
}

export async function fakeLanyard(): Promise<FakeLanyard> {
  const server = createServer((request, response) => void serve(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const [host, origin] = [`127.0.0.1:${port}`, `http://localhost:${port}`];
  const requests: FakeRequest[] = [];
  const revoked: string[] = [];
  const queued = new Map<string, FakeAnswer[]>();
  let generation = 0;
  const handlers = new Map<string, Handler>(
    Object.entries(usualHandlers(origin, () => `refresh-${++generation}`, revoked)),
  );

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const received = await readRequest(request);
    requests.push(received);
    const [first] = queued.get(received.name)?.splice(0, 1) ?? [];
    const answer = first ?? (await handlers.get(received.name)?.(received)) ?? { status: 404, body: {} };
    if (answer.lost) {
      response.destroy();
      return;
    }
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
  }

  const stop = async () => {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  onTestFinished(stop);
  return {
    host,
    origin,
    requests,
    on: (name, handler) => void handlers.set(name, handler),
    once: (name, ...answers) => void queued.set(name, [...(queued.get(name) ?? []), ...answers]),
    named: (name) => requests.filter((request) => request.name === name),
    refreshToken: () => `refresh-${generation}`,
    revoked,
    stop,
  };
}

async function readRequest(request: IncomingMessage): Promise<FakeRequest> {
  const url = new URL(request.url ?? '', 'http://fake');
  const body = await text(request);
  const form = Object.fromEntries(new URLSearchParams(body));
  return { name: `${request.method} ${url.pathname}`, query: url.searchParams, headers: request.headers, form, body };
}

/** The answers of a healthy server with one account. */
function usualHandlers(origin: string, nextRefreshToken: () => string, revoked: string[]): Record<string, Handler> {
  let tokens = 0;
  const isCurrent = (token: string | undefined) => token !== undefined && !revoked.includes(token);
  return {
    'GET /v2/': ({ headers }) =>
      headers.authorization === 'Bearer registry-token' ? { status: 200, body: {} } : challenge(origin),
    'GET /.well-known/oauth-authorization-server': () => ({ status: 200, body: metadata(origin) }),
    'POST /oauth/device/code': ({ form }) => ({
      status: 200,
      body: { ...deviceCode(origin), registry: form.registry },
    }),
    'POST /oauth/token': ({ form }) =>
      form.grant_type !== 'refresh_token' || isCurrent(form.refresh_token)
        ? { status: 200, body: { access_token: 'access', refresh_token: nextRefreshToken(), token_type: 'Bearer' } }
        : { status: 400, body: { error: 'invalid_grant', error_description: 'this sign-in has ended' } },
    'POST /oauth/revoke': ({ form }) => {
      revoked.push(form.token ?? '');
      return { status: 200, body: {} };
    },
    'GET /api/session': () => ({
      status: 200,
      body: { name: 'acme', email: 'acme@example.com', isAdministrator: false },
    }),
    'GET /api/organizations': () => ({ status: 200, body: { organizations: [{ name: 'acme-inc' }] } }),
    'POST /v2/access-tokens/desktop-generate': () => ({ status: 201, body: { data: { token: `auto-${++tokens}` } } }),
    'GET /token': () => ({ status: 200, body: { token: 'registry-token' } }),
  };
}

export function metadata(origin: string) {
  return {
    issuer: origin,
    device_authorization_endpoint: `${origin}/oauth/device/code`,
    token_endpoint: `${origin}/oauth/token`,
    revocation_endpoint: `${origin}/oauth/revoke`,
  };
}

export function deviceCode(origin: string) {
  return {
    device_code: 'device-code-of-the-fake',
    user_code: 'BCDF-GHJK',
    verification_uri: `${origin}/activate`,
    verification_uri_complete: `${origin}/activate?user_code=BCDF-GHJK`,
    expires_in: 600,
    interval: 5,
  };
}

export function challenge(realmOrigin: string): FakeAnswer {
  const header = `Bearer realm="${realmOrigin}/token",service="images"`;
  return { status: 401, body: {}, headers: { 'www-authenticate': header } };
}
