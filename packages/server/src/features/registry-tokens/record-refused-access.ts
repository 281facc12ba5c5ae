import type { MemberObstacle } from '@lanyard/core/organizations/organization-policy';
import {
  actionsGranted,
  type MissingAccess,
  type RepositoryFacts,
} from '@lanyard/core/registry-tokens/registry-access';
import { type Action, actionsOfRight } from '@lanyard/core/repositories/repository';
import type { ReachHold } from '@lanyard/core/reviews/ruling';
import type { Services } from '../../services.ts';
import type { Source } from '../access/caller.ts';
import { subjectOf } from '../access/change.ts';
import type { RegistryPrincipal } from './registry-principal.ts';

interface AskedFacts extends RepositoryFacts {
  readonly obstacle: MemberObstacle | undefined;
  readonly hold: ReachHold | undefined;
}

interface Refused {
  readonly missing: readonly MissingAccess[];
  readonly repositories: ReadonlyMap<string, AskedFacts>;
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

/** A repository that does not exist and one of somebody else have the same reason (R25). */
function reasonOf({ grants }: RegistryPrincipal, name: string, action: Action, facts: AskedFacts | undefined): string {
  if (facts?.hold) return REASON_OF_HOLD[facts.hold.type];
  if (facts?.obstacle) return REASON_OF_OBSTACLE[facts.obstacle];
  const isPublic = facts?.visibility === 'public';
  if (!actionsGranted(grants, name, isPublic).includes(action)) return 'not-granted';
  const isRightful = actionsOfRight(facts?.right).includes(action) || (isPublic && action === 'pull');
  return isRightful ? 'not-allowed-by-policy' : 'no-right';
}
