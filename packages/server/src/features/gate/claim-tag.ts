import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { TagClaim } from '../../store/records/gate/tag-claims.ts';

/**
 * A proxy does not say when a push has ended, so its claim ends by itself. The built-in gate asks again about a running
 * request, which renews the claim, and releases it afterwards.
 */
const CLAIMED_MILLISECONDS = 60_000;
/** A claim is a row. Nobody pushes so many new tags to one repository within a minute. */
const CLAIMS_PER_REPOSITORY = 1_000;

export type ClaimedTag = Omit<TagClaim, 'expiresAt'>;

/**
 * Lets one push at a time set an immutable tag, because the registry does not refuse the second of two first pushes.
 * Returns whether this push has the tag now, had it before, or another push has it. Errors: `forbidden` for too many.
 */
export async function claimTag({ store, clock }: Services, tag: ClaimedTag): Promise<'now' | 'before' | 'by another'> {
  const now = clock.now();
  const claim = { ...tag, expiresAt: now + CLAIMED_MILLISECONDS };
  return store.transaction(async ({ tagClaims }) => {
    if (await tagClaims.renew(claim, now)) return 'before';
    if ((await tagClaims.countOf(claim)) >= CLAIMS_PER_REPOSITORY)
      throw new DomainError('forbidden', { reason: 'too many immutable tags are pushed at once; try again later' });
    return (await tagClaims.take(claim, now)) ? 'now' : 'by another';
  });
}

/** Lets others push the tags that this push claimed. */
export async function releaseTags({ store }: Services, push: Omit<ClaimedTag, 'tag'>): Promise<void> {
  await store.transaction(({ tagClaims }) => tagClaims.release(push));
}
