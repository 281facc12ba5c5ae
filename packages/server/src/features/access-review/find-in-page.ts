import {
  type Finding,
  findingsOf,
  NEEDED_DAYS,
  type SourceSeen,
  type UseOfActions,
} from '@lanyard/core/access-review/findings';
import { narrowerGrantsIn } from '@lanyard/core/access-review/narrower-grants';
import type { Reach } from '@lanyard/core/access-review/reach';
import { describeClient } from '@lanyard/core/command-lines/client-label';
import type { TokenStop } from '@lanyard/core/lifetimes/token-stops';
import { isAction } from '@lanyard/core/repositories/repository';
import { sourceNetwork } from '@lanyard/core/source-network';
import type { RepositoryGrant } from '@lanyard/core/tokens/grant';
import type { SourceUse } from '../../store/records/access-review/namespace-history.ts';
import type { ReviewedToken } from '../../store/records/access-review/reviewed-token.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Reads } from '../../store/store.ts';

const DAY_MILLISECONDS = 86_400_000;

/** What was noticed; for one that may do more than it does, also what would be enough. */
export interface FindingHere extends Finding {
  readonly enough: readonly RepositoryGrant[];
}

interface TokenOfPage {
  readonly token: ReviewedToken;
  readonly reach: Reach;
  readonly isFromBeforeApproval: boolean;
  readonly stop: TokenStop | undefined;
}

/** What is noticed about the tokens of one page, from what happened in this organization alone. */
export async function findInPage(
  { namespaceHistory }: Pick<Reads, 'namespaceHistory'>,
  organization: Organization,
  page: readonly TokenOfPage[],
  now: number,
): Promise<readonly (readonly FindingHere[])[]> {
  const { id, name: namespace } = organization;
  const fromDay = now - (now % DAY_MILLISECONDS) - NEEDED_DAYS * DAY_MILLISECONDS;
  const tokenIds = page.flatMap(({ token }) => (token.lastUse ? [token.id] : []));
  const addresses = [...new Set(page.flatMap(({ token }) => token.lastUse?.address ?? []))];
  const makers = page.flatMap(({ token }) => (token.holder.type === 'organization' ? (token.createdBy ?? []) : []));
  const [uses, sources, peopleAt, members] = await Promise.all([
    namespaceHistory.uses({ namespace, tokenIds, fromDay }),
    namespaceHistory.sources({ namespace, tokenIds, fromDay }),
    namespaceHistory.peopleAt(namespace, addresses),
    namespaceHistory.membersOf(id, [...new Set(makers)]),
  ]);
  const usesOf = uses && Map.groupBy(uses, ({ tokenId }) => tokenId);
  const sourcesOf = Map.groupBy(sources, ({ tokenId }) => tokenId);
  return page.map(({ token, reach, isFromBeforeApproval, stop }) => {
    const { holder, createdBy, lastUse } = token;
    const isOfOrganization = holder.type === 'organization';
    const rows = usesOf && (usesOf.get(token.id) ?? []);
    const theirs = rows?.map((one) => ({ ...one, actions: one.actions.split(',').filter(isAction) }));
    const enough = enoughFor(namespace, token, theirs ?? []);
    const found = findingsOf(
      {
        isOfOrganization,
        createdAt: token.createdAt,
        widenedAt: token.widenedAt,
        expiresAt: token.expiresAt,
        lastUse,
        reach: reach.actions,
        isLifetimeAllowed: stop?.rule !== 'maximumTokenLifetimeSeconds',
        isFromBeforeApproval,
        hasSecondFactor: holder.hasSecondFactor,
        isHolderDisabled: holder.disabledAt !== null,
        isMakerGone: isOfOrganization && createdBy !== null && !members.has(createdBy),
        uses: theirs,
        isNarrowerEnough: enough.length > 0,
        sources: sourcesSeen(sourcesOf.get(token.id) ?? []),
        peopleAtAddress: lastUse ? (peopleAt.get(lastUse.address) ?? 0) : 0,
      },
      now,
    );
    return found.map((finding) => ({ ...finding, enough: finding.kind === 'wider-than-used' ? enough : [] }));
  });
}

/** The narrower grants here that would have been enough; none for a token that its next sign-in would make wide again. */
function enoughFor(namespace: string, { origin, grants }: ReviewedToken, uses: readonly UseOfActions[]) {
  return origin === 'auto' ? [] : (narrowerGrantsIn(namespace, grants, uses) ?? []);
}

/** Networks and programs, each with its first day; the newest first, because that is what a reader wants to know. */
function sourcesSeen(uses: readonly SourceUse[]): readonly SourceSeen[] {
  const first = new Map<string, number>();
  for (const { address, client, firstDay } of uses) {
    for (const name of [sourceNetwork(address), describeClient(client).name]) {
      first.set(name, Math.min(first.get(name) ?? firstDay, firstDay));
    }
  }
  return [...first].map(([name, firstAt]) => ({ name, firstAt })).sort((a, b) => b.firstAt - a.firstAt);
}
