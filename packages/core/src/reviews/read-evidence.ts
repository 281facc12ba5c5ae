import type { FindingKind } from '../access-review/findings.ts';
import { objectOf } from '../audit/exported-event.ts';
import type { EvidenceCounts } from './evidence.ts';
import type { ReviewScope } from './review-rules.ts';

/** What the first line of the file says. */
export interface EvidenceSaid {
  readonly review: {
    readonly organization: { readonly name: string };
    readonly name: string;
    readonly id: string;
    readonly scope: ReviewScope;
    readonly reviewers: 'owners' | 'holders';
    readonly undecided: 'keep' | 'block';
    readonly recurrence: string | null;
    readonly startedBy: string;
    readonly startsAt: string;
    readonly dueAt: string;
    readonly finishedBy: string | null;
    readonly closedAt: string;
    readonly rules: { readonly atStart: PolicySaid; readonly atEnd: PolicySaid };
  };
  readonly counts: EvidenceCounts;
}

type PolicySaid = Readonly<Record<string, unknown>>;

/** What a line of an item says. */
export interface ItemSaid {
  readonly token: {
    readonly id: string;
    readonly kind: string;
    readonly description: string | null;
    readonly holder: { readonly name: string };
    readonly createdAt: string;
    readonly expiresAt: string | null;
    readonly reach: { readonly actions: readonly string[]; readonly repositories: number };
    readonly findings: readonly { readonly kind: FindingKind }[];
    readonly lastUse: { readonly at: string } | null;
  };
  readonly decision: 'keep' | 'block' | 'gone';
  readonly reason: string;
  readonly by: string | null;
  readonly at: string;
}

/** Of a line whose digest was checked, or that this server wrote. */
export function headOf(line: string): EvidenceSaid {
  return objectOf(`${line.trimEnd().slice(0, -1)}}`) as unknown as EvidenceSaid;
}

export function isItem(line: string): boolean {
  return line.startsWith('{"token":');
}

export function itemOf(line: string): ItemSaid {
  return objectOf(line.replace(/,$/, '')) as unknown as ItemSaid;
}

/** Whether it is a line of the proof, which is a JSON string. */
export function isProofLine(line: string): boolean {
  return line.startsWith('"{');
}
