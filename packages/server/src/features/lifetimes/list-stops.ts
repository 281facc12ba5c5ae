import { STOP_WARNING_DAYS } from '@lanyard/core/lifetimes/token-stops';
import type { Services } from '../../services.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { AccountCaller, Caller } from '../access/caller.ts';
import { look } from '../access/change.ts';
import { requireOwnership, requireSignedIn } from '../access/permissions.ts';
import type { TokenStopThere } from '../tokens/stops-of-token.ts';
import { type StopReads, stopsOfRules } from './find-stops.ts';

const DAY_MILLISECONDS = 86_400_000;
/** Nobody reads more; those that stop first are shown. */
const STOPS_SHOWN = 200;
const [LONGEST_WARNING_DAYS] = STOP_WARNING_DAYS;

/** Where a token is stopped by a rule, or will be within 30 days. */
export interface ListedStop extends TokenStopThere {
  readonly tokenId: string;
}

/** Of the caller's own tokens, in every organization that the caller belongs to. Errors: `forbidden` to access tokens. */
export async function listOwnStops(services: Services, caller: AccountCaller): Promise<readonly ListedStop[]> {
  requireSignedIn(caller);
  const { records, now } = look(services, caller);
  const memberships = await records.organizations.ofAccount(caller.account.id);
  const found: ListedStop[] = [];
  for (const { organization } of memberships) {
    if (!hasStops(organization)) continue;
    found.push(...(await stopsOf(records, organization, { holder: caller.account.name, now })));
  }
  return soonest(found);
}

/** Of the organization's own tokens. Errors: `not-found` to strangers, `forbidden` to members. */
export async function listOrganizationStops(
  services: Services,
  caller: Caller,
  name: string,
): Promise<readonly ListedStop[]> {
  const { records, now } = look(services, caller);
  const { organization } = await requireOwnership({ records, caller }, name);
  return soonest(await stopsOf(records, organization, { holder: name, now }));
}

function hasStops({ policy, pendingRules }: Organization): boolean {
  const { maximumTokenLifetimeSeconds, tokenUnusedSeconds } = policy;
  return maximumTokenLifetimeSeconds !== null || tokenUnusedSeconds !== null || Object.keys(pendingRules).length > 0;
}

async function stopsOf(
  records: StopReads,
  organization: Organization,
  { holder, now }: { readonly holder: string; readonly now: number },
): Promise<readonly ListedStop[]> {
  const until = now + LONGEST_WARNING_DAYS * DAY_MILLISECONDS;
  const found: ListedStop[] = [];
  for await (const chunk of stopsOfRules(records, organization, now, holder)) {
    const soon = chunk.filter(({ stop }) => stop.at <= until);
    found.push(
      ...soon.map(({ token, stop: { rule, seconds, at, isByAge } }) => {
        return { tokenId: token.id, organization: organization.name, rule, seconds, at, isByAge };
      }),
    );
    if (found.length >= STOPS_SHOWN) return found;
  }
  return found;
}

function soonest(found: readonly ListedStop[]): readonly ListedStop[] {
  return found.toSorted((one, other) => one.at - other.at).slice(0, STOPS_SHOWN);
}
