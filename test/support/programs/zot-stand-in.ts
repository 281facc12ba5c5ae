import { createPublicKey, X509Certificate } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { jwtVerify } from 'jose';
import { parse } from 'yaml';
import { serveHttp } from './serve-http.ts';

/** The parts of its file that zot reads at its start. */
interface ZotFile {
  readonly distSpecVersion: string;
  readonly storage: { readonly rootDirectory: string; readonly dedupe: boolean };
  readonly http: {
    readonly address: string;
    readonly port: string;
    readonly readTimeout: string;
    readonly writeTimeout: string;
    readonly compat: readonly string[];
    readonly auth: { readonly bearer: { readonly realm: string; readonly service: string; readonly cert: string } };
  };
}

export interface ZotStandIn extends AsyncDisposable {
  readonly url: string;
  readonly file: ZotFile;
}

/**
 * Requests and checks tokens like zot. It stores nothing. It follows trials with zot itself (a build of August 2026):
 * - It has one key, which it reads at the start.
 * - It ignores `aud` and `iss`.
 * - An upload asks only for push, and the catalogue for pull of a repository without a name.
 * - The answer to an invalid token has no challenge.
 */
export async function startZotStandIn(
  configuration: string,
  certificatePem: string,
  now: () => number,
): Promise<ZotStandIn> {
  const file = parse(configuration) as ZotFile;
  if (!file.storage?.rootDirectory) throw new Error('no storage config provided');
  const key = createPublicKey(new X509Certificate(certificatePem).publicKey.export({ type: 'spki', format: 'pem' }));
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const needed = neededFor(request);
    const [scheme, token] = request.headers.authorization?.split(' ') ?? [];
    if (scheme !== 'Bearer' || token === undefined) return challenge(response, file, needed);
    const access = await accessOf(token, key, now());
    if (!access) return response.writeHead(401).end('{"errors":[{"code":"UNSUPPORTED"}]}');
    const isAllowed = needed === undefined || access.some((entry) => allows(entry, needed));
    return isAllowed ? response.writeHead(200).end('{}') : challenge(response, file, needed);
  };
  const { url, [Symbol.asyncDispose]: stop } = await serveHttp((request, response) => void serve(request, response));
  return { url, file, [Symbol.asyncDispose]: stop };
}

interface Needed {
  readonly name: string;
  readonly action: string;
}

interface Entry {
  readonly type: string;
  readonly name: string;
  readonly actions: readonly string[];
}

function neededFor({ url = '', method = '' }: IncomingMessage): Needed | undefined {
  if (url === '/v2/') return undefined;
  const name = /^\/v2\/(.+)\/(?:manifests|blobs|tags)\//.exec(url)?.[1] ?? '';
  const action = method === 'DELETE' ? 'delete' : ['POST', 'PUT', 'PATCH'].includes(method) ? 'push' : 'pull';
  return { name, action };
}

function allows({ type, name, actions }: Entry, needed: Needed): boolean {
  return type === 'repository' && name === needed.name && actions.includes(needed.action);
}

/** Without leeway, and without a check for whom the token is. */
async function accessOf(token: string, key: Parameters<typeof jwtVerify>[1], now: number) {
  const found = await jwtVerify(token, key, { currentDate: new Date(now) }).catch(() => undefined);
  return found?.payload.access as readonly Entry[] | undefined;
}

function challenge(response: ServerResponse, { http }: ZotFile, needed: Needed | undefined): ServerResponse {
  const { realm, service } = http.auth.bearer;
  const scope = needed ? `,scope="repository:${needed.name}:${needed.action}"` : '';
  return response
    .writeHead(401, { 'www-authenticate': `Bearer realm="${realm}",service="${service}"${scope}` })
    .end('{}');
}
