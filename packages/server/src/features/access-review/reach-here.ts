import { approvalAsked, isNewForApproval } from '@lanyard/core/access-review/approval';
import { patternsIn, type Reach, reachOf, unusedName } from '@lanyard/core/access-review/reach';
import { holdOn, isApproved, type ReachHold } from '@lanyard/core/access-review/ruling';
import { policyAt } from '@lanyard/core/lifetimes/announced-rules';
import { exemptUntil } from '@lanyard/core/lifetimes/exemption';
import { type TokenStop, tokenHere, tokenStop } from '@lanyard/core/lifetimes/token-stops';
import type { MemberObstacle } from '@lanyard/core/organizations/organization-policy';
import type { RepositoryFacts } from '@lanyard/core/registry-tokens/registry-access';
import { formatRepositoryName, governsRepositories } from '@lanyard/core/repositories/repository';
import type { RepositoryStanding } from '../../store/records/access/access.ts';
import type { AlikeRow } from '../../store/records/access-review/access-review.ts';
import type { ReviewedToken } from '../../store/records/access-review/reviewed-token.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Reads } from '../../store/store.ts';
import { factsOf, obstacleOf } from '../registry-tokens/issue-registry-token.ts';
import type { RegistryPrincipal } from '../registry-tokens/registry-principal.ts';

/** Why a token reaches nothing here, whatever its grants are. */
export type HeldBack = MemberObstacle | 'lifetime' | 'unused' | 'disabled';

export interface ReachHere {
  /** What grants, rights and policy give, while nothing holds it back. */
  readonly reach: Reach;
  readonly heldBack: HeldBack | undefined;
  /** The rule that stops it, whatever else holds it back. */
  readonly stop: TokenStop | undefined;
  /** What the owners said of it. */
  readonly hold: ReachHold | undefined;
  /** Made before owners had to approve tokens of its kind, and not approved. */
  readonly isFromBeforeApproval: boolean;
}

export type ReachReads = Pick<
  Reads,
  'accessReview' | 'reachRulings' | 'trustedHolders' | 'stopFacts' | 'ruleExemptions'
>;

/** What the tokens of one page may do in the organization now, by the same decision as `/token`. */
export async function reachHere(
  { accessReview, reachRulings, trustedHolders, ...reads }: ReachReads,
  kept: Organization,
  tokens: readonly ReviewedToken[],
  now: number,
): Promise<readonly ReachHere[]> {
  const organization = { ...kept, policy: policyAt(kept.policy, kept.pendingRules, now) };
  const asked = new Map<string, Promise<readonly AlikeRow[]>>();
  /** People often have several tokens of equal grants. */
  const alikeOf = ({ ownerId, holder, grants }: ReviewedToken) => {
    const isEverywhere = holder.type === 'organization' || governsRepositories(holder.role);
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
  const stops = await stopsHere(reads, organization, tokens, now);
  return Promise.all(
    tokens.map(async (token) => {
      const said = rulings.get(token.ownerId) ?? [];
      const age = ageHere(organization, token);
      return {
        reach: reachOfToken(organization, token, await alikeOf(token), stops.get(token.id)),
        heldBack: heldBackBy(organization, token, stops.get(token.id), now),
        stop: stops.get(token.id),
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
  stop: TokenStop | undefined,
): Reach {
  const { name: namespace } = organization;
  const { grants } = token;
  const principal = principalOf(token);
  const unused = patternsIn(grants, namespace)
    .filter((pattern) => !isTaken(pattern, namespace, alike))
    .map((pattern) => ({
      example: unusedName(pattern, namespace),
      facts: factsUnless(stop, factsOf(standingOf(organization, token, undefined), principal)),
    }));
  const named = alike.map((row) => ({
    example: formatRepositoryName({ namespace, name: row.name }),
    count: row.count,
    facts: factsUnless(stop, factsOf(standingOf(organization, token, row), principal)),
  }));
  return reachOf({ grants, alike: named, unused });
}

/** A whole name that a repository has: no push makes it. */
function isTaken(pattern: string, namespace: string, alike: readonly AlikeRow[]): boolean {
  return !pattern.endsWith('*') && alike.some(({ name }) => formatRepositoryName({ namespace, name }) === pattern);
}

function heldBackBy(
  organization: Organization,
  token: ReviewedToken,
  stop: TokenStop | undefined,
  now: number,
): HeldBack | undefined {
  if (token.holder.disabledAt !== null) return 'disabled';
  const obstacle = obstacleOf(standingOf(organization, token, undefined), principalOf(token), now, null);
  if (obstacle !== undefined) return obstacle;
  return stop && HELD_BACK_BY[stop.rule];
}

const HELD_BACK_BY = {
  maximumTokenLifetimeSeconds: 'lifetime',
  tokenUnusedSeconds: 'unused',
} as const satisfies Readonly<Record<TokenStop['rule'], HeldBack>>;

/** What stops the tokens of a page; those that nothing stops are left out. */
async function stopsHere(
  { stopFacts, ruleExemptions }: Pick<Reads, 'stopFacts' | 'ruleExemptions'>,
  { id, policy }: Organization,
  tokens: readonly ReviewedToken[],
  now: number,
): Promise<ReadonlyMap<string, TokenStop>> {
  const ids = tokens.map((token) => token.id);
  const subjects = new Set([...ids, ...tokens.map(({ ownerId }) => ownerId)]);
  const letIn = await stopFacts.letIn(id, ids);
  const exemptions = Map.groupBy(await ruleExemptions.of(id, [...subjects], now), ({ subjectId }) => subjectId);
  return new Map(
    tokens.flatMap((token) => {
      const exempt = [...(exemptions.get(token.id) ?? []), ...(exemptions.get(token.ownerId) ?? [])];
      const { memberSince } = token.holder;
      const times = { lastUsedAt: token.lastUse?.at ?? null, letInAt: letIn.get(token.id) ?? null, memberSince };
      const stop = tokenStop(policy, tokenHere(token, { ...times, exemptUntil: exemptUntil(exempt) }), now);
      return stop ? [[token.id, stop] as const] : [];
    }),
  );
}

function factsUnless(stop: TokenStop | undefined, facts: RepositoryFacts): RepositoryFacts {
  return stop ? { ...facts, allowedByPolicy: [] } : facts;
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
    pendingRules: undefined,
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
