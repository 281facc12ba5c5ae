import type { Services } from '../../services.ts';
import type { OrganizationSummary } from '../../store/records/organizations/organizations.ts';
import type { WaitingReview } from '../../store/records/reviews/review-items.ts';
import type { TokenCounts } from '../../store/records/tokens/tokens.ts';
import type { AccountCaller } from '../access/caller.ts';
import { look } from '../access/change.ts';
import { requireSignedIn } from '../access/permissions.ts';
import { type ListedCommandLine, listCommandLines, policyOf } from '../command-lines/command-lines.ts';
import { type ListedSession, listSessions } from '../sessions/sessions.ts';

const DAY_MILLISECONDS = 86_400_000;
const EXPIRING_DAYS = 14;
const UNUSED_DAYS = 90;
const SIGN_INS = 6;
const ORGANIZATIONS = 20;

export interface Overview {
  readonly tokens: Pick<TokenCounts, 'active' | 'inactive' | 'expired'> & {
    readonly expiring: number;
    readonly unused: number;
    readonly auto: number;
    /** How many auto-generated tokens are kept. */
    readonly autoKept: number;
  };
  /** Sessions and command lines that are signed in now, newest first. */
  readonly signIns: readonly ({ readonly session: ListedSession } | { readonly commandLine: ListedCommandLine })[];
  /** Reviews of access tokens that wait for a decision of the account. */
  readonly reviews: readonly WaitingReview[];
  /** The organizations that the account owns. */
  readonly organizations: readonly OrganizationSummary[];
}

/** Errors: `forbidden` for access tokens. */
export async function showOverview(services: Services, caller: AccountCaller): Promise<Overview> {
  requireSignedIn(caller);
  const { records, now } = look(services, caller);
  const { id } = caller.account;
  const days = { until: now + EXPIRING_DAYS * DAY_MILLISECONDS, unusedSince: now - UNUSED_DAYS * DAY_MILLISECONDS };
  const [counts, attention, policy, sessions, commandLines, reviews, organizations] = await Promise.all([
    records.tokens.counts({ ownerId: id, now }),
    records.tokens.attention(id, { now, ...days }),
    policyOf(records, caller.account),
    listSessions(services, caller),
    listCommandLines(services, caller),
    records.reviewItems.waitingFor(id, now),
    records.organizations.summaries({ now, ownerId: id, page: 1, pageSize: ORGANIZATIONS }),
  ]);
  const { active, inactive, expired } = counts;
  const signIns = [
    ...sessions.map((session) => ({ at: session.createdAt, one: { session } })),
    ...commandLines.map((commandLine) => ({ at: commandLine.createdAt, one: { commandLine } })),
  ];
  return {
    tokens: { active, inactive, expired, ...attention, autoKept: policy.autoTokensKept },
    signIns: signIns
      .toSorted((a, b) => b.at - a.at)
      .slice(0, SIGN_INS)
      .map(({ one }) => one),
    reviews,
    organizations: organizations.items,
  };
}
