import type { FoundToken } from '@lanyard/core/scans/token-search';
import { shownPath } from '@lanyard/core/scans/verdict';
import { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Credential } from '../../store/records/access/access.ts';
import type { Layer } from '../../store/records/scans/layers.ts';
import { NOWHERE } from '../access/caller.ts';
import { type Asker, type Change, inNameOf, partyOf, transact } from '../access/change.ts';
import { tokenSubject } from '../tokens/create-token.ts';

/**
 * Ends the access tokens that were found in an image, at once, because anyone who can pull the image has them. The policy
 * of an organization can keep its tokens: then its owners are told once for each layer. Only the holder or the owners get
 * a mail. The person who pushed must not learn which of many texts is a token. Returns the ids of those that still work.
 */
export async function revokeFoundTokens(
  services: Services,
  { digest: layer, report }: Pick<Layer, 'digest' | 'report'>,
  found: readonly FoundToken[],
): Promise<readonly string[]> {
  const told: string[] = [];
  for (const { text, path } of found) {
    const digest = services.digester.digest('token', new Secret(text));
    const credential = await services.store.read.access.credential(digest, undefined);
    if (!credential) continue;
    const place = { layer, path, isTold: report?.toldTokens?.includes(credential.token.id) === true };
    if (await revokeOrTell(services, place, credential)) told.push(credential.token.id);
  }
  return told;
}

interface Place {
  readonly layer: string;
  readonly path: string;
  /** Whether the owners were told of it already. */
  readonly isTold: boolean;
}

/** True if the token still works. */
async function revokeOrTell(services: Services, place: Place, { token, owner }: Credential): Promise<boolean> {
  return transact(services, NOWHERE, async (plain) => {
    const change = inNameOf(plain, partyOf(owner.type, owner), 'scan');
    const { records, now } = change;
    const organization = owner.type === 'organization' ? await records.organizations.lock(owner.id) : undefined;
    if (owner.type === 'account') await records.accounts.lock(owner.id);
    const known = await records.tokens.byId(token.id);
    // A token that is only deactivated could be activated again.
    if (!known || (known.expiresAt !== null && known.expiresAt <= now)) return false;
    const isKept = organization?.policy.deleteFoundTokens === false;
    if (isKept && place.isTold) return true;
    if (!isKept) await revoke(change, place.layer, { token, owner });
    const readers =
      owner.type === 'account' ? [owner.id] : (await records.organizations.owners(owner.id)).map(({ id }) => id);
    const images = await records.imageVerdicts.withLayer(place.layer, 5);
    const facts = {
      token: token.description,
      owner: owner.name,
      path: shownPath(place.path),
      images: images.map(({ repository }) => repository),
      isKept,
    };
    await change.notify('token-in-image', { accounts: readers }, facts);
    return isKept;
  });
}

async function revoke(
  change: Change<Asker>,
  layer: string,
  { token, owner }: Pick<Credential, 'token' | 'owner'>,
): Promise<void> {
  const { records, now } = change;
  await records.tokens.update(token.id, { deletedAt: now, deletedBecause: 'deleted' });
  const login = await records.commandLines.ofToken(token.id);
  if (login) await records.commandLines.end(login.id, now);
  await change.audit('token.deleted', tokenSubject(token, owner.name), { reason: `found in an image: ${layer}` });
}
