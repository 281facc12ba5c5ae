import { changedForgeries } from './changed-forgeries.ts';
import type { Forgery, ForgeryTarget } from './forgery.ts';
import { ownKeyForgeries } from './own-key-forgeries.ts';
import { publicKeyForgeries } from './public-key-forgeries.ts';
import { unsignedForgeries } from './unsigned-forgeries.ts';

/** What anybody can make who has an honest token and all that is public, but no private key. */
export async function forgedTokens(target: ForgeryTarget): Promise<readonly Forgery[]> {
  return [
    ...unsignedForgeries(target),
    ...publicKeyForgeries(target),
    ...(await ownKeyForgeries(target)),
    ...changedForgeries(target),
  ];
}
