import type { TermsNotices } from '../organizations/member-terms.ts';
import type { OrganizationPolicy } from '../organizations/organization-policy.ts';
import type { TokenOrigin } from '../tokens/access-token.ts';

/** From when on an organization's owners approve tokens before they reach it. Milliseconds since the epoch. */
export interface ApprovalAsked {
  readonly manualSince: number;
  /** Null where auto-generated tokens are excepted. */
  readonly autoSince: number | null;
}

/** Undefined while nothing has to be approved. */
export function approvalAsked(
  { tokenApproval, autoTokenApproval }: Pick<OrganizationPolicy, 'tokenApproval' | 'autoTokenApproval'>,
  since: TermsNotices,
): ApprovalAsked | undefined {
  if (!tokenApproval) return undefined;
  // Deny by default: without a time, every token is a new one.
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
 * Whether the token is so new here that an owner has to approve it: it was made or widened, or its holder became a member,
 * after that was asked. `memberSince` is null for somebody who is no member.
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

/** How many tokens of one holder owners are asked about at once: the oldest. The others wait unseen. */
export const REQUESTS_PER_HOLDER = 20;
