import type { IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { type HttpServer, serveHttp } from './serve-http.ts';

export interface ReceivedWebhook {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: {
    readonly type: string;
    readonly time?: string;
    readonly data: { readonly organization: string; readonly [field: string]: unknown };
  };
}

export interface WebhookReceiver extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** All requests, whatever their answer was. */
  readonly received: readonly ReceivedWebhook[];
  /** Sets the answer from now on: a status, a redirect to an address, or no answer at all. */
  answer(how: number | { readonly redirectTo: string } | 'hang'): void;
}

/** A receiver of webhooks on 127.0.0.1. */
export async function receiveWebhooks(): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  let how: Parameters<WebhookReceiver['answer']>[0] = 204;
  const server: HttpServer = await serveHttp(async (request, response) => {
    const whole = await text(request);
    received.push({ headers: request.headers, text: whole, body: JSON.parse(whole) });
    if (how === 'hang') return;
    if (typeof how === 'number') response.writeHead(how).end();
    else response.writeHead(307, { location: how.redirectTo }).end();
  });
  return {
    url: `${server.url}/hooks/path-with-a-secret`,
    port: server.port,
    received,
    answer: (next) => {
      how = next;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Whether a receiver with this secret accepts the signature, according to the standard's own library. */
export function isSignedWith(secret: string, { headers, text: body }: ReceivedWebhook, now: number): boolean {
  const seconds = Math.floor(now / 1000) - Number(headers['webhook-timestamp']);
  if (Math.abs(seconds) > 300) throw new Error(`the timestamp is ${seconds} s away`);
  try {
    // The library uses the machine's time. The test's clock can be ahead, so the time is checked here.
    const id = String(headers['webhook-id']);
    const at = new Date(Number(headers['webhook-timestamp']) * 1000);
    const expected = new Webhook(secret).sign(id, at, body);
    return String(headers['webhook-signature']).split(' ').includes(expected);
  } catch {
    return false;
  }
}
