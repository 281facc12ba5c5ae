import { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Webhook } from '../../store/records/webhooks/webhooks.ts';

/** The address of a webhook, and the secrets that sign its deliveries. */
export interface WebhookTarget {
  readonly url: Secret;
  readonly secret: Secret;
  /** The secret before the last change. Until this time, it signs too. */
  readonly former: { readonly secret: Secret; readonly until: number } | null;
}

const SEAL_PURPOSE = 'webhook target';
const SECRET_BYTES = 32;
/** How long the previous secret still signs after a change. */
export const FORMER_SECRET_SECONDS = 86_400;

/** In the format of Standard Webhooks. */
export function newWebhookSecret({ random }: Services): Secret {
  return new Secret(`whsec_${Buffer.from(random.bytes(SECRET_BYTES)).toString('base64')}`);
}

export function sealTarget({ sealer }: Services, { url, secret, former }: WebhookTarget): string {
  const kept = {
    url: url.reveal(),
    secret: secret.reveal(),
    former: former && { secret: former.secret.reveal(), until: former.until },
  };
  return sealer.seal(SEAL_PURPOSE, Buffer.from(JSON.stringify(kept)));
}

interface KeptTarget {
  readonly url: string;
  readonly secret: string;
  readonly former: { readonly secret: string; readonly until: number } | null;
}

export function openTarget({ sealer }: Services, { sealedTarget }: Pick<Webhook, 'sealedTarget'>): WebhookTarget {
  const kept = JSON.parse(Buffer.from(sealer.open(SEAL_PURPOSE, sealedTarget)).toString()) as KeptTarget;
  const former = kept.former && { secret: new Secret(kept.former.secret), until: kept.former.until };
  return { url: new Secret(kept.url), secret: new Secret(kept.secret), former };
}

/** The secrets that sign now. */
export function signingSecrets({ secret, former }: WebhookTarget, now: number): readonly Secret[] {
  return former && former.until > now ? [secret, former.secret] : [secret];
}
