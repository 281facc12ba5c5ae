import { isLifetimeAllowed, type MemberObstacle } from '@lanyard/core/organizations/organization-policy';
import { formatRepositoryName } from '@lanyard/core/repositories/repository';
import { approvalAsked, isNewForApproval } from '@lanyard/core/reviews/approval';
import { patternsIn, type Reach, reachOf, unusedName } from '@lanyard/core/reviews/reach';
import { holdOn, isApproved, type ReachHold } from '@lanyard/core/reviews/ruling';
import type { RepositoryStanding } from '../../store/records/access/access.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { AlikeRow } from '../../store/records/reviews/access-review.ts';
import type { ReviewedToken } from '../../store/records/reviews/reviewed-token.ts';
import type { Reads } from '../../store/store.ts';
import { factsOf, obstacleOf } from '../registry-tokens/issue-registry-token.ts';
import type { RegistryPrincipal } from '../registry-tokens/registry-principal.ts';

/** Why a token reaches nothing here, whatever its grants are. */
export type HeldBack = MemberObstacle | 'lifetime' | 'disabled';

export interface ReachHere {
  /** What grants, rights and policy give, while nothing holds it back. */
  readonly reach: Reach;
  readonly heldBack: HeldBack | undefined;
  /** What the owners said of it. */
  readonly hold: ReachHold | undefined;
  /** Made before owners had to approve tokens of its kind, and not approved. */
  readonly isFromBeforeApproval: boolean;
}

/** What the tokens of one page may do in the organization now, by the same decision as `/token`. */
export async function reachHere(
  { accessReview, reachRulings, trustedHolders }: Pick<Reads, 'accessReview' | 'reachRulings' | 'trustedHolders'>,
  organization: Organization,
  tokens: readonly ReviewedToken[],
  now: number,
): Promise<readonly ReachHere[]> {
  const asked = new Map<string, Promise<readonly AlikeRow[]>>();
  /** People often have several tokens of equal grants. */
  const alikeOf = ({ ownerId, holder, grants }: ReviewedToken) => {
    const isEverywhere = holder.type === 'organization' || holder.role === 'owner';
    const query = {
      namespace: organization.name,
      accountId: isEverywhere ? null : ownerId,
      patterns: patternsIn(grants, organization.name),
    };
    const key = JSON.stringify(query);
    const rows = asked.get(key) ?? accessReview.alike(query);
    asked.set(key, rows);
    return rows;
  };
  const holders = [...new Set(tokens.map(({ ownerId }) => ownerId))];
  const rulings = Map.groupBy(await reachRulings.ofHolders(organization.id, holders), ({ holderId }) => holderId);
  const trusted = await trustedHolders.among(organization.id, holders);
  return Promise.all(
    tokens.map(async (token) => {
      const said = rulings.get(token.ownerId) ?? [];
      const age = ageHere(organization, token);
      return {
        ...reachOfToken(organization, token, await alikeOf(token), now),
        hold: holdOn(said, token, age === 'new' && !trusted.has(token.ownerId)),
        isFromBeforeApproval: age === 'from-before' && !isApproved(said, token),
      };
    }),
  );
}

/**
 * Whether the policy asks for an approval of this token; undefined where it asks for none of its kind. The organization's
 * own tokens are made by its owners.
 */
export function ageHere(
  { policy, termsStricterSince }: Organization,
  token: ReviewedToken,
): 'new' | 'from-before' | undefined {
  const asked = approvalAsked(policy, termsStricterSince);
  const { type, memberSince } = token.holder;
  if (!asked || type === 'organization' || (token.origin === 'auto' && asked.autoSince === null)) return undefined;
  return isNewForApproval(asked, token, memberSince) ? 'new' : 'from-before';
}

function reachOfToken(
  organization: Organization,
  token: ReviewedToken,
  alike: readonly AlikeRow[],
  now: number,
): Pick<ReachHere, 'reach' | 'heldBack'> {
  const { name: namespace } = organization;
  const { grants } = token;
  const principal = principalOf(token);
  const unused = patternsIn(grants, namespace)
    .filter((pattern) => !isTaken(pattern, namespace, alike))
    .map((pattern) => ({
      example: unusedName(pattern, namespace),
      facts: factsOf(standingOf(organization, token, undefined), principal),
    }));
  const named = alike.map((row) => ({
    example: formatRepositoryName({ namespace, name: row.name }),
    count: row.count,
    facts: factsOf(standingOf(organization, token, row), principal),
  }));
  return {
    reach: reachOf({ grants, alike: named, unused }),
    heldBack: heldBackBy(organization, token, principal, now),
  };
}

/** A whole name that a repository has: no push makes it. */
function isTaken(pattern: string, namespace: string, alike: readonly AlikeRow[]): boolean {
  return !pattern.endsWith('*') && alike.some(({ name }) => formatRepositoryName({ namespace, name }) === pattern);
}

function heldBackBy(
  organization: Organization,
  token: ReviewedToken,
  principal: RegistryPrincipal,
  now: number,
): HeldBack | undefined {
  if (token.holder.disabledAt !== null) return 'disabled';
  const obstacle = obstacleOf(standingOf(organization, token, undefined), principal, now);
  if (obstacle !== undefined) return obstacle;
  return isLifetimeAllowed(organization.policy, token) ? undefined : 'lifetime';
}

/** As if it had just been proven; the secret is not asked for here. */
function principalOf({
  id,
  ownerId,
  description,
  origin,
  createdAt,
  commandLineId,
  widenedAt,
  expiresAt,
  grants,
  holder,
}: ReviewedToken): RegistryPrincipal {
  const { type, name, isAdministrator, disabledAt, hasSecondFactor } = holder;
  return {
    owner: { type, id: ownerId, name, isAdministrator, disabledAt, hasSecondFactor },
    token: { id, description, origin, createdAt, commandLineId, widenedAt, expiresAt },
    grants,
    credential: { type: 'token', id },
  };
}

/** To the repositories of a row; to a name that no repository has, where there is none. */
function standingOf(
  { id, policy, termsStricterSince }: Organization,
  { holder }: ReviewedToken,
  row: AlikeRow | undefined,
): RepositoryStanding {
  const { role, memberSince, singleSignOn, acceptedTerms } = holder;
  const isAsked = acceptedTerms !== null && Object.keys(termsStricterSince).length > 0;
  return {
    namespaceType: 'organization',
    namespaceOwnerId: id,
    repositoryId: row?.name ?? null,
    visibility: row?.visibility ?? null,
    policy,
    role,
    memberSince,
    accountRight: row?.accountRight ?? null,
    teamRight: row?.teamRight ?? null,
    singleSignOn,
    // What an owner said is asked of the records themselves.
    isRuled: false,
    approval: undefined,
    terms: isAsked ? { accepted: acceptedTerms, notices: termsStricterSince } : null,
  };
}
