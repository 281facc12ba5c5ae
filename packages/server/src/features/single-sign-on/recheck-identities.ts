import { DomainError } from '@lanyard/core/domain-error';
import type { ProvenIdentity } from '../../identity/identity-provider.ts';
import type { Services } from '../../services.ts';
import type { Identity } from '../../store/records/identities.ts';
import type { Source } from '../access/caller.ts';
import { type Change, inNameOf, partyOf, subjectOf, transact } from '../access/change.ts';
import { endAccountAccess } from '../accounts/end-access.ts';
import { byProvider, replaceTeams } from '../sessions/apply-identity.ts';
import { type ConnectedOrganization, type OidcSettings, oidcConnection, openSecret, sealSecret } from './provider.ts';

/** People asked about in one round, for each organization. */
const BATCH = 50;
/** A provider that does not answer is asked again after this time. */
const RETRY_SECONDS = 60;
const SOURCE: Source = { address: 'localhost', client: 'Lanyard, asking the identity provider again' };

export interface Rechecked {
  readonly checked: number;
  readonly ended: number;
  readonly failed: number;
}

/** An organization whose provider can be asked again, and a person there who is due. */
interface Due extends ConnectedOrganization {
  readonly settings: OidcSettings;
  readonly identity: Identity;
}

/**
 * Asks every provider whether its people are still there, and in which groups, as often as the organization says (R26,
 * attack 34). Of several nodes, one asks about each person.
 */
export async function recheckIdentities(services: Services): Promise<Rechecked> {
  const total = { checked: 0, ended: 0, failed: 0 };
  const { organizations, singleSignOnConnections, identities } = services.store.read;
  for (const organization of await organizations.list()) {
    const connection = await singleSignOnConnections.ofOrganization(organization.id);
    if (connection?.settings.protocol !== 'oidc') continue;
    const { settings } = connection;
    const checkedBefore = services.clock.now() - organization.policy.signOnRecheckSeconds * 1000;
    for (const identity of await identities.toCheck(organization.id, checkedBefore, BATCH)) {
      const outcome = await recheck(services, { organization, connection, settings, identity });
      total[outcome] += 1;
      // A provider that is down costs one wait in a round, and does not delay other organizations further.
      if (outcome === 'failed') break;
    }
  }
  return total;
}

async function recheck(services: Services, due: Due): Promise<keyof Rechecked> {
  const { identity } = due;
  const now = services.clock.now();
  const isOurs = await services.store.transaction(({ identities }) => identities.claimCheck(identity, now));
  if (!isOurs) return 'checked';
  const claimed = { ...due, identity: { ...identity, checkedAt: now } };
  try {
    const said = await ask(services, claimed);
    if (said?.issuer === identity.issuer && said.subject === identity.subject) {
      await transact(services, SOURCE, (change) => keep(change, claimed, said));
      return 'checked';
    }
    await transact(services, SOURCE, (change) => endIdentity(change, claimed));
    return 'ended';
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await postpone(services, claimed);
    return 'failed';
  }
}

/** Undefined where the provider no longer knows the person. */
function ask(
  services: Services,
  { organization, settings, connection, identity }: Due,
): Promise<ProvenIdentity | undefined> {
  const provider = oidcConnection(services, organization, settings, connection.sealedSecret ?? '');
  const refreshToken = openSecret(services, 'provider refresh token', identity.sealedRefreshToken ?? '');
  return services.oidc.recheck(provider, refreshToken);
}

async function keep(
  change: Change<Source>,
  { organization, connection, identity }: Due,
  { refreshToken, groups }: ProvenIdentity,
): Promise<void> {
  const { records, services } = change;
  const sealedRefreshToken = refreshToken
    ? sealSecret(services, 'provider refresh token', refreshToken)
    : identity.sealedRefreshToken;
  // An owner may have disconnected the person meanwhile.
  if (!(await records.identities.setRefreshToken(identity, sealedRefreshToken))) return;
  const account = await records.accounts.byId(identity.accountId);
  if (!account) return;
  const { issuer, subject } = identity;
  const link = { issuer, subject, groups: groups ?? null, sealedRefreshToken };
  await replaceTeams(byProvider(change, organization), { organization, connection, link }, account);
}

/** Ends what the account is signed in with here. From now on its tokens do not reach the organization. */
async function endIdentity(change: Change<Source>, { organization, identity }: Due): Promise<void> {
  const { records, now } = change;
  await records.accounts.lock(identity.accountId);
  const account = await records.accounts.byId(identity.accountId);
  if (!account) return;
  await records.identities.setRefreshToken(identity, null);
  const before = await records.organizations.singleSignOn(organization.id, account.id);
  await records.organizations.setSingleSignOn(organization.id, account.id, {
    provenAt: before?.provenAt ?? null,
    endedAt: now,
  });
  const byOrganization = inNameOf(change, partyOf('organization', organization));
  const ended = await endAccountAccess(byOrganization, account, 'the identity provider ended the sign-in');
  const subject = subjectOf('account', account, organization.name);
  await byProvider(change, organization).audit('identity.ended', subject, { ...ended });
}

/** Puts its time back, so that it is due again soon. */
async function postpone(services: Services, { organization, identity }: Due): Promise<void> {
  const dueAgain = identity.checkedAt - (organization.policy.signOnRecheckSeconds - RETRY_SECONDS) * 1000;
  await services.store.transaction(({ identities }) => identities.claimCheck(identity, dueAgain));
}
