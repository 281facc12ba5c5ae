import { createHash } from 'node:crypto';
import type { OrganizationPolicy } from '../organizations/organization-policy.ts';
import type { Recurrence } from './review-dates.ts';
import type { Decision, ItemOutcome, Reviewers, ReviewScope } from './review-rules.ts';

/**
 * The file that remains of a review. The whole file is JSON, with one item a line. What comes before the proof never
 * changes, because the audit log holds its digest. So the texts of this form must stay as they are, and a changed form
 * needs another name.
 */
export const EVIDENCE_FORM = 'lanyard-review-evidence-v1';

/** The proof begins after this line. */
export const PROOF_START = '"proof":[';
export const PROOF_END = ']}';

/** Times are milliseconds since the epoch here, and RFC 3339 in the file. */
export interface EvidenceReview {
  readonly organization: { readonly id: string; readonly name: string };
  readonly id: string;
  readonly name: string;
  readonly scope: ReviewScope;
  readonly reviewers: Reviewers;
  readonly undecided: Decision;
  readonly recurrence: Recurrence | null;
  readonly occurrence: number;
  readonly startedBy: string;
  readonly startsAt: number;
  readonly preparedAt: number | null;
  readonly dueAt: number;
  readonly finishedBy: string | null;
  readonly finishedAt: number | null;
  readonly closedAt: number | null;
  readonly policyAtStart: OrganizationPolicy | null;
  readonly policyAtEnd: OrganizationPolicy | null;
}

export interface EvidenceItem {
  /** What the reviewers saw of the token, as JSON. */
  readonly shown: string;
  readonly decision: ItemOutcome | null;
  readonly reason: string;
  /** Null if the rule decided, because nobody else did. */
  readonly decidedBy: string | null;
  readonly decidedAt: number | null;
}

/** How many items have each outcome. */
export interface EvidenceCounts {
  readonly items: number;
  readonly keep: number;
  readonly block: number;
  readonly gone: number;
  /** How many of all items the rule decided, because nobody else did. */
  readonly byRule: number;
}

export function evidenceHead(review: EvidenceReview, counts: EvidenceCounts): string {
  const { organization, id, name, scope, reviewers, undecided, recurrence, occurrence, startedBy } = review;
  const { startsAt, preparedAt, dueAt, finishedBy, finishedAt, closedAt, policyAtStart, policyAtEnd } = review;
  const said = { organization, id, name, scope, reviewers, undecided, recurrence, occurrence, startedBy };
  const times = { startsAt: timeText(startsAt), preparedAt: timeText(preparedAt), dueAt: timeText(dueAt) };
  const end = { finishedBy, finishedAt: timeText(finishedAt), closedAt: timeText(closedAt) };
  const rules = { atStart: policyAtStart, atEnd: policyAtEnd };
  const { items, keep, block, gone, byRule } = counts;
  const parts = [
    `"form":"${EVIDENCE_FORM}"`,
    `"review":${JSON.stringify({ ...said, ...times, ...end, rules })}`,
    `"counts":${JSON.stringify({ items, keep, block, gone, byRule })}`,
  ];
  return `{${parts.join()},\n"items":[\n`;
}

export function evidenceItem(
  { shown, decision, reason, decidedBy, decidedAt }: EvidenceItem,
  isFirst: boolean,
): string {
  const said = JSON.stringify({ decision, reason, by: decidedBy, at: timeText(decidedAt) });
  return `${isFirst ? '' : ',\n'}{"token":${shown},${said.slice(1)}`;
}

export const EVIDENCE_END = '\n],\n';

/** The audit log holds this of everything before the proof: SHA-256 in hexadecimal. */
export function evidenceDigest() {
  const hash = createHash('sha256');
  return {
    add: (part: string | Buffer) => void hash.update(part),
    hex: () => hash.digest('hex'),
  };
}

/** The lines of an audit log export that prove the event of the review's end. */
export function evidenceProof(lines: readonly string[]): string {
  return `${PROOF_START}\n${lines.map((line) => JSON.stringify(line)).join(',\n')}\n${PROOF_END}\n`;
}

function timeText(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
