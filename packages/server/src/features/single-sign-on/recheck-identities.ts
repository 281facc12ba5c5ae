import { DomainError } from '@lanyard/core/domain-error';
import type { ProvenIdentity } from '../../identity/identity-provider.ts';
import type { Services } from '../../services.ts';
import type { Identity } from '../../store/records/identities.ts';
import type { Organization } from '../../store/records/organizations.ts';
import type { SsoConnection } from '../../store/records/sso-connections.ts';
import type { Source } from '../access/caller.ts';
import { changeOf, inNameOf, partyOf } from '../access/change.ts';
import { endAccountAccess } from '../accounts/end-access.ts';
import { replaceTeams } from '../sessions/apply-identity.ts';

import { openRefreshToken, sealRefreshToken } from './refresh-token-seal.ts';

import { recordSignOn } from './sign-on-event.ts';
import { oidcConnection } from './sso-connection.ts';

const BATCH = 50;
/** A provider that does not answer is asked again so soon. */
const RETRY_SECONDS = 60;
const SOURCE: Source = { address: 'localhost', client: 'Lanyard, asking the identity provider again' };

export interface Rechecked {
  readonly checked: number;
  readonly ended: number;
  readonly failed: number;
}

/**
 * Asks every provider whether its people are still there, and in which groups, as often as the organization says (R26,
 * attack 34). Of several nodes one asks about each person.
 */
export async function recheckIdentities(services: Services): Promise<Rechecked> {
  const total = { checked: 0, ended: 0, failed: 0 };
  for (const organization of await services.store.read.organizations.list()) {
    const connection = await services.store.read.ssoConnections.ofOrganization(organization.id);
    if (connection?.settings.protocol !== 'oidc') continue;
    const checkedBefore = services.clock.now() - organization.policy.signOnRecheckSeconds * 1000;
    const due = await services.store.read.identities.toCheck(organization.id, checkedBefore, BATCH);
    for (const identity of due) {
      const outcome = await recheck(services, organization, connection, identity);
      total[outcome] += 1;
      // A provider that is down costs one wait a round, and other organizations nothing more.
      if (outcome === 'failed') break;
    }
  }
  return total;
}

async function recheck(
  services: Services,
  organization: Organization,
  connection: SsoConnection,
  identity: Identity,
): Promise<keyof Rechecked> {
  const now = services.clock.now();
  const isOurs = await services.store.transaction(({ identities }) => identities.claimCheck(identity, now));
  if (!isOurs) return 'checked';
  try {
    const said = await ask(services, organization, connection, identity);
    if (said?.issuer === identity.issuer && said.subject === identity.subject) {
      await keep(services, organization, connection, { ...identity, checkedAt: now }, said);
      return 'checked';
    }
    await endIdentity(services, organization, identity);
    return 'ended';
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await postpone(services, organization, { ...identity, checkedAt: now });
    return 'failed';
  }
}

function ask(
  services: Services,
  organization: Organization,
  { settings, sealedSecret }: SsoConnection,
  { sealedRefreshToken }: Identity,
): Promise<ProvenIdentity | undefined> {
  if (settings.protocol !== 'oidc') return Promise.resolve(undefined);
  const provider = oidcConnection(services, organization, settings, sealedSecret ?? '');
  return services.oidc.recheck(provider, openRefreshToken(services, sealedRefreshToken ?? ''));
}

async function keep(
  services: Services,
  organization: Organization,
  connection: SsoConnection,
  identity: Identity,
  { refreshToken, groups }: ProvenIdentity,
): Promise<void> {
  const sealedRefreshToken = refreshToken ? sealRefreshToken(services, refreshToken) : identity.sealedRefreshToken;
  await services.store.transaction(async (records) => {
    await records.identities.put({ ...identity, sealedRefreshToken });
    const account = await records.accounts.byId(identity.accountId);
    const { issuer, subject } = identity;
    const link = { issuer, subject, groups: groups ?? null, sealedRefreshToken };
    const change = inNameOf(
      changeOf(services, records, SOURCE),
      partyOf('organization', organization),
      'single-sign-on',
    );
    if (account) await replaceTeams(change, { organization, connection, link }, account);
  });
}

/** The provider knows the person no more: signed out here, and its tokens do not reach the organization. */
async function endIdentity(services: Services, organization: Organization, identity: Identity): Promise<void> {
  await services.store.transaction(async (records) => {
    await records.accounts.lock(identity.accountId);
    const account = await records.accounts.byId(identity.accountId);
    if (!account) return;
    await records.identities.put({ ...identity, sealedRefreshToken: null });
    const standing = await records.organizations.signOn(organization.id, account.id);
    const provenAt = standing?.provenAt ?? null;
    await records.organizations.setSignOn(organization.id, account.id, { provenAt, endedAt: services.clock.now() });
    const actor = partyOf('organization', organization);
    const change = inNameOf(changeOf(services, records, SOURCE), actor);
    const ended = { ...(await endAccountAccess(change, account, 'the identity provider ended the sign-in')) };
    await recordSignOn({ services, records, source: SOURCE, organization }, 'identity.ended', account, ended);
  });
}

/** Its time is put back, so that it is due again soon. */
async function postpone(services: Services, { policy }: Organization, identity: Identity): Promise<void> {
  const dueAgain = identity.checkedAt - (policy.signOnRecheckSeconds - RETRY_SECONDS) * 1000;
  await services.store.transaction(({ identities }) => identities.claimCheck(identity, dueAgain));
}
