import { DomainError } from '@lanyard/core/domain-error';
import type { Caller } from './caller.ts';

/** A token cannot make, change or read tokens, by whatever way it got here (R24, attack 21). */
export function requireMayManageTokens(caller: Caller): void {
  if (caller.type === 'operator' || caller.credential !== 'token-jwt') return;
  throw new DomainError('forbidden', {
    reason: 'an access token cannot manage access tokens; sign in with the password',
  });
}
