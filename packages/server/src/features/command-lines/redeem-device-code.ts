import { isDockerCli } from '@lanyard/core/command-lines/client-label';
import { DomainError, type OAuthErrorCode } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { DeviceCode } from '../../store/records/device-codes.ts';

import type { Source } from '../access/caller.ts';
import { type IssuedSignIn, issueSignIn } from './issue-sign-in.ts';
import { startSignIn } from './start-sign-in.ts';

const SLOW_DOWN_SECONDS = 5;
/** A poll that a quick network brings a little early is no fault. */
const LEEWAY_MILLISECONDS = 500;

export interface RedeemInput {
  readonly clientId: string;
  readonly deviceCode: Secret;
}

/** RFC 8628 3.4: asked every few seconds until somebody decided. Errors: `oauth` in the protocol's own codes. */
export async function redeemDeviceCode(services: Services, source: Source, input: RedeemInput): Promise<IssuedSignIn> {
  const digest = services.digester.digest('device-code', input.deviceCode);
  const code = await services.store.read.deviceCodes.byDigest(digest);
  if (!code || code.clientId !== input.clientId)
    throw refused('invalid_grant', 'the device code is unknown or was used');
  if (code.expiresAt <= services.clock.now()) throw refused('expired_token', 'the code expired; sign in again');
  if (code.decision === 'refused') throw refused('access_denied', 'the sign-in was refused in the browser');
  if (code.decision === null) return waitFor(services, code);
  return issueSignIn(services, await startSignIn(services, source, code));
}

/** Docker's own command line gives up at `slow_down`: it is never told so (RFC 8628 3.5 for everyone else). */
async function waitFor(services: Services, code: DeviceCode): Promise<never> {
  const now = services.clock.now();
  const sinceLast = now - (code.lastPolledAt ?? 0) + LEEWAY_MILLISECONDS;
  const isEarly = sinceLast < code.intervalSeconds * 1000 && !isDockerCli(code.client);
  const intervalSeconds = isEarly ? code.intervalSeconds + SLOW_DOWN_SECONDS : code.intervalSeconds;
  await services.store.transaction(({ deviceCodes }) => deviceCodes.recordPoll(code.id, now, intervalSeconds));
  if (isEarly) throw refused('slow_down', `ask every ${intervalSeconds} s`);
  throw refused('authorization_pending', 'nobody has decided yet');
}

function refused(error: OAuthErrorCode, description: string): DomainError {
  return new DomainError('oauth', { error, description });
}
