import { NEEDED_DAYS } from '@lanyard/core/access-review/findings';
import { narrowerGrants, USES_LOOKED_THROUGH } from '@lanyard/core/access-review/narrower-grants';
import { isAction } from '@lanyard/core/repositories/repository';
import type { Grant } from '@lanyard/core/tokens/grant';
import type { Services } from '../../services.ts';
import type { AccountCaller } from '../access/caller.ts';
import { look } from '../access/change.ts';
import { requireToken, type WhichToken } from './show-tokens.ts';

const DAY_MILLISECONDS = 86_400_000;

/**
 * Grants that would have been enough for every use of the token in the last 90 days, in any place. Undefined if the
 * token needs all that it has, is too new, has too many uses to read, or is auto-generated. For anyone who may change
 * the token. Errors: those of `requireToken`.
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
