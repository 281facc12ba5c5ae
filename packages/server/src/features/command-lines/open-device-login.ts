import { formatUserCode, makeUserCode } from '@lanyard/core/command-lines/user-code';
import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { DeviceCode } from '../../store/records/device-codes.ts';

import type { Source } from '../access/caller.ts';

export const DEVICE_CODE_SECONDS = 600;
const INTERVAL_SECONDS = 5;
const DEVICE_CODE_BYTES = 32;
/** More waiting codes than people sign in at once: somebody floods. */
const MAXIMUM_LIVE_CODES = 10_000;

export interface OpenedDeviceLogin {
  readonly deviceCode: Secret;
  /** With its hyphen, as people type it. */
  readonly userCode: string;
  readonly expiresInSeconds: number;
  readonly intervalSeconds: number;
}

/** RFC 8628 3.1: a command line asks to be signed in. Errors: `too-many-attempts`. */
export async function openDeviceLogin(
  services: Services,
  source: Source,
  clientId: string,
): Promise<OpenedDeviceLogin> {
  const { clock, random, digester, store } = services;
  const now = clock.now();
  const live = await store.read.deviceCodes.countLive(now);
  if (live >= MAXIMUM_LIVE_CODES) throw new DomainError('too-many-attempts', { retryAfterSeconds: INTERVAL_SECONDS });
  const userCode = makeUserCode(live, random.bytes);
  const deviceCode = new Secret(Buffer.from(random.bytes(DEVICE_CODE_BYTES)).toString('base64url'));
  const digests = [
    digester.digest('device-code', deviceCode),
    digester.digest('user-code', new Secret(userCode)),
  ] as const;
  await store.transaction(async ({ deviceCodes }) => {
    await deviceCodes.deleteExpired(now);
    await deviceCodes.insert(makeCode(services, source, clientId), ...digests);
  });
  return {
    deviceCode,
    userCode: formatUserCode(userCode),
    expiresInSeconds: DEVICE_CODE_SECONDS,
    intervalSeconds: INTERVAL_SECONDS,
  };
}

function makeCode({ clock, random }: Services, source: Source, clientId: string): DeviceCode {
  const createdAt = clock.now();
  return {
    id: random.uuid(),
    clientId,
    ...source,
    createdAt,
    expiresAt: createdAt + DEVICE_CODE_SECONDS * 1000,
    intervalSeconds: INTERVAL_SECONDS,
    lastPolledAt: null,
    sessionId: null,
    accountId: null,
    decision: null,
  };
}
