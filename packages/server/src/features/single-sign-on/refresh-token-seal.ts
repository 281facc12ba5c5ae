import { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';

const PURPOSE = 'provider refresh token';

/** A provider's refresh token is used again at every re-check; at rest it is sealed. */
export function sealRefreshToken({ sealer }: Pick<Services, 'sealer'>, token: Secret): string {
  return sealer.seal(PURPOSE, Buffer.from(token.reveal()));
}

export function openRefreshToken({ sealer }: Pick<Services, 'sealer'>, sealed: string): Secret {
  return new Secret(Buffer.from(sealer.open(PURPOSE, sealed)).toString());
}
