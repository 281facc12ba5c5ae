import { createHmac } from 'node:crypto';
import type { Secret } from '@lanyard/core/secret';
import { createGuardedFetch, type GuardOptions, OutboundRefusal } from './guarded-fetch.ts';

export interface WebhookMessage {
  readonly url: Secret;
  /** Each secret signs. While a receiver changes its secret, both are valid. */
  readonly secrets: readonly Secret[];
  /** The same at every attempt, so that the receiver recognizes duplicates. */
  readonly id: string;
  readonly now: number;
  readonly contentType: string;
  readonly text: string;
}

/** Sends to the addresses that the operator permits for webhooks (R38). */
export interface WebhookSender {
  /** False if no address is permitted. */
  readonly isOn: boolean;
  /** Throws OutboundRefusal for an address that is not permitted. Does not use DNS. */
  requirePermitted(url: URL): void;
  /**
   * Returns the status of the answer. The rest of the answer is not read. Throws OutboundRefusal if there is no answer.
   */
  send(message: WebhookMessage): Promise<number>;
}

type SenderOptions = Omit<GuardOptions, 'allowedHosts'> & { readonly hosts: readonly string[] };

/** Allows any address of the public Internet, by https. */
const ANY = '*';

export function createWebhookSender({ hosts, ...options }: SenderOptions): WebhookSender {
  const named = hosts.filter((host) => host !== ANY);
  const fetch = createGuardedFetch({ ...options, allowedHosts: named });
  const requirePermitted = (url: URL) => {
    const port = url.port || (url.protocol === 'https:' ? '443' : '80');
    const withPort = `${url.hostname}:${port}`;
    const forms = url.protocol === 'https:' ? [ANY, url.hostname, withPort] : [`http://${withPort}`];
    if (url.username !== '' || url.password !== '') throw new OutboundRefusal('an address with a name and password');
    if (!forms.some((form) => hosts.includes(form)))
      throw new OutboundRefusal(`${url.host}: not permitted for webhooks by the operator of this server`);
  };
  return {
    isOn: hosts.length > 0,
    requirePermitted,
    send: async ({ url, text, contentType, ...message }) => {
      // Checked each time, because the operator can have changed the permitted addresses.
      requirePermitted(new URL(url.reveal()));
      const headers = {
        ...signatureHeaders({ ...message, text }),
        'content-type': contentType,
        'user-agent': 'Lanyard',
      };
      const answer = await fetch(url.reveal(), { method: 'POST', headers, body: text });
      return answer.status;
    },
  };
}

/** Standard Webhooks 1.0: HMAC-SHA256 over the id, the time and the body. */
function signatureHeaders({ id, now, secrets, text }: Pick<WebhookMessage, 'id' | 'now' | 'secrets' | 'text'>) {
  const seconds = String(Math.floor(now / 1000));
  const signatures = secrets.map((secret) => `v1,${signatureOf(secret, `${id}.${seconds}.${text}`)}`);
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signatures.join(' ') };
}

function signatureOf(secret: Secret, signed: string): string {
  const key = Buffer.from(secret.reveal().replace(/^whsec_/, ''), 'base64');
  return createHmac('sha256', key).update(signed).digest('base64');
}
