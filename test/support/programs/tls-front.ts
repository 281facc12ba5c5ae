import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type IncomingMessage, request as requestUpstream, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { PrivateAuthority } from './private-authority.ts';

/** What was asked, without anything that may hold a secret: no query, no header but these, no body. */
export interface RecordedRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly userAgent: string;
  readonly status: number;
}

export interface TlsFront extends AsyncDisposable {
  /** On 127.0.0.1. */
  readonly port: number;
  /** Every request that was answered, in order. */
  requests(): readonly RecordedRequest[];
  stop(): Promise<void>;
}

/**
 * Serves what is at `url` over TLS with the authority's server certificate; requests and answers pass unchanged.
 * A host in `elsewhere` is served what is at the address beside it.
 */
export async function startTlsFront(
  authority: PrivateAuthority,
  url: string,
  elsewhere: Readonly<Record<string, string>> = {},
): Promise<TlsFront> {
  const [cert, key] = await Promise.all([readFile(authority.serverCertificateFile), readFile(authority.serverKeyFile)]);
  const recorded: RecordedRequest[] = [];
  const server = createServer({ cert, key }, (request, response) => {
    const target = elsewhere[request.headers.host ?? ''] ?? url;
    const answered = (status: number) => void recorded.push(record(request, status));
    // Gone on one side is gone on the other.
    forward(target, request, response, answered).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  const port = (server.address() as AddressInfo).port;
  return { port, requests: () => [...recorded], stop, [Symbol.asyncDispose]: stop };
}

/** `answered` is called before the client has the answer: who sees the answer finds it recorded. */
async function forward(
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
  answered: (status: number) => void,
): Promise<void> {
  const { hostname, port } = new URL(target);
  const { method, url: path, rawHeaders: headers } = request;
  const upstream = requestUpstream({ hostname, port, method, path, headers, agent: false });
  const giveBack = async () => {
    const [answer] = (await once(upstream, 'response')) as [IncomingMessage];
    const status = answer.statusCode ?? 502;
    answered(status);
    response.writeHead(status, answer.rawHeaders);
    await pipeline(answer, response);
  };
  await Promise.all([pipeline(request, upstream), giveBack()]);
}

function record(request: IncomingMessage, status: number): RecordedRequest {
  const { host = '', 'user-agent': userAgent = '' } = request.headers;
  const [path = ''] = (request.url ?? '').split('?');
  return { method: request.method ?? '', host, path, userAgent, status };
}
