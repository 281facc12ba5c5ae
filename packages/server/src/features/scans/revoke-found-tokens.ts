import type { FoundToken } from '@lanyard/core/scans/token-search';
import { shownPath } from '@lanyard/core/scans/verdict';
import { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Credential } from '../../store/records/access/access.ts';
import { NOWHERE } from '../access/caller.ts';
import { inNameOf, partyOf, transact } from '../access/change.ts';
import { tokenSubject } from '../tokens/create-token.ts';

/**
 * Ends the access tokens that were found in an image, at once, because anyone who can pull the image has them. Only the
 * holder or the owners get a mail. The person who pushed must not learn which of many texts is a token.
 */
export async function revokeFoundTokens(
  services: Services,
  layer: string,
  found: readonly FoundToken[],
): Promise<void> {
  for (const { text, path } of found) {
    const digest = services.digester.digest('token', new Secret(text));
    const credential = await services.store.read.access.credential(digest, undefined);
    if (credential) await revoke(services, layer, path, credential);
  }
}

async function revoke(services: Services, layer: string, path: string, { token, owner }: Credential): Promise<void> {
  await transact(services, NOWHERE, async (plain) => {
    const change = inNameOf(plain, partyOf(owner.type, owner), 'scan');
    const { records, now } = change;
    if (owner.type === 'account') await records.accounts.lock(owner.id);
    else await records.organizations.lock(owner.id);
    const known = await records.tokens.byId(token.id);
    // A token that is only deactivated could be activated again.
    if (!known || (known.expiresAt !== null && known.expiresAt <= now)) return;
    await records.tokens.update(token.id, { deletedAt: now, deletedBecause: 'deleted' });
    const login = await records.commandLines.ofToken(token.id);
    if (login) await records.commandLines.end(login.id, now);
    await change.audit('token.deleted', tokenSubject(token, owner.name), { reason: `found in an image: ${layer}` });
    const readers =
      owner.type === 'account' ? [owner.id] : (await records.organizations.owners(owner.id)).map(({ id }) => id);
    const images = await records.imageVerdicts.withLayer(layer, 5);
    const facts = {
      token: token.description,
      owner: owner.name,
      path: shownPath(path),
      images: images.map(({ repository }) => repository),
    };
    await change.notify('token-in-image', { accounts: readers }, facts);
  });
}
