import { requireOrganizationName } from '@lanyard/core/accounts/namespace-name';
import { NO_TERMS } from '@lanyard/core/organizations/member-terms';
import { DEFAULT_POLICY } from '@lanyard/core/organizations/organization-policy';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { Membership } from '../../store/records/organizations/organizations.ts';
import { requireAccount } from '../access/accounts.ts';
import type { Caller } from '../access/caller.ts';
import { type Change, look, subjectOf, transact } from '../access/change.ts';
import { requireMembership, requireSignedIn } from '../access/permissions.ts';
import { requireRoomOf } from '../access/require-room.ts';

export interface CreateOrganizationInput {
  readonly name: string;
  /** The owner, if the operator creates it. Every other caller becomes the owner. */
  readonly ownerName?: string;
}

/** Errors: `invalid-input`, `forbidden`, `conflict`; `not-found` for the owner that the operator names. */
export async function createOrganization(
  services: Services,
  caller: Caller,
  input: CreateOrganizationInput,
): Promise<Membership> {
  requireSignedIn(caller);
  const isAdministrator = caller.type === 'operator' || caller.account.isAdministrator;
  const name = requireOrganizationName(input.name, isAdministrator);
  await requireRoomOf(services, 'organizations-created', caller);
  return transact(services, caller, async (change) => {
    const { records, now, audit } = change;
    const rules = { policy: DEFAULT_POLICY, termsStricterSince: {}, pendingRules: {} };
    const organization = { id: change.newId(), name, ...rules, createdAt: now };
    const owner = await ownerOf(change, input);
    await records.organizations.insert(organization);
    await records.organizations.putMember(organization.id, owner.id, 'owner', now);
    // Whom the operator makes an owner was not asked.
    const acceptedTerms = change.caller.type === 'account' ? NO_TERMS : null;
    if (acceptedTerms) await records.organizations.setAcceptedTerms(organization.id, owner.id, acceptedTerms);
    await audit('organization.created', subjectOf('organization', organization, name), { owner: owner.name });
    return { organization, role: 'owner', acceptedTerms };
  });
}

async function ownerOf({ records, caller }: Change, { ownerName = '' }: CreateOrganizationInput): Promise<Account> {
  return caller.type === 'operator' ? requireAccount(records, ownerName) : caller.account;
}

/** Those that the caller belongs to, by name; all for the operator, who counts as an owner. Errors: `forbidden`. */
export async function listOrganizations(services: Services, caller: Caller): Promise<readonly Membership[]> {
  requireSignedIn(caller);
  const { organizations } = look(services, caller).records;
  if (caller.type === 'account') return organizations.ofAccount(caller.account.id);
  return (await organizations.list()).map((organization) => ({ organization, role: 'owner', acceptedTerms: null }));
}

/** For its members. Errors: `not-found`, `forbidden`. */
export function showOrganization(services: Services, caller: Caller, name: string): Promise<Membership> {
  return requireMembership(look(services, caller), name);
}
