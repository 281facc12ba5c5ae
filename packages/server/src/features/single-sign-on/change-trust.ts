import { CERTIFICATE_WAIT_SECONDS, continuedRoot, type TrustRoot } from '@lanyard/core/single-sign-on/trust-root';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type {
  SingleSignOnConnection,
  SingleSignOnSettings,
} from '../../store/records/single-sign-on/single-sign-on-connections.ts';
import type { Records } from '../../store/store.ts';
import type { Change } from '../access/change.ts';
import { settingsWithRoot, trustRootOf } from './provider.ts';

/** What a change of the connection means for the people who are linked through the provider. */
export interface ChangedTrust {
  /** The settings to store, with the times at which certificates were added. */
  readonly settings: SingleSignOnSettings;
  /** Accounts whose link is now void. */
  readonly voided: readonly string[];
  readonly addedCertificates: number;
  /** Accounts that stay linked, when a certificate was added. */
  readonly warned: readonly string[];
}

/**
 * Makes the organization's links void if the provider is now another one. That includes a new connection, because
 * earlier links came from something else.
 */
export async function changeTrust(
  { records, now }: Change,
  organization: Organization,
  before: SingleSignOnConnection | undefined,
  settings: SingleSignOnSettings,
): Promise<ChangedTrust> {
  const { id } = organization;
  const after = trustRootOf(settings);
  const root = before && continuedRoot(trustRootOf(before.settings), after, now);
  if (!root) {
    const voided = await records.identities.void(id, now);
    await endOfProvider(records, organization, now);
    return { settings: settingsWithRoot(settings, after), voided, addedCertificates: 0, warned: [] };
  }
  const addedCertificates = countAdded(root, now);
  const warned = addedCertificates > 0 ? await records.identities.accountIds(id) : [];
  return { settings: settingsWithRoot(settings, root), voided: [], addedCertificates, warned };
}

/** Sessions and command lines that came through the provider end at their next re-check. */
export async function endOfProvider(
  { sessions, commandLines }: Records,
  { id, policy }: Organization,
  now: number,
): Promise<void> {
  const at = now + policy.signOnRecheckSeconds * 1000;
  await sessions.endOfProvider(id, at);
  await commandLines.endOfProvider({ organizationId: id }, at);
}

function countAdded(root: TrustRoot, now: number): number {
  return root.protocol === 'saml' ? root.certificates.filter(({ addedAt }) => addedAt === now).length : 0;
}

/** Tells the owners, and everybody with such a link. */
export async function tellChangedTrust(
  { records, now, notify }: Change,
  { id, name: organization }: Organization,
  { voided, addedCertificates, warned }: ChangedTrust,
): Promise<void> {
  if (voided.length + warned.length === 0) return;
  const owners = (await records.organizations.owners(id)).map((owner) => owner.id);
  for (const isOwner of [true, false]) {
    const accounts = isOwner ? owners : [...voided, ...warned].filter((account) => !owners.includes(account));
    if (voided.length > 0) {
      await notify('provider-changed', { accounts }, { organization, isOwner, people: voided.length });
    } else {
      const countsFrom = now + CERTIFICATE_WAIT_SECONDS * 1000;
      await notify('certificate-added', { accounts }, { organization, isOwner, count: addedCertificates, countsFrom });
    }
  }
}
