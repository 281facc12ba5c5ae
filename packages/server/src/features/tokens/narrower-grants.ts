import { isAction } from '@lanyard/core/repositories/repository';
import { NEEDED_DAYS } from '@lanyard/core/reviews/findings';
import { narrowerGrants, USES_LOOKED_THROUGH } from '@lanyard/core/reviews/narrower-grants';
import type { Grant } from '@lanyard/core/tokens/grant';
import type { Services } from '../../services.ts';
import type { AccountCaller } from '../access/caller.ts';
import { look } from '../access/change.ts';
import { requireToken, type WhichToken } from './show-tokens.ts';

const DAY_MILLISECONDS = 86_400_000;

/**
 * Grants that would have been enough for all that the token did in the last 90 days, wherever it did it; undefined where it
 * needs what it has, is too new to tell, does too much to look through, or is auto-generated. For whoever may change it.
 * Errors: those of `requireToken`.
 */
export async function showNarrowerGrants(
  services: Services,
  caller: AccountCaller,
  which: WhichToken,
): Promise<readonly Grant[] | undefined> {
  const asked = look(services, caller);
  const { token } = await requireToken(asked, which);
  const { records, now } = asked;
  const from = now - NEEDED_DAYS * DAY_MILLISECONDS;
  // The next sign-in of the command line would undo it.
  if (token.origin === 'auto' || (token.widenedAt ?? token.createdAt) > from) return undefined;
  const uses = await records.usage.repositoriesOf(token.id, from - (from % DAY_MILLISECONDS), USES_LOOKED_THROUGH);
  if (!uses) return undefined;
  const done = uses.map(({ repository, actions }) => ({ repository, actions: actions.split(',').filter(isAction) }));
  return narrowerGrants(token.grants, done);
}
