import { exemptUntil } from '@lanyard/core/lifetimes/exemption';
import { mayBeStopped, type TokenStop, tokenHere, tokenStop } from '@lanyard/core/lifetimes/token-stops';
import { parseRepositoryName } from '@lanyard/core/repositories/repository';
import type { RepositoryStanding } from '../../store/records/access/access.ts';
import type { Reads } from '../../store/store.ts';
import type { RegistryPrincipal } from './registry-principal.ts';

type StopReads = Pick<Reads, 'stopFacts' | 'ruleExemptions'>;

/** In the organization of this repository, with the rules as they bind now. */
interface AskedStop {
  readonly fullName: string;
  readonly standing: RepositoryStanding;
  /** Whether the organization asks something of this account; it asks nothing of strangers, who use what is public. */
  readonly isOfPeople: boolean;
  readonly now: number;
}

/** What stops the token. Rare: what it did here is looked up only where a rule could stop it. */
export async function stopHere(
  { stopFacts, ruleExemptions }: StopReads,
  { owner, token }: RegistryPrincipal,
  { fullName, standing, isOfPeople, now }: AskedStop,
): Promise<TokenStop | undefined> {
  const { policy, namespaceOwnerId: id, memberSince } = standing;
  if (!policy || !token || !owner) return undefined;
  const isAsked = isOfPeople || owner.type === 'organization';
  const rules = isAsked ? policy : { ...policy, tokenUnusedSeconds: null };
  if (!mayBeStopped(rules, token, memberSince, now)) return undefined;
  const name = parseRepositoryName(fullName)?.namespace ?? '';
  const [rest, exemptions] = await Promise.all([
    stopFacts.restOf({ id, name }, token.id),
    ruleExemptions.of(id, [token.id, owner.id], now),
  ]);
  return tokenStop(rules, tokenHere(token, { ...rest, memberSince, exemptUntil: exemptUntil(exemptions) }), now);
}

/** Until when the owners let the password of this account in, although the policy does not; null for never. */
export async function passwordExemptUntil(
  { ruleExemptions }: StopReads,
  { owner, token }: RegistryPrincipal,
  { standing: { policy, namespaceOwnerId }, now }: Pick<AskedStop, 'standing' | 'now'>,
): Promise<number | null> {
  if (!policy || policy.passwordAtRegistry || token || !owner) return null;
  const exemptions = await ruleExemptions.of(namespaceOwnerId, [owner.id], now);
  return exemptUntil(exemptions).passwordAtRegistry ?? null;
}
