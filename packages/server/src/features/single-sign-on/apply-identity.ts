import type { Account } from '../../store/records/accounts.ts';
import type { Identity } from '../../store/records/identities.ts';

import { replaceTeams } from './replace-teams.ts';
import { recordSignOn, type SignOn } from './sign-on-event.ts';

/** Keeps who the account is at the provider, makes it a member, and its teams what the provider's groups say. */
export async function applyIdentity(signOn: SignOn, account: Account): Promise<void> {
  const { services, records, organization } = signOn;
  const now = services.clock.now();
  await linkIdentity(signOn, account, now);
  await join(signOn, account, now);
  await records.organizations.setSignOn(organization.id, account.id, { provenAt: now, endedAt: null });
  await replaceTeams(signOn, account);
}

async function linkIdentity(signOn: SignOn, account: Account, now: number): Promise<void> {
  const { records, organization, link } = signOn;
  const { issuer, subject, sealedRefreshToken } = link;
  const before = await records.identities.bySubject(organization.id, issuer, subject);
  const kept: Identity = {
    organizationId: organization.id,
    issuer,
    subject,
    accountId: account.id,
    createdAt: before?.createdAt ?? now,
    provenAt: now,
    checkedAt: now,
    // A provider that gives a refresh token at the first consent alone leaves the one that it gave.
    sealedRefreshToken: sealedRefreshToken ?? before?.sealedRefreshToken ?? null,
  };
  await records.identities.put(kept);
  if (!before) await recordSignOn(signOn, 'identity.linked', account, { issuer, subject });
}

async function join(signOn: SignOn, account: Account, now: number): Promise<void> {
  const { records, organization } = signOn;
  if ((await records.organizations.role(organization.id, account.id)) !== undefined) return;
  await records.organizations.putMember(organization.id, account.id, 'member', now);
  await recordSignOn(signOn, 'member.added', account, { role: 'member' });
}
