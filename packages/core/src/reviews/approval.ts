import type { TermsNotices } from '../organizations/member-terms.ts';
import type { OrganizationPolicy } from '../organizations/organization-policy.ts';
import type { TokenOrigin } from '../tokens/access-token.ts';

/** Since when an organization's owners must approve tokens before the tokens reach it. Milliseconds since the epoch. */
export interface ApprovalAsked {
  readonly manualSince: number;
  /** Null if auto-generated tokens need no approval. */
  readonly autoSince: number | null;
}

/** Undefined while tokens need no approval. */
export function approvalAsked(
  { tokenApproval, autoTokenApproval }: Pick<OrganizationPolicy, 'tokenApproval' | 'autoTokenApproval'>,
  since: TermsNotices,
): ApprovalAsked | undefined {
  if (!tokenApproval) return undefined;
  // Deny by default: without a time, every token counts as new.
  const manualSince = since.tokenApproval ?? 0;
  const autoSince = autoTokenApproval ? Math.max(manualSince, since.autoTokenApproval ?? 0) : null;
  return { manualSince, autoSince };
}

export interface TokenToApprove {
  readonly origin: TokenOrigin;
  readonly createdAt: number;
  readonly widenedAt: number | null;
}

/**
 * Whether the token is so new here that an owner must approve it: the rule was set before it was created or widened, or
 * before its holder became a member. `memberSince` is null for a person who is not a member.
 */
export function isNewForApproval(
  { manualSince, autoSince }: ApprovalAsked,
  { origin, createdAt, widenedAt }: TokenToApprove,
  memberSince: number | null,
): boolean {
  const from = origin === 'manual' ? manualSince : autoSince;
  if (from === null) return false;
  return memberSince === null || !((widenedAt ?? createdAt) < from && memberSince < from);
}

/**
 * How many waiting tokens of one holder the owners see at once: the oldest. The others also wait, but are not shown.
 */
export const REQUESTS_PER_HOLDER = 20;
