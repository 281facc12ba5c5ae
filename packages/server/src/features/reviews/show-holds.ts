import { patternsIn } from '@lanyard/core/reviews/reach';
import { holdOn, type ReachHold } from '@lanyard/core/reviews/ruling';
import type { Services } from '../../services.ts';
import type { AccountCaller } from '../access/caller.ts';
import { look } from '../access/change.ts';
import { requireToken } from '../tokens/show-tokens.ts';

/** An organization in which a token of the caller reaches nothing now, because its owners said so. */
export interface HoldInOrganization {
  readonly organization: string;
  readonly hold: ReachHold;
}

/** For the holder of the token; organizations that its grants do not name are left out. Errors: those of `requireToken`. */
export async function showHolds(
  services: Services,
  caller: AccountCaller,
  id: string,
): Promise<readonly HoldInOrganization[]> {
  const asked = look(services, caller);
  const { token } = await requireToken(asked, { account: caller.account, id });
  const rulings = await asked.records.reachRulings.onAccount(caller.account.id);
  return [...Map.groupBy(rulings, ({ organization }) => organization)].flatMap(([organization, said]) => {
    const hold = patternsIn(token.grants, organization).length === 0 ? undefined : holdOn(said, token);
    return hold ? [{ organization, hold }] : [];
  });
}
