import { DomainError } from '@lanyard/core/domain-error';
import {
  ANNOUNCED_RULES,
  type AnnouncedRule,
  type AskedRules,
  type PendingRules,
  policyAt,
  rulesAfter,
} from '@lanyard/core/lifetimes/announced-rules';
import { stricterRules, termsOfSetter } from '@lanyard/core/organizations/member-terms';
import {
  type OrganizationPolicy,
  requirePolicyValues,
  requirePushWithPull,
} from '@lanyard/core/organizations/organization-policy';
import { isStricterAnnounced, POLICY_RULE_NAMES, policyRule } from '@lanyard/core/organizations/policy-rules';
import { sortActions } from '@lanyard/core/repositories/repository';
import type { Services } from '../../services.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Records } from '../../store/store.ts';
import type { Caller } from '../access/caller.ts';
import { type Change, look, subjectOf, transact } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';
import { stopsSoon } from '../lifetimes/find-stops.ts';
import { issuerOf } from '../single-sign-on/provider.ts';
import { applyDueRules, putRules } from './bind-rules.ts';
import { tellStricterRules } from './tell-stricter-rules.ts';

/** Rules that are left out, or undefined, stay as they are. */
export type PolicyChanges = { readonly [Rule in keyof OrganizationPolicy]?: OrganizationPolicy[Rule] | undefined } & {
  /** When what becomes stricter and stops something is to bind; milliseconds since the epoch. */
  readonly bindsFrom?: number | undefined;
};

/** Others changed the same rules meanwhile. */
const ATTEMPTS = 5;

/**
 * By an owner. In the organization's repositories it applies at once, also to tokens that exist; but what would stop
 * something is announced, and binds on its date (decision 43). An account-wide rule that became stricter is announced to
 * the members, and binds those who accept it. Errors: `not-found`, `forbidden`, `invalid-input`, `conflict`.
 */
export async function changeOrganizationPolicy(
  services: Services,
  caller: Caller,
  name: string,
  { bindsFrom, ...changes }: PolicyChanges,
): Promise<Organization> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const seen = await seenStops(services, caller, name, changes);
    const changed = await transact(services, caller, async (change) => {
      // It locks the organization: the rules are one value, and the second of two changes must begin from what the first
      // made (attack 48).
      const { organization } = await requireOwnership(change, name);
      if (seen && seen.rules !== announcedPart(organization)) return undefined;
      const stopsSoon = (rule: AnnouncedRule) => seen?.stopping.has(rule) ?? true;
      return changeRules(change, await applyDueRules(change, organization), changes, { bindsFrom, stopsSoon });
    });
    if (changed) return changed;
  }
  throw new DomainError('conflict', { reason: 'somebody else changes the same rules at this moment; try again' });
}

async function changeRules(
  change: Change,
  organization: Organization,
  changes: PolicyChanges,
  asked: Pick<AskedRules, 'bindsFrom' | 'stopsSoon'>,
): Promise<Organization> {
  const { policy: before, pendingRules } = organization;
  const wanted = policyWith(before, changes);
  const given = Object.keys(changes).filter((rule) => changes[rule as keyof typeof changes] !== undefined);
  const after = rulesAfter(
    { policy: before, pending: pendingRules },
    { ...asked, changes: Object.fromEntries(given.map((rule) => [rule, wanted[rule as keyof OrganizationPolicy]])) },
    change.now,
  );
  const { policy, pending } = after;
  if (JSON.stringify([before, pendingRules]) === JSON.stringify([policy, pending])) return organization;
  await requirePolicyPossible(change, organization, wanted);
  const changed = await putRules(change, organization, { policy, pendingRules: pending });
  await recordRules(change, organization, changed);
  await acceptOwnRules(change, organization, policyAt(policy, boundNow(pending), change.now));
  await tellStricterRules(change, organization, changed);
  if (IMAGE_RULES.some((rule) => before[rule] !== policy[rule]))
    await change.records.imageRechecks.ask({ namespace: organization.name, repository: '' });
  return changed;
}

/** The rules that are also applied to images that were scanned before. */
const IMAGE_RULES = POLICY_RULE_NAMES.filter((name) => policyRule(name).group === 'images');

/** What waits counts for who set it as if it bound already. */
function boundNow(pending: PendingRules): PendingRules {
  const bound = Object.entries(pending).map(([rule, next]) => [rule, { ...next, bindsFrom: 0, toldAt: 0 }]);
  return Object.fromEntries(bound);
}

async function recordRules({ audit }: Change, before: Organization, after: Organization): Promise<void> {
  const subject = subjectOf('organization', before, before.name);
  const policies = { before: JSON.stringify(before.policy), after: JSON.stringify(after.policy) };
  if (policies.before !== policies.after) await audit('organization.policy-changed', subject, policies);
  for (const rule of ANNOUNCED_RULES) {
    const [was, is] = [before.pendingRules[rule], after.pendingRules[rule]];
    if (is && is !== was) {
      const facts = { rule, value: JSON.stringify(is.value), bindsFrom: is.bindsFrom };
      await audit('organization.rule-announced', subject, facts);
    } else if (was && !is) {
      await audit('organization.rule-withdrawn', subject, { rule, value: JSON.stringify(was.value) });
    }
  }
}

interface SeenStops {
  /** The rules that were looked at. */
  readonly rules: string;
  readonly stopping: ReadonlySet<AnnouncedRule>;
}

/**
 * What the new values would stop within the shortest notice. It looks at every token, so no lock is held meanwhile; undefined
 * where no rule is about that.
 */
async function seenStops(
  services: Services,
  caller: Caller,
  name: string,
  changes: PolicyChanges,
): Promise<SeenStops | undefined> {
  const rules = ANNOUNCED_RULES.filter((rule) => changes[rule] !== undefined);
  if (rules.length === 0) return undefined;
  const { records, now } = look(services, caller);
  const { organization } = await requireOwnership({ records, caller }, name);
  await services.usage.flush();
  const stopping = new Set<AnnouncedRule>();
  for (const rule of rules) {
    const asked = { rule, value: changes[rule] };
    const isStricter = isStricterAnnounced(policyRule(rule), changes[rule], organization.policy[rule]);
    if (isStricter && (await stopsSoon(records, organization, asked, now))) stopping.add(rule);
  }
  return { rules: announcedPart(organization), stopping };
}

function announcedPart({ policy, pendingRules }: Organization): string {
  return JSON.stringify([ANNOUNCED_RULES.map((rule) => policy[rule]), pendingRules]);
}

/** Anyone who sets a stricter rule accepts it by that. */
async function acceptOwnRules(
  { records, caller, audit }: Change,
  { id, name, policy: before }: Organization,
  after: OrganizationPolicy,
): Promise<void> {
  if (caller.type === 'operator' || stricterRules(before, after).length === 0) return;
  const accepted = (await records.organizations.membership(id, caller.account.id))?.acceptedTerms ?? null;
  const terms = termsOfSetter(accepted, before, after);
  if (terms === null) return;
  await records.organizations.setAcceptedTerms(id, caller.account.id, terms);
  await audit('member.terms-accepted', subjectOf('account', caller.account, name), { terms: JSON.stringify(terms) });
}

function policyWith(policy: OrganizationPolicy, changes: PolicyChanges): OrganizationPolicy {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const next: OrganizationPolicy = { ...policy, ...given };
  requirePolicyValues(next);
  requirePushWithPull(policy, next);
  const { tokenActions, autoTokenActions } = next;
  return { ...next, tokenActions: sortActions(tokenActions), autoTokenActions: sortActions(autoTokenActions) };
}

/** Refuses a rule that would lock out the owner who sets it. The operator may set any. Errors: `invalid-input`. */
async function requirePolicyPossible(
  { records, caller }: Change,
  { id, policy }: Organization,
  next: OrganizationPolicy,
): Promise<void> {
  const asksForFactor = next.requireSecondFactor && !policy.requireSecondFactor;
  if (asksForFactor && caller.type === 'account' && !caller.account.hasSecondFactor) {
    throw refused('requireSecondFactor', 'set up a second factor yourself first');
  }
  if (next.requireSingleSignOn && !policy.requireSingleSignOn) await requireTriedSingleSignOn(records, id);
}

async function requireTriedSingleSignOn(
  { singleSignOnConnections, identities, domains }: Records,
  id: string,
): Promise<void> {
  const connection = await singleSignOnConnections.ofOrganization(id);
  if (!connection) throw refused('requireSingleSignOn', 'connect an identity provider first');
  const isProven = (await domains.ofOrganization(id)).some(({ verifiedAt }) => verifiedAt !== null);
  if (!isProven) throw refused('requireSingleSignOn', 'verify an e-mail domain first');
  if ((await identities.countOfOrganization(id, issuerOf(connection.settings))) > 0) return;
  throw refused('requireSingleSignOn', 'have a member sign in at the provider first, to see that it works');
}

function refused(field: keyof OrganizationPolicy, reason: string): DomainError {
  return new DomainError('invalid-input', { field, reason });
}
