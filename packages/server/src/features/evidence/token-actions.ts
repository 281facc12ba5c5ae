import type { OrganizationPolicy } from '@lanyard/core/organizations/organization-policy';
import { actionsAllowedByPolicy, decide } from '@lanyard/core/registry-tokens/registry-access';
import { ACTIONS, type Action, isPatternOfOwner, type RepositoryRight } from '@lanyard/core/repositories/repository';
import type { AccessToken } from '@lanyard/core/tokens/access-token';
import type { Grant } from '@lanyard/core/tokens/grant';
import type { HeldBack } from '../access-review/reach-here.ts';
import type { AccessOfAccounts } from './access-then.ts';
import type { EvidenceScope } from './require-evidence.ts';

/** A token that can reach the repository now, or could at an earlier moment. */
export interface TokenThatCan
  extends Pick<AccessToken, 'id' | 'kind' | 'origin' | 'createdAt' | 'expiresAt' | 'deletedAt'> {
  readonly holder: string;
  readonly holderType: 'account' | 'organization';
  /** Null where the token is also for something else than this namespace (decision 32). */
  readonly description: string | null;
  /** What grants, rights and the policy give. While something holds it back, it gets nothing. */
  readonly actions: readonly Action[];
  readonly isActive: boolean;
  /** What the owners said. */
  readonly hold: 'blocked' | 'refused' | 'waiting' | null;
  /** What the organization asks of its people and does not find; it is not known for an earlier moment. */
  readonly heldBack: HeldBack | null;
}

/** What is known of a repository at the moment that is asked about. */
export interface Moment {
  readonly scope: EvidenceScope;
  readonly visibility: AccessOfAccounts['visibility'];
  /** By the name of the account. */
  readonly rights: ReadonlyMap<string, RepositoryRight>;
  /** Null in an account's namespace. */
  readonly policy: OrganizationPolicy | null;
}

export function momentOf(
  scope: EvidenceScope,
  { visibility, holders }: AccessOfAccounts,
  policy: OrganizationPolicy | null,
): Moment {
  return { scope, visibility, rights: new Map(holders.map(({ name, right }) => [name, right])), policy };
}

interface HeldToken extends Pick<AccessToken, 'origin' | 'grants'> {
  /** The name of the account or organization. */
  readonly holder: string;
}

/** What a token may do with the repository by its grants, the right of its holder and the policy: as `/token` decides. */
export function tokenActions(
  { scope, visibility, rights, policy }: Moment,
  token: HeldToken,
  isStopped: boolean,
): readonly Action[] {
  const { fullName, namespace } = scope;
  const facts = {
    visibility: visibility ?? undefined,
    right: token.holder === namespace ? ('admin' as const) : rights.get(token.holder),
    allowedByPolicy: isStopped ? [] : policy ? actionsAllowedByPolicy(policy, token.origin) : ACTIONS,
  };
  const requested = [{ type: 'repository', resourceClass: undefined, name: fullName, actions: ACTIONS }];
  const input = { requested, grants: token.grants, mayListCatalog: false, facts: new Map([[fullName, facts]]) };
  const granted = decide(input).flatMap(({ actions }) => actions);
  return ACTIONS.filter((action) => granted.includes(action));
}

/** A description is shown only where the token is for nothing else than this namespace (decision 32). */
export function isOnlyFor(namespace: string, grants: readonly Grant[]): boolean {
  return grants.every((grant) => grant.type === 'repository' && isPatternOfOwner(grant.pattern, namespace));
}
