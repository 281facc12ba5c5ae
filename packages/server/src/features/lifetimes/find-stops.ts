import { type AnnouncedRule, earliestStart, policyAt, stillPending } from '@lanyard/core/lifetimes/announced-rules';
import { type Exemption, exemptUntil } from '@lanyard/core/lifetimes/exemption';
import {
  isShortNotice,
  type StopAhead,
  stopByChange,
  stopsAhead,
  type TokenHere,
  type TokenStop,
  type TokenStopRule,
  tokenHere,
} from '@lanyard/core/lifetimes/token-stops';
import type { StopCandidate } from '../../store/records/lifetimes/stop-facts.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Reads } from '../../store/store.ts';

export type StopReads = Pick<Reads, 'stopFacts' | 'ruleExemptions' | 'passwordUses'>;

/** So few at once that the event loop is free again within some milliseconds, however many there are. */
const TOKENS_AT_ONCE = 500;
const DAY_MILLISECONDS = 86_400_000;
/** Who used a password in so many days would miss it. */
export const PASSWORD_USED_DAYS = 90;

interface Candidate {
  readonly token: StopCandidate;
  readonly here: TokenHere;
}

/** The active tokens of an organization, by holder and id, in chunks. */
async function* candidatesOf(
  { stopFacts, ruleExemptions }: StopReads,
  organization: Organization,
  { now, holder }: { readonly now: number; readonly holder?: string | undefined },
): AsyncGenerator<readonly Candidate[]> {
  const exemptions = Map.groupBy(await ruleExemptions.ofOrganization(organization.id), ({ subjectId }) => subjectId);
  const exemptionsOf = ({ id, ownerId }: StopCandidate): readonly Exemption[] => {
    return [...(exemptions.get(id) ?? []), ...(exemptions.get(ownerId) ?? [])];
  };
  let after: Pick<StopCandidate, 'ownerId' | 'id'> = { ownerId: '', id: '' };
  for (;;) {
    const found = await stopFacts.candidates(organization, { now, holder, after, limit: TOKENS_AT_ONCE });
    yield found.map((token) => {
      return { token, here: tokenHere(token, { ...token, exemptUntil: exemptUntil(exemptionsOf(token)) }) };
    });
    const last = found.at(-1);
    if (!last || found.length < TOKENS_AT_ONCE) return;
    after = last;
  }
}

export interface AskedStop {
  readonly rule: TokenStopRule;
  readonly seconds: number | null;
  readonly bindsFrom: number;
}

export interface FoundStop<Stop extends TokenStop = TokenStop> extends Candidate {
  readonly stop: Stop;
}

/** The tokens that a value of a rule would stop at some time, if it bound from then on, and that the rule does not stop now. */
export async function* stopsOfValue(
  reads: StopReads,
  organization: Organization,
  asked: AskedStop,
  now: number,
): AsyncGenerator<FoundStop<StopAhead>> {
  const policy = policyAt(organization.policy, organization.pendingRules, now);
  for await (const chunk of candidatesOf(reads, organization, { now })) {
    for (const { token, here } of chunk) {
      const stop = stopByChange(policy, asked, here, now);
      if (stop) yield { token, here, stop };
    }
  }
}

/** What stops, or is stopped, by the rules that bind and those that wait: the stops of one chunk of tokens at a time; of those of one holder, if one is named. */
export async function* stopsOfRules(
  reads: StopReads,
  organization: Organization,
  now: number,
  holder?: string,
): AsyncGenerator<readonly FoundStop<StopAhead>[]> {
  const policy = policyAt(organization.policy, organization.pendingRules, now);
  const pending = stillPending(organization.pendingRules, now);
  for await (const chunk of candidatesOf(reads, organization, { now, holder })) {
    yield chunk.flatMap(({ token, here }) => stopsAhead(policy, pending, here).map((stop) => ({ token, here, stop })));
  }
}

/** Somebody whose password would not be accepted any more. */
export interface StoppedPassword {
  readonly id: string;
  readonly name: string;
  readonly lastAt: number;
  readonly stopsAt: number;
}

/** Those who used their password in the organization of late, if it were not accepted from then on. */
export async function stoppedPasswords(
  { passwordUses, ruleExemptions }: StopReads,
  organization: Organization,
  bindsFrom: number,
  now: number,
): Promise<readonly StoppedPassword[]> {
  const users = await passwordUses.since(organization, now - PASSWORD_USED_DAYS * DAY_MILLISECONDS);
  const exemptions = await ruleExemptions.ofOrganization(organization.id);
  const exempt = new Map(
    exemptions.flatMap(({ rule, subjectId, endsAt }) => (rule === 'passwordAtRegistry' ? [[subjectId, endsAt]] : [])),
  );
  return users.map((user) => ({ ...user, stopsAt: Math.max(bindsFrom, exempt.get(user.id) ?? 0) }));
}

/** Whether a stricter value that bound at once would stop anything with less than the shortest notice. */
export async function stopsSoon(
  reads: StopReads,
  organization: Organization,
  { rule, value }: { readonly rule: AnnouncedRule; readonly value: unknown },
  now: number,
): Promise<boolean> {
  if (rule === 'passwordAtRegistry') {
    return (await stoppedPasswords(reads, organization, now, now)).some(({ stopsAt }) => stopsAt < earliestStart(now));
  }
  const seconds = typeof value === 'number' ? value : null;
  for await (const { stop } of stopsOfValue(reads, organization, { rule, seconds, bindsFrom: now }, now)) {
    if (isShortNotice(stop, now)) return true;
  }
  return false;
}
