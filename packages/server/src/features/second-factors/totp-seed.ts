import type { Services } from '../../services.ts';

const PURPOSE = 'totp seed';

/** A seed must be had again at every sign-in; at rest it is sealed. */
export function sealSeed({ sealer }: Pick<Services, 'sealer'>, seed: Uint8Array): string {
  return sealer.seal(PURPOSE, seed);
}

export function openSeed({ sealer }: Pick<Services, 'sealer'>, sealed: string): Uint8Array {
  return sealer.open(PURPOSE, sealed);
}
