import type { Services } from '../../services.ts';
import { administer } from '../access/administer.ts';
import type { Caller } from '../access/caller.ts';
import { subjectOf } from '../access/change.ts';
import { requireAdministrator } from '../access/permissions.ts';

/**
 * Adds a key for SAML. It is in our metadata at once, and signs after a week. The former key stays in the metadata for
 * another week. With `isCompromised` the former keys are deleted at once. Then providers that check our signatures
 * refuse members until they have our new metadata. Errors: `forbidden`.
 */
export async function rotateSamlKey(services: Services, caller: Caller, isCompromised: boolean): Promise<void> {
  requireAdministrator(caller);
  const { all: former } = await services.samlKeys.current();
  const key = await services.samlKeys.make();
  await administer(services, caller, async ({ records, audit }) => {
    if (isCompromised) for (const { id } of former) await records.signingKeys.delete(id);
    await records.signingKeys.insert(key);
    await audit('saml-key.rotated', subjectOf('saml-key', { id: key.id, name: 'SAML' }, null), { isCompromised });
  });
}
