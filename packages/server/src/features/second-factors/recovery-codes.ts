import { randomText } from '@lanyard/core/random-text';
import { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Records } from '../../store/store.ts';

const COUNT = 10;
const LENGTH = 12;
/** Without letters and digits that look alike. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';

/** Ten codes of 59 random bits, each good once; they replace those before. Shown once, here. */
export async function putRecoveryCodes(
  services: Services,
  records: Records,
  accountId: string,
): Promise<readonly Secret[]> {
  const codes = Array.from({ length: COUNT }, () => new Secret(randomText(ALPHABET, LENGTH, services.random.bytes)));
  const digests = codes.map((code) => recoveryCodeDigest(services, accountId, code));
  await records.secondFactors.putRecoveryCodes(accountId, digests);
  return codes.map((code) => new Secret((code.reveal().match(/.{4}/g) ?? []).join('-')));
}

/** In any case, with or without its hyphens. */
export function recoveryCodeDigest({ digester }: Services, accountId: string, code: Secret): string {
  const canonical = code.reveal().toLowerCase().replace(/[\s-]/g, '');
  return digester.digest('recovery-code', new Secret(`${accountId} ${canonical}`));
}
