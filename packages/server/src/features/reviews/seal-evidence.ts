import type { Services } from '../../services.ts';
import { provenLines } from '../audit/audit-events.ts';
import { type ReviewAtWork, stepOf } from './held-review.ts';

/**
 * Stores the proof of a closed review with it: the place of its closing event in the audit log, up to a signed
 * checkpoint. An event gets its place after its change is committed (decision 34). Returns true if it created the
 * proof.
 */
export async function sealEvidence(services: Services, { organization, review }: ReviewAtWork): Promise<boolean> {
  if (review.proof !== null) return false;
  const event = { namespace: organization.name, action: 'review.closed', subjectId: review.id } as const;
  let proof = '';
  for await (const text of await provenLines(services, event)) proof += text;
  await stepOf(services, { organization, review }, async ({ records }, held) => {
    // Everybody must get the same file, so a stored proof is never replaced.
    if (held.review.proof === null) await records.reviews.note(review.id, { proof: proof.trimEnd() });
  });
  return true;
}
