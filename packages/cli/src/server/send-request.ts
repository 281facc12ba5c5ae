import type { IncomingMessage, RequestOptions } from 'node:http';
import type { Secret } from '@lanyard/core/secret';
import { unreachable } from '../cli-error.ts';
import { USER_AGENT } from '../environment.ts';
import { jsonObject } from '../foreign-text.ts';
import { isLoopback } from '../registry-host.ts';

const MAXIMUM_ANSWER_BYTES = 1024 * 1024;
const DEFAULT_TIMEOUT_MS = 15_000;
const JSON_TYPE = 'application/json';

export interface Request {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly bearer?: Secret;
  readonly basic?: { readonly account: string; readonly secret: Secret };
  readonly form?: Readonly<Record<string, string>>;
  /** Default: `USER_AGENT`. */
  readonly userAgent?: string;
  readonly json?: unknown;
  /** For the whole request: finding the address, connecting, and the answer. */
  readonly timeoutMs?: number;
  readonly proxies: NodeJS.ProcessEnv;
}

export interface Answer {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  /** Empty if the answer is not a JSON object. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface OpenedRequest extends Pick<Request, 'url' | 'timeoutMs' | 'proxies'> {
  readonly accept: string;
  /** The whole header. */
  readonly authorization: string | undefined;
}

/** For an answer that is read as a stream. Follows no redirect. Throws `unreachable`. */
export async function openRequest(request: OpenedRequest): Promise<IncomingMessage> {
  const { accept, authorization } = request;
  const headers = { 'User-Agent': USER_AGENT, Accept: accept, ...(authorization && { Authorization: authorization }) };
  return withAuthorities(request, (authorities) => open(request, { headers, body: '' }, authorities));
}

/** Follows no redirect, so that only the named host gets the request (attack 25). Throws `unreachable`. */
export async function sendRequest(request: Request): Promise<Answer> {
  return withAuthorities(request, (authorities) => send(request, authorities));
}

interface Authorities {
  readonly ca?: string[];
}

async function withAuthorities<Result>(
  request: Pick<Request, 'url'>,
  work: (authorities: Authorities) => Promise<Result>,
): Promise<Result> {
  try {
    return await work({});
  } catch (error) {
    if (!UNKNOWN_AUTHORITY.has((error as NodeJS.ErrnoException).code ?? '')) throw unreachableBecause(request, error);
  }
  // Only the TLS handshake has happened, so the request was not sent. Loading the system's authorities is slow, so it
  // is done only when needed.
  const { getCACertificates } = await import('node:tls');
  const ca = [...getCACertificates('default'), ...getCACertificates('system')];
  return work({ ca }).catch((error) => {
    throw unreachableBecause(request, error);
  });
}

const UNKNOWN_AUTHORITY: ReadonlySet<string> = new Set([
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
]);

async function send(request: Request, authorities: Authorities): Promise<Answer> {
  const body = bodyOf(request);
  const message = await open(request, { headers: headersOf(request, body), body }, authorities);
  const text = await readText(message);
  return {
    status: message.statusCode ?? 0,
    header: (name) => [message.headers[name.toLowerCase()]].flat().join(', ') || undefined,
    body: jsonObject(text) ?? {},
  };
}

async function open(
  request: Pick<Request, 'method' | 'url' | 'timeoutMs' | 'proxies'>,
  { headers, body }: { readonly headers: Record<string, string>; readonly body: string },
  authorities: Authorities,
): Promise<IncomingMessage> {
  const { request: start, Agent } = request.url.startsWith('https:')
    ? await import('node:https')
    : await import('node:http');
  const options: RequestOptions = {
    method: request.method ?? 'GET',
    headers,
    agent: new Agent({ proxyEnv: proxiesFor(request), ...authorities }),
    signal: AbortSignal.timeout(request.timeoutMs ?? DEFAULT_TIMEOUT_MS),
  };
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const outgoing = start(request.url, options, resolve).on('error', reject);
  outgoing.end(body);
  return promise;
}

/** Requests to this machine use no proxy. */
function proxiesFor({ url, proxies }: Pick<Request, 'url' | 'proxies'>): NodeJS.ProcessEnv {
  return isLoopback(new URL(url).host) ? {} : proxies;
}

function headersOf(
  { bearer, basic, json, form, userAgent = USER_AGENT }: Request,
  body: string,
): Record<string, string> {
  const headers: Record<string, string> = { 'User-Agent': userAgent, Accept: JSON_TYPE };
  if (bearer) headers.Authorization = `Bearer ${bearer.reveal()}`;
  if (basic)
    headers.Authorization = `Basic ${Buffer.from(`${basic.account}:${basic.secret.reveal()}`).toString('base64')}`;
  if (json !== undefined) headers['Content-Type'] = JSON_TYPE;
  if (form) headers['Content-Type'] = 'application/x-www-form-urlencoded';
  if (body !== '') headers['Content-Length'] = String(Buffer.byteLength(body));
  return headers;
}

function bodyOf({ json, form }: Request): string {
  if (form) return new URLSearchParams(form).toString();
  return json === undefined ? '' : JSON.stringify(json);
}

const tooLong = Object.assign(new Error(), { code: 'the answer is too long' });

async function readText(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAXIMUM_ANSWER_BYTES) throw tooLong;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function unreachableBecause({ url }: Pick<Request, 'url'>, error: unknown) {
  const { code, name } = error as NodeJS.ErrnoException;
  if (UNKNOWN_AUTHORITY.has(code ?? '')) {
    const hint = 'add its authority to the system, or name it in NODE_EXTRA_CA_CERTS';
    return unreachable(`${new URL(url).origin} has a certificate that this machine does not trust`, hint);
  }
  const reason = name === 'AbortError' || name === 'TimeoutError' ? 'no answer in time' : (code ?? 'connection broken');
  return unreachable(`${new URL(url).origin} cannot be reached (${reason})`, 'check the name and the network');
}
