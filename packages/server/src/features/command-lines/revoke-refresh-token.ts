import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Source } from '../access/caller.ts';
import { changeOf, inNameOf, partyOf } from '../access/change.ts';

import { endSignIn } from './end-sign-in.ts';

/** RFC 7009: ends the sign-in and its auto-generated token. An unknown token is no error, and changes nothing. */
export async function revokeRefreshToken(
  services: Services,
  source: Source,
  clientId: string,
  token: Secret,
): Promise<void> {
  const claims = services.refreshTokens.parse(token);
  if (!claims) return;
  await services.store.transaction(async (records) => {
    const signIn = await records.signIns.lock(claims.signInId);
    const account = signIn && (await records.accounts.byId(signIn.accountId));
    if (!account || signIn.clientId !== clientId) return;
    const change = inNameOf(changeOf(services, records, source), partyOf('account', account));
    await endSignIn(change, account, signIn, { action: 'sign-in.ended', reason: 'signed out' });
  });
}
