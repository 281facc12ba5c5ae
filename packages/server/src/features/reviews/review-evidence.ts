import {
  EVIDENCE_END,
  evidenceDigest,
  evidenceHead,
  evidenceItem,
  evidenceProof,
} from '@lanyard/core/reviews/evidence';
import type { Services } from '../../services.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Review } from '../../store/records/reviews/reviews.ts';
import { otherRequests } from '../access-review/in-turns.ts';

/** How many items are in memory at the same time. */
const ITEMS_AT_ONCE = 200;

/** Everything except the proof, in pieces. The items never change again. */
export async function* evidenceOf(
  { store }: Pick<Services, 'store'>,
  { id, name }: Organization,
  review: Review,
): AsyncGenerator<string> {
  const { reviewItems } = store.read;
  const [{ keep, block, gone }, byRule] = await Promise.all([
    reviewItems.counts(review.id),
    reviewItems.byRule(review.id),
  ]);
  yield evidenceHead({ ...review, organization: { id, name } }, { items: review.items, keep, block, gone, byRule });
  let position = -1;
  for (;;) {
    const items = await reviewItems.after(review.id, position, ITEMS_AT_ONCE);
    yield items.map((item) => evidenceItem(item, item.position === 0)).join('');
    position = items.at(-1)?.position ?? position;
    if (items.length < ITEMS_AT_ONCE) break;
  }
  yield EVIDENCE_END;
}

/** The whole file. */
export async function* evidenceFile(
  services: Pick<Services, 'store'>,
  organization: Organization,
  review: Review,
): AsyncGenerator<string> {
  yield* evidenceOf(services, organization, review);
  yield evidenceProof((review.proof ?? '').split('\n'));
}

/** The digest that the audit log holds, in hexadecimal. */
export async function digestOfEvidence(
  services: Pick<Services, 'store'>,
  organization: Organization,
  review: Review,
): Promise<string> {
  const digest = evidenceDigest();
  for await (const text of evidenceOf(services, organization, review)) {
    digest.add(text);
    // SQLite answers without waiting, so this lets the server answer requests in between.
    await otherRequests();
  }
  return digest.hex();
}
