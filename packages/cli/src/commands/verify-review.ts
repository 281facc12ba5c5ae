import { createReadStream } from 'node:fs';
import type { NoteKey } from '@lanyard/core/audit/signed-note';
import { ExportProblem } from '@lanyard/core/audit/verify-export';
import { type EvidenceReport, verifyEvidence } from '@lanyard/core/reviews/verify-evidence';
import { failed } from '../cli-error.ts';
import { type CommandContext, printFacts } from './command-context.ts';

/** Checks the evidence of a review, without the server. */
export async function verifyReview(context: CommandContext, path: string, key: NoteKey): Promise<void> {
  const report = await verifyEvidence(createReadStream(path), key).catch((error: unknown) => {
    throw error instanceof ExportProblem ? failed(`${path} is not intact: ${error.message}`) : error;
  });
  printFacts(context, report, factsOf(report));
}

function factsOf({ origin, organization, review, startsAt, closedAt, counts, sequence, size }: EvidenceReport) {
  const { items, keep, block, gone, byRule } = counts;
  return [
    ['review', review],
    ['organization', organization],
    ['from', startsAt],
    ['to', closedAt],
    ['access tokens', `${items}: ${keep} kept, ${block} blocked, ${gone} had ended`],
    ['by the rule', `${byRule}, because nobody decided`],
    ['log', origin],
    ['proven', `as event ${sequence} of ${size}: nothing was changed since the review was closed`],
  ] as const;
}
