import { DomainError } from '@lanyard/core/domain-error';
import type { Caller } from './caller.ts';

/**
 * People, organizations and rights are governed by accounts that have signed in themselves: a token's grants are about
 * repositories at a registry and open nothing here, not even to look at (R24).
 */
export function requireOwnSignIn(caller: Caller): void {
  if (caller.type === 'operator' || caller.credential !== 'token-jwt') return;
  throw new DomainError('forbidden', { reason: 'an access token cannot be used for this; sign in with the password' });
}
