import type { Services } from '../../services.ts';
import { provenLines } from '../audit/audit-events.ts';
import { type ReviewAtWork, stepOf } from './held-review.ts';

/**
 * Keeps with a closed review what proves the event of its end: its place in the audit log, up to a signed checkpoint. An
 * event gets its place after its change (decision 34). True where it was made.
 */
export async function sealEvidence(services: Services, { organization, review }: ReviewAtWork): Promise<boolean> {
  if (review.proof !== null) return false;
  const event = { namespace: organization.name, action: 'review.closed', subjectId: review.id } as const;
  let proof = '';
  for await (const text of await provenLines(services, event)) proof += text;
  await stepOf(services, { organization, review }, async ({ records }, held) => {
    // The file that somebody has is the one that everybody gets.
    if (held.review.proof === null) await records.reviews.note(review.id, { proof: proof.trimEnd() });
  });
  return true;
}
