import { requireReason } from '@lanyard/core/access-review/ruling';
import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { ReviewedToken } from '../../store/records/access-review/reviewed-token.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Caller } from '../access/caller.ts';
import { type Change, transact } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';
import { approveTokens, refuseTokens, trustHolders } from './approve-tokens.ts';
import { blockTokens, liftBlocks } from './block-tokens.ts';

export const TOKENS_AT_ONCE = 100;
export const RULINGS = ['block', 'lift', 'approve', 'refuse', 'trust'] as const;

export interface RulingInput {
  readonly ruling: (typeof RULINGS)[number];
  readonly tokens: readonly string[];
  readonly reason?: string | undefined;
}

/**
 * Ends the reach of these tokens into the organization, lets them in, or gives it back: all of them or none. A token of the list that is
 * so already is left as it is. Errors: `not-found` to strangers and for a token that is not in the inventory, `forbidden`
 * to members, `invalid-input`, `conflict`.
 */
export async function ruleOnTokens(
  services: Services,
  caller: Caller,
  name: string,
  input: RulingInput,
): Promise<void> {
  const ids = [...new Set(input.tokens)];
  await transact(services, caller, async (change) => {
    const { organization } = await requireOwnership(change, name);
    if (input.ruling === 'lift') return liftBlocks(change, organization, ids);
    const tokens = await requireReviewed(change, organization, ids);
    switch (input.ruling) {
      case 'approve':
        return approveTokens(change, organization, tokens);
      case 'trust':
        return trustHolders(change, organization, tokens);
      case 'refuse':
        return refuseTokens(change, organization, tokens, requireReason(input.reason));
      case 'block':
        return blockTokens(change, organization, tokens, { reason: requireReason(input.reason) });
    }
  });
}

/** Only what the organization's inventory shows: nobody learns of other tokens, or has them in the records (R25). */
async function requireReviewed(
  { records, now }: Change,
  organization: Organization,
  ids: readonly string[],
): Promise<readonly ReviewedToken[]> {
  const { items } = await records.accessReview.list({ organization, now, ids, page: 1, pageSize: TOKENS_AT_ONCE });
  if (items.length < ids.length) throw new DomainError('not-found', { what: 'access token' });
  if (!items.some(({ holder }) => holder.type === 'organization')) return items;
  const reason = 'a token of the organization itself is not blocked; deactivate or delete it';
  throw new DomainError('conflict', { reason });
}
