import type { Secret } from '@lanyard/core/secret';
import type { Session } from '../../store/records/sessions/sessions.ts';
import type { AccountCaller } from '../access/caller.ts';
import type { Change } from '../access/change.ts';
import { keepFlow, newFlowSecret } from './flow-state.ts';

/** The session at the identity provider goes on. The person can end it too, in this browser. */
export interface ProviderSignOutOffer {
  /** The organization whose provider it is. */
  readonly organization: string;
  /** The value of a cookie, with which the browser can go to the provider. */
  readonly browser: Secret;
}

/** Undefined if no provider began the session, or if the provider has no address to end it. */
export async function offerProviderSignOut(
  change: Change<AccountCaller>,
  { organizationId, accountId, providerSession: session }: Session,
): Promise<ProviderSignOutOffer | undefined> {
  if (organizationId === null || session === null) return undefined;
  const { organizations, singleSignOnConnections } = change.records;
  const organization = await organizations.byId(organizationId);
  const connection = organization && (await singleSignOnConnections.ofOrganization(organization.id));
  if (!organization || connection?.settings.protocol !== 'saml') return undefined;
  const { logoutUrl, entityId } = connection.settings;
  if (logoutUrl === undefined || entityId !== session.issuer) return undefined;
  const browser = newFlowSecret(change.services);
  const data = { organizationId, connectionId: connection.id, session };
  await keepFlow(change, 'provider-session', browser, { accountId, data });
  return { organization: organization.name, browser };
}
