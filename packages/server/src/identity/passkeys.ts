import type { Random } from '../world.ts';
import { createPasskeyCreation } from './passkey-creation.ts';
import type { Passkeys } from './passkey-key.ts';
import { createPasskeyRequest } from './passkey-request.ts';
import { passkeySite } from './passkey-site.ts';

const CHALLENGE_BYTES = 32;

/** Passkeys of the site at `publicUrl`: its host name, and pages of its origin alone. */
export function createPasskeys({
  random,
  publicUrl,
}: {
  readonly random: Random;
  readonly publicUrl: string;
}): Passkeys {
  const site = passkeySite(publicUrl);
  return {
    newChallenge: () => Buffer.from(random.bytes(CHALLENGE_BYTES)).toString('base64url'),
    ...createPasskeyCreation(site),
    ...createPasskeyRequest(site),
  };
}
