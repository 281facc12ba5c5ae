import { DomainError } from '@lanyard/core/domain-error';
import { requireReason } from '@lanyard/core/reviews/ruling';
import type { Services } from '../../services.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { ReviewedToken } from '../../store/records/reviews/reviewed-token.ts';
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
 * Blocks these tokens in the organization, approves them, or lifts their blocks: all of them or none. If a token of the
 * list is already in that state, it does not change. Errors: `not-found` for strangers and for a token outside the
 * inventory, `forbidden` for members, `invalid-input`, `conflict`.
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
        return blockTokens(change, organization, tokens, requireReason(input.reason));
    }
  });
}

/** Only tokens in the organization's inventory, so that nobody learns about other tokens (R25). */
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
