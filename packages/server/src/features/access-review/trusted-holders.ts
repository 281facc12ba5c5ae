import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { Page, Paged } from '../../store/paged.ts';
import type { TrustedHolder } from '../../store/records/access-review/trusted-holders.ts';
import type { Caller } from '../access/caller.ts';
import { look, subjectOf, transact } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';

/** The members whose new tokens need no approval. Errors: `not-found` to strangers, `forbidden` to members. */
export async function listTrustedHolders(
  services: Services,
  caller: Caller,
  name: string,
  page: Page,
): Promise<Paged<TrustedHolder & { readonly holder: string }>> {
  const { records } = look(services, caller);
  const { organization } = await requireOwnership({ records, caller }, name);
  return records.trustedHolders.list(organization.id, page);
}

/** What this member makes or made without an approval waits from now on. Errors: those of the list. */
export async function endTrust(services: Services, caller: Caller, name: string, holder: string): Promise<void> {
  await transact(services, caller, async (change) => {
    const { records, audit } = change;
    const { organization } = await requireOwnership(change, name);
    const account = await records.accounts.byName(holder);
    const isEnded = account !== undefined && (await records.trustedHolders.remove(organization.id, account.id));
    if (!account || !isEnded) throw new DomainError('not-found', { what: 'member who is always approved' });
    await audit('member.tokens-trust-ended', subjectOf('account', account, organization.name));
  });
}
