import type { AccessToken } from '@lanyard/core/access-token';
import type { AccountCaller } from '../ports/caller.ts';
import type { Services } from '../ports/services.ts';
import { ownToken } from './own-token.ts';
import { requireMayManageTokens } from './require-may-manage-tokens.ts';

export function showToken(services: Services, caller: AccountCaller, id: string): Promise<AccessToken> {
  requireMayManageTokens(caller);
  return ownToken(services.store.read.tokens, caller, id);
}
