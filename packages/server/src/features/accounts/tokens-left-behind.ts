import type { AccessToken } from '@lanyard/core/tokens/access-token';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Asker, Change } from '../access/change.ts';
import { tokenSubject } from '../tokens/create-token.ts';

/** People who generated an organization's tokens may still have the secrets after they left. */

/** Ends every access token of the organization that this account generated. */
export async function endTokensOf(
  { records, now, audit }: Change<Asker>,
  organization: Organization,
  maker: Account,
): Promise<void> {
  for (const token of await records.tokens.madeBy(maker.name, organization.id)) {
    await records.tokens.update(token.id, { deletedAt: now, deletedBecause: 'deleted' });
    await audit('token.deleted', tokenSubject(token, organization.name), { reason: `${maker.name} was removed` });
  }
}

/** Tells the other owners which tokens a person leaves behind, in one organization or in all of them. */
export async function tellTokensLeftBehind(
  { records, notify }: Pick<Change<Asker>, 'records' | 'notify'>,
  { id: makerId, name: maker }: Pick<Account, 'id' | 'name'>,
  happened: { readonly organization: Organization } | 'disabled',
): Promise<void> {
  const isDisabled = happened === 'disabled';
  if (isDisabled) await tellSecretsEverywhere({ records, notify }, { id: makerId, name: maker });
  const tokens = await records.tokens.madeBy(maker, isDisabled ? undefined : happened.organization.id);
  for (const [organizationId, left] of Map.groupBy(tokens, ({ ownerId }) => ownerId)) {
    const organization = await records.organizations.byId(organizationId);
    if (!organization) continue;
    const owners = (await records.organizations.owners(organizationId)).filter(({ id }) => id !== makerId);
    const accounts = owners.map(({ id }) => id);
    const facts = { organization: organization.name, maker, isDisabled, tokens: left.map(inList) };
    await notify('tokens-left-behind', { accounts }, facts);
  }
}

type Telling = Pick<Change<Asker>, 'records' | 'notify'>;

/** Tells the other owners that somebody who is no longer an owner has seen the secrets of webhooks and of SCIM. */
export async function tellSecretsLeftBehind(
  { records, notify }: Telling,
  { id: organizationId, name: organization }: Organization,
  maker: Pick<Account, 'id' | 'name'>,
  isDisabled = false,
): Promise<void> {
  const webhooks = (await records.webhooks.ofOrganization(organizationId)).map(({ origin }) => origin);
  const hasScimToken = (await records.scimTokens.createdAt(organizationId)) !== undefined;
  if (webhooks.length === 0 && !hasScimToken) return;
  const owners = (await records.organizations.owners(organizationId)).filter(({ id }) => id !== maker.id);
  const facts = { organization, maker: maker.name, isDisabled, webhooks, hasScimToken };
  await notify('secrets-left-behind', { accounts: owners.map(({ id }) => id) }, facts);
}

async function tellSecretsEverywhere(telling: Telling, account: Pick<Account, 'id' | 'name'>): Promise<void> {
  for (const { organization, role } of await telling.records.organizations.ofAccount(account.id))
    if (role === 'owner') await tellSecretsLeftBehind(telling, organization, account, true);
}

function inList({ description, createdAt }: AccessToken): string {
  return `${description} (${new Date(createdAt).toISOString().slice(0, 10)})`;
}
