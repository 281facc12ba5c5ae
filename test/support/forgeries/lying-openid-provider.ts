import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';

/** The wrong behaviour of the provider. */
export interface Lie {
  /** Replaces claims of a good ID token. */
  readonly claims?: JWTPayload;
  readonly alg?: 'none' | 'HS256' | 'ES256' | 'another key';
  /** Replaces fields of the discovery document. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** The token endpoint's whole answer. */
  readonly tokens?: (good: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  readonly tokenStatus?: number;
  /** Sent instead of JSON at every address, except for the discovery document. */
  readonly raw?: string;
  /** It accepts every request and never answers, except for the discovery document. */
  readonly isSilent?: boolean;
  readonly userInfo?: Readonly<Record<string, unknown>>;
  /** It answers at one address in a way that never ends, is too large, or leads elsewhere. */
  readonly hostile?: { readonly at: ProviderAddress; readonly how: HostileAnswer };
}

export const PROVIDER_ADDRESSES = ['/.well-known/openid-configuration', '/token', '/jwks', '/userinfo'] as const;
export type ProviderAddress = (typeof PROVIDER_ADDRESSES)[number];
export const HOSTILE_ANSWERS = ['drips its headers', 'drips its body', 'sends too much', 'redirects'] as const;
export type HostileAnswer = (typeof HOSTILE_ANSWERS)[number];

export interface LyingProvider {
  readonly issuer: string;
  lie(lie: Lie): void;
  /** The refresh tokens that came, in order. */
  readonly refreshes: readonly string[];
  /** The callback address to which a browser would be sent. The nonce is kept for the ID token. */
  answer(authorizationUrl: string, parameters?: Readonly<Record<string, string>>): string;
  stop(): Promise<void>;
}

const SECONDS = 1000;

/** An OpenID provider that is honest until a test makes it lie. */
export async function startLyingProvider(clientId: string, clientSecret: string): Promise<LyingProvider> {
  const [own, other, curve] = await Promise.all(['RS256', 'RS256', 'ES256'].map((alg) => generateKeyPair(alg)));
  if (!own || !other || !curve) throw new Error('there are no keys');
  const keys = [
    { ...(await exportJWK(own.publicKey)), kid: 'own', alg: 'RS256', use: 'sig' },
    { ...(await exportJWK(curve.publicKey)), kid: 'curve', alg: 'ES256', use: 'sig' },
  ];
  let lie: Lie = {};
  let nonce = '';
  const refreshes: string[] = [];
  const server = createServer((request, response) => void serve(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;

  const idToken = async () => {
    const now = Math.floor(Date.now() / SECONDS);
    const good = { iss: issuer, aud: clientId, sub: 'grace', iat: now, exp: now + 300, nonce };
    const claims = Object.fromEntries(
      Object.entries({ ...good, ...lie.claims }).filter(([, value]) => value !== undefined),
    );
    if (lie.alg === 'none') return new UnsecuredJWT(claims).encode();
    if (lie.alg === 'HS256') {
      return new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(clientSecret));
    }
    if (lie.alg === 'ES256') {
      return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'curve' }).sign(curve.privateKey);
    }
    const key = lie.alg === 'another key' ? other.privateKey : own.privateKey;
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'own' }).sign(key);
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = await text(request);
    const { hostile } = lie;
    if (hostile && request.url?.startsWith(hostile.at)) return answerHostile(response, hostile.how);
    const refreshed = new URLSearchParams(sent).get('refresh_token');
    if (refreshed !== null) refreshes.push(refreshed);
    const isDiscovery = request.url?.startsWith('/.well-known/');
    if (lie.isSilent && !isDiscovery) return;
    if (lie.raw !== undefined && !isDiscovery) return void response.writeHead(200).end(lie.raw);
    const [status, body] = await answerOf(request.url ?? '');
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  async function answerOf(path: string): Promise<readonly [number, unknown]> {
    if (path.startsWith('/.well-known/')) return [200, { ...metadataOf(issuer), ...lie.metadata }];
    if (path === '/jwks') return [200, { keys }];
    if (path === '/userinfo') return [200, { sub: 'grace', ...lie.userInfo }];
    const good = { access_token: 'access', token_type: 'Bearer', expires_in: 60, id_token: await idToken() };
    return [lie.tokenStatus ?? 200, lie.tokens?.(good) ?? good];
  }

  return {
    issuer,
    refreshes,
    lie: (next) => {
      lie = next;
    },
    answer: (authorizationUrl, parameters = {}) => {
      const asked = new URL(authorizationUrl).searchParams;
      nonce = asked.get('nonce') ?? '';
      const back = new URL(asked.get('redirect_uri') ?? '');
      const good = { code: 'code', state: asked.get('state') ?? '', iss: issuer };
      for (const [name, value] of Object.entries({ ...good, ...parameters })) back.searchParams.set(name, value);
      return back.href;
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A byte from time to time keeps every limit for silence from ending the request. */
const DRIP_MILLISECONDS = 20;
const CHUNK = Buffer.alloc(64 * 1024, ' ');

function answerHostile(response: ServerResponse, how: HostileAnswer): void {
  const { socket } = response;
  if (how === 'redirects') return void response.writeHead(307, { location: '/elsewhere' }).end();
  if (how === 'drips its headers') {
    socket?.write('HTTP/1.1 200 OK\r\nx-drip: ');
    drip(() => socket?.write('a'), response);
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json' });
  if (how === 'drips its body') drip(() => response.write(' '), response);
  else sendForever(response);
}

function sendForever(response: ServerResponse): void {
  const send = () => {
    while (!response.closed && response.write(CHUNK));
    if (!response.closed) response.once('drain', send);
  };
  send();
}

function drip(send: () => void, response: ServerResponse): void {
  const timer = setInterval(send, DRIP_MILLISECONDS);
  response.on('close', () => clearInterval(timer));
}

function metadataOf(issuer: string): Readonly<Record<string, unknown>> {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    authorization_response_iss_parameter_supported: true,
    id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
  };
}
