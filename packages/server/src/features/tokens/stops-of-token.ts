import { patternsIn } from '@lanyard/core/access-review/reach';
import { policyAt, stillPending } from '@lanyard/core/lifetimes/announced-rules';
import { exemptUntil } from '@lanyard/core/lifetimes/exemption';
import {
  STOP_WARNING_DAYS,
  type StopAhead,
  stopsAhead,
  TOKEN_STOP_RULES,
  tokenHere,
} from '@lanyard/core/lifetimes/token-stops';
import type { AccessToken } from '@lanyard/core/tokens/access-token';
import type { Services } from '../../services.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Reads } from '../../store/store.ts';
import type { Look } from '../access/change.ts';

const DAY_MILLISECONDS = 86_400_000;
const [LONGEST_WARNING_DAYS] = STOP_WARNING_DAYS;

/** A token, or one that is about to be made. */
export type TokenWithRules = Pick<
  AccessToken,
  'id' | 'ownerId' | 'origin' | 'grants' | 'createdAt' | 'expiresAt' | 'widenedAt' | 'deactivatedAt'
>;

/** Where a rule of an organization stops a token, or will within 30 days. */
export interface TokenStopThere extends Pick<StopAhead, 'rule' | 'seconds' | 'at' | 'isByAge'> {
  readonly organization: string;
}

/**
 * Where rules stop this token, or will within 30 days. Whoever creates, activates or widens a token gets them with the
 * answer, where it has a place for them; `tell-stops-of-token.ts` writes the mail (decision 43).
 */
export async function stopsOfToken(
  { store, clock }: Services,
  token: TokenWithRules,
  withinDays: number = LONGEST_WARNING_DAYS,
): Promise<readonly TokenStopThere[]> {
  const found = await findStopsOfToken({ records: store.read, now: clock.now() }, token, withinDays);
  return found.map(({ organization: { name }, stop: { rule, seconds, at, isByAge } }) => {
    return { organization: name, rule, seconds, at, isByAge };
  });
}

export interface FoundStopOfToken {
  readonly organization: Organization;
  readonly stop: StopAhead;
}

export async function findStopsOfToken(
  { records, now }: Pick<Look, 'records' | 'now'>,
  token: TokenWithRules,
  withinDays: number = LONGEST_WARNING_DAYS,
): Promise<readonly FoundStopOfToken[]> {
  const until = Math.min(token.expiresAt ?? Number.POSITIVE_INFINITY, now + withinDays * DAY_MILLISECONDS);
  if (token.deactivatedAt !== null) return [];
  const found: FoundStopOfToken[] = [];
  for (const { organization, memberSince } of await placesOf(records, token.ownerId)) {
    const { id, name, policy, pendingRules } = organization;
    if (!hasStops(organization) || patternsIn(token.grants, name).length === 0) continue;
    const [rest, exemptions] = await Promise.all([
      records.stopFacts.restOf(organization, token.id),
      records.ruleExemptions.of(id, [token.id, token.ownerId], now),
    ]);
    const here = tokenHere(token, { ...rest, memberSince, exemptUntil: exemptUntil(exemptions) });
    const ahead = stopsAhead(policyAt(policy, pendingRules, now), stillPending(pendingRules, now), here);
    found.push(...ahead.filter(({ at }) => at < until).map((stop) => ({ organization, stop })));
  }
  return found;
}

function hasStops({ policy, pendingRules }: Organization): boolean {
  return TOKEN_STOP_RULES.some((rule) => policy[rule] !== null || pendingRules[rule] !== undefined);
}

interface Place {
  readonly organization: Organization;
  readonly memberSince: number | null;
}

/** The organizations of an account, or the organization that holds the token. */
async function placesOf({ organizations }: Pick<Reads, 'organizations'>, ownerId: string): Promise<readonly Place[]> {
  const own = await organizations.byId(ownerId);
  return own ? [{ organization: own, memberSince: null }] : organizations.ofAccount(ownerId);
}
