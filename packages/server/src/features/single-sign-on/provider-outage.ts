import type { Services } from '../../services.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Source } from '../access/caller.ts';
import { type Change, subjectOf, transact } from '../access/change.ts';
import { byProvider } from '../sessions/apply-identity.ts';
import { type AskedProvider, RECHECK_SOURCE } from './recheck-person.ts';

/**
 * Records that the provider confirmed nobody in a round. This ends nobody's access. When it has lasted as long as the
 * grace, the owners get a mail.
 */
export async function noteOutage(
  services: Services,
  { organization, connection, settings: { issuer } }: AskedProvider,
  cause: string,
): Promise<void> {
  await transact(services, RECHECK_SOURCE, async (change) => {
    const { records, now, notify } = change;
    await records.organizations.lock(organization.id);
    const current = await records.singleSignOnConnections.ofOrganization(organization.id);
    if (current?.id !== connection.id) return;
    const { since, toldAt } = current.outage ?? { since: now, toldAt: null };
    const isNews = toldAt === null && now - since >= services.providerGraceSeconds * 1000;
    const outage = { since, cause, toldAt: isNews ? now : toldAt };
    await records.singleSignOnConnections.setOutage(connection.id, outage);
    if (!isNews) return;
    const subject = subjectOf('organization', organization, organization.name);
    await byProvider(change, organization).audit('sso-connection.failing', subject, { issuer, cause });
    await notify('provider-failing', await ownersOf(change, organization), {
      organization: organization.name,
      issuer,
      cause,
    });
  });
}

/** The provider confirmed somebody again. */
export async function endOutage(
  services: Services,
  { organization, connection, settings: { issuer } }: AskedProvider,
): Promise<void> {
  if (connection.outage === null) return;
  await transact(services, RECHECK_SOURCE, async (change) => {
    const { records, notify } = change;
    await records.organizations.lock(organization.id);
    const current = await records.singleSignOnConnections.ofOrganization(organization.id);
    if (current?.id !== connection.id || current.outage === null) return;
    await records.singleSignOnConnections.setOutage(connection.id, null);
    if (current.outage.toldAt === null) return;
    const subject = subjectOf('organization', organization, organization.name);
    await byProvider(change, organization).audit('sso-connection.recovered', subject, { issuer });
    await notify('provider-recovered', await ownersOf(change, organization), {
      organization: organization.name,
      issuer,
    });
  });
}

async function ownersOf({ records }: Change<Source>, { id }: Organization) {
  return { accounts: (await records.organizations.owners(id)).map((owner) => owner.id) };
}
