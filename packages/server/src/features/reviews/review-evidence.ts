import {
  type EvidenceCounts,
  evidenceDigest,
  evidenceEnd,
  evidenceHead,
  evidenceItem,
  evidenceProof,
} from '@lanyard/core/reviews/evidence';
import type { Services } from '../../services.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { ReviewItem } from '../../store/records/reviews/review-items.ts';
import type { Review } from '../../store/records/reviews/reviews.ts';

/** How many are in memory at once. */
const ITEMS_AT_ONCE = 200;

/** All of it but the proof, in pieces. Its items never change again. */
export async function* evidenceOf(
  { store }: Pick<Services, 'store'>,
  { id, name }: Organization,
  review: Review,
): AsyncGenerator<string> {
  yield evidenceHead({ ...review, organization: { id, name } });
  let position = -1;
  let counts: EvidenceCounts = { items: 0, keep: 0, block: 0, gone: 0, byRule: 0 };
  for (;;) {
    const items = await store.read.reviewItems.after(review.id, position, ITEMS_AT_ONCE);
    yield items.map((item, index) => evidenceItem(item, counts.items === 0 && index === 0)).join('');
    counts = items.reduce(countedWith, counts);
    position = items.at(-1)?.position ?? position;
    if (items.length < ITEMS_AT_ONCE) break;
  }
  yield evidenceEnd(counts);
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

/** What the audit log keeps of it, in hexadecimal. */
export async function digestOfEvidence(
  services: Pick<Services, 'store'>,
  organization: Organization,
  review: Review,
): Promise<string> {
  const digest = evidenceDigest();
  for await (const text of evidenceOf(services, organization, review)) {
    digest.add(text);
    // With SQLite nothing here waits: requests come in between.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return digest.hex();
}

function countedWith(counts: EvidenceCounts, { decision, decidedBy }: ReviewItem): EvidenceCounts {
  const one = decision ?? 'gone';
  const byRule = counts.byRule + (decidedBy === null ? 1 : 0);
  return { ...counts, items: counts.items + 1, [one]: counts[one] + 1, byRule };
}
