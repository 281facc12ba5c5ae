import { nextToEvict } from '@lanyard/core/tokens/retention';
import type { Services } from '../../services.ts';
import type { AccountCaller } from '../access/caller.ts';
import { requireMayManageTokens } from '../access/permissions.ts';

import { policyOf } from './start-sign-in.ts';

export interface AutoTokenRoom {
  /** Deactivated and expired ones count. */
  readonly kept: number;
  readonly limit: number;
  /** The id of the token that the next sign-in removes; null while there is room for one more. */
  readonly nextToGo: string | null;
}

/** How many auto-generated tokens the caller keeps, and which goes first. Errors: `forbidden`. */
export async function showAutoTokens({ store }: Services, caller: AccountCaller): Promise<AutoTokenRoom> {
  requireMayManageTokens(caller);
  const [tokens, policy] = await Promise.all([
    store.read.tokens.auto(caller.account.id),
    policyOf(store.read, caller.account),
  ]);
  const limit = policy.autoTokensKept;
  return { kept: tokens.length, limit, nextToGo: nextToEvict(tokens, limit) ?? null };
}
