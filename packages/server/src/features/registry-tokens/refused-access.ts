import type { ReachHold } from '@lanyard/core/access-review/ruling';
import { DomainError } from '@lanyard/core/domain-error';
import { policyRefusal } from '@lanyard/core/lifetimes/policy-refusal';
import type { TokenStop } from '@lanyard/core/lifetimes/token-stops';
import type { MemberObstacle } from '@lanyard/core/organizations/organization-policy';
import {
  actionsGranted,
  decide,
  type MissingAccess,
  type RegistryScope,
  type RepositoryFacts,
} from '@lanyard/core/registry-tokens/registry-access';
import {
  ACTIONS,
  type Action,
  actionsOfRight,
  isAction,
  parseRepositoryName,
} from '@lanyard/core/repositories/repository';
import type { Services } from '../../services.ts';
import type { RepositoryStanding } from '../../store/records/access/access.ts';
import type { Source } from '../access/caller.ts';
import { subjectOf } from '../access/change.ts';
import type { RegistryPrincipal } from './registry-principal.ts';

interface AskedFacts extends RepositoryFacts {
  readonly obstacle: MemberObstacle | undefined;
  readonly hold: ReachHold | undefined;
  readonly stop: TokenStop | undefined;
  readonly standing: Pick<RepositoryStanding, 'policy'>;
}

/** By full name. */
type AskedRepositories = ReadonlyMap<string, AskedFacts>;

interface Refused {
  readonly missing: readonly MissingAccess[];
  readonly repositories: AskedRepositories;
}

/**
 * Many clients show no reason, and the answer has none: it is a token with fewer actions. So the owner of the access token
 * finds in its history what was asked for and not given, and why.
 */
export function recordRefusedAccess(
  { refusals }: Services,
  { address, client }: Source,
  principal: RegistryPrincipal,
  { missing, repositories }: Refused,
): void {
  const { owner, token } = principal;
  if (!owner || !token) return;
  for (const { name, actions } of missing) {
    const [first] = actions;
    if (first === undefined) continue;
    const subject = subjectOf('token', { id: token.id, name: token.description }, owner.name);
    const reason = reasonOf(principal, name, first, repositories.get(name));
    refusals.record({
      action: 'token.refused',
      address,
      client,
      subject,
      reason,
      access: `${name}:${actions.join(',')}`,
    });
  }
}

const REASON_OF_OBSTACLE: Readonly<Record<MemberObstacle, string>> = {
  terms: 'terms-not-accepted',
  password: 'password-not-accepted',
  'second-factor': 'second-factor-required',
  'single-sign-on': 'sign-on-required-for-token',
};

const REASON_OF_HOLD: Readonly<Record<ReachHold['type'], string>> = {
  blocked: 'token-blocked-here',
  refused: 'token-refused-here',
  waiting: 'token-waits-for-approval',
};

const REASON_OF_STOP: Readonly<Record<TokenStop['rule'], string>> = {
  maximumTokenLifetimeSeconds: 'token-lives-too-long-here',
  tokenUnusedSeconds: 'token-unused-here',
};

/** A missing repository and another person's repository have the same reason (R25). */
function reasonOf({ grants }: RegistryPrincipal, name: string, action: Action, facts: AskedFacts | undefined): string {
  if (facts?.hold) return REASON_OF_HOLD[facts.hold.type];
  if (facts?.obstacle) return REASON_OF_OBSTACLE[facts.obstacle];
  if (facts?.stop) return REASON_OF_STOP[facts.stop.rule];
  const isPublic = facts?.visibility === 'public';
  if (!actionsGranted(grants, name, isPublic).includes(action)) return 'not-granted';
  const isRightful = actionsOfRight(facts?.right).includes(action) || (isPublic && action === 'pull');
  return isRightful ? 'not-allowed-by-policy' : 'no-right';
}

/** Where nothing is granted because of what an organization asks of its members or said of a token, the answer says so: docker shows it. */
export function requireNoObstacle(
  principal: RegistryPrincipal,
  requested: readonly RegistryScope[],
  repositories: AskedRepositories,
): void {
  for (const [name, { obstacle, hold }] of repositories) {
    const organization = parseRepositoryName(name)?.namespace ?? '';
    if (hold) throw faultOfHold(organization, hold);
    if (obstacle === 'terms') throw new DomainError('terms-not-accepted', { organization });
    if (obstacle === 'password') throw new DomainError('password-not-accepted', { why: 'policy' });
    if (obstacle === 'second-factor') throw new DomainError('second-factor-required', { organization });
    if (obstacle === 'single-sign-on') throw new DomainError('sign-on-required-for-token', { organization });
  }
  requireAllowedByPolicy(principal, requested, repositories);
}

/** Only of what rights and grants would give: of the rest the policy is nobody's business. */
function requireAllowedByPolicy(
  { grants, token }: RegistryPrincipal,
  requested: readonly RegistryScope[],
  repositories: AskedRepositories,
): void {
  if (!token) return;
  const facts = new Map([...repositories].map(([name, one]) => [name, { ...one, allowedByPolicy: ACTIONS }]));
  for (const { name, actions } of decide({ requested, grants, mayListCatalog: false, facts })) {
    const { standing, stop } = repositories.get(name) ?? {};
    const refusal = standing?.policy && policyRefusal(standing.policy, token.origin, actions.filter(isAction), stop);
    const organization = parseRepositoryName(name)?.namespace ?? '';
    if (refusal) throw new DomainError('token-refused-by-policy', { organization, ...refusal });
  }
}

function faultOfHold(organization: string, hold: ReachHold): DomainError {
  if (hold.type === 'waiting')
    return new DomainError('token-waits-for-approval', { organization, because: hold.because });
  const said = { organization, reason: hold.reason, at: hold.at };
  return hold.type === 'blocked'
    ? new DomainError('token-blocked-here', said)
    : new DomainError('token-refused-here', said);
}
