import { json } from 'node:stream/consumers';
import { type HttpServer, serveHttp } from './serve-http.ts';

/** A span as OTLP has it in JSON. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly status: { readonly code?: number; readonly message?: string };
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
}

interface ExportRequest {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly ReceivedSpan[] }[] }[];
}

export interface TraceReceiver extends AsyncDisposable {
  /** Where spans are accepted. */
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  /** Everything that arrived. */
  text(): string;
  /** From now on, no request is answered. */
  hang(): void;
}

/** A collector that accepts OTLP over HTTP in JSON, on 127.0.0.1. */
export async function receiveTraces(): Promise<TraceReceiver> {
  const requests: ExportRequest[] = [];
  const spans: ReceivedSpan[] = [];
  let isHanging = false;
  const server: HttpServer = await serveHttp(async (request, response) => {
    const sent = (await json(request)) as ExportRequest;
    if (isHanging) return;
    if (request.method !== 'POST' || request.url !== '/v1/traces') return void response.writeHead(404).end();
    requests.push(sent);
    spans.push(...sent.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  return {
    url: `${server.url}/v1/traces`,
    spans,
    text: () => JSON.stringify(requests),
    hang: () => {
      isHanging = true;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** The attributes of a span by their names. */
export function attributesOf({ attributes }: ReceivedSpan): Readonly<Record<string, unknown>> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
