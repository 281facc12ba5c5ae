import { DomainError } from '@lanyard/core/domain-error';
import type { Membership } from '../../store/records/organizations.ts';

import type { Reads } from '../../store/store.ts';
import type { Caller } from './caller.ts';
import { requireOwnSignIn } from './require-own-sign-in.ts';

/** What these look-ups read: inside a transaction its records, outside the store. */
type OrganizationSource = Pick<Reads, 'organizations'>;

/**
 * The organization and the caller's role in it. One that the caller does not belong to answers like a missing one
 * (R25); the operator stands as an owner everywhere.
 */
export async function requireMembership(reads: OrganizationSource, caller: Caller, name: string): Promise<Membership> {
  requireOwnSignIn(caller);
  const organization = await reads.organizations.byName(name);
  if (!organization) throw missing();
  if (caller.type === 'operator') return { organization, role: 'owner' };
  const role = await reads.organizations.role(organization.id, caller.account.id);
  if (!role) throw missing();
  return { organization, role };
}

/** Errors: `not-found` to strangers, `forbidden` to members. */
export async function requireOwnership(reads: OrganizationSource, caller: Caller, name: string): Promise<Membership> {
  const membership = await requireMembership(reads, caller, name);
  if (membership.role === 'owner') return membership;
  throw new DomainError('forbidden', { reason: 'only an owner of the organization may do this' });
}

function missing(): DomainError {
  return new DomainError('not-found', { what: 'organization' });
}
