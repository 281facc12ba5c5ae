import type { Review } from '../../api/types.ts';

export const RECURRENCES: Readonly<Record<NonNullable<Review['recurrence']>, string>> = {
  monthly: 'Every month',
  quarterly: 'Every three months',
  'half-yearly': 'Every six months',
};

export const REVIEWERS: Readonly<Record<Review['reviewers'], string>> = {
  owners: 'The owners',
  holders: 'Each member, for their own tokens',
};

export const UNDECIDED: Readonly<Record<Review['undecided'], string>> = {
  keep: 'Are kept',
  block: 'Are blocked here',
};

export function describeScope({ scope: { type, team, pattern } }: Pick<Review, 'scope'>): string {
  if (type === 'team') return `Tokens of the team ${team}`;
  if (type === 'repository') return `Tokens for ${pattern}`;
  return type === 'stale' ? 'Only tokens that nobody uses' : 'All access tokens';
}

/** "Every three months, number 4". Of the last one, that it is. */
export function describeSeries({ recurrence, occurrence, isLast }: Review): string {
  if (recurrence === null) return 'Never';
  return `${RECURRENCES[recurrence]}, ${isLast ? `and this is the last one, number ${occurrence}` : `number ${occurrence}`}`;
}

/** When nobody decides any more, or did, and what that was. */
export function endOf({ dueAt, closedAt, cancelledAt }: Review): { readonly label: string; readonly at: string } {
  if (cancelledAt !== null) return { label: 'Cancelled', at: cancelledAt };
  return closedAt === null ? { label: 'Due', at: dueAt } : { label: 'Closed', at: closedAt };
}

/** How many tokens there are, and about how many nothing is left to decide. */
export function progressOf({ undecided, keep, block, gone }: Review['counts']) {
  const decided = keep + block + gone;
  return { decided, total: decided + undecided };
}
