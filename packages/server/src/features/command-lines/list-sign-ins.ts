import type { Services } from '../../services.ts';
import type { SignIn } from '../../store/records/sign-ins.ts';
import { isSignInAlive } from '../access/authenticate.ts';
import type { AccountCaller } from '../access/caller.ts';
import { requireOwnSignIn } from '../access/permissions.ts';

/** The caller's live command lines, newest first; a token's use counts as a use of its sign-in. Errors: `forbidden`. */
export async function listSignIns(services: Services, caller: AccountCaller): Promise<readonly SignIn[]> {
  requireOwnSignIn(caller);
  const { signIns, tokens } = services.store.read;
  const [found, auto] = await Promise.all([signIns.ofAccount(caller.account.id), tokens.auto(caller.account.id)]);
  const tokenUses = new Map(auto.map(({ id, lastUsedAt }) => [id, lastUsedAt ?? 0]));
  const now = services.clock.now();
  return found
    .map((signIn) => ({ ...signIn, lastUsedAt: Math.max(signIn.lastUsedAt, tokenUses.get(signIn.tokenId ?? '') ?? 0) }))
    .filter((signIn) => isSignInAlive(signIn, now));
}
