import { requireNamespaceName } from '@lanyard/core/accounts/namespace-name';
import { DEFAULT_POLICY } from '@lanyard/core/organizations/organization-policy';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';
import type { Organization } from '../../store/records/organizations.ts';
import type { Records } from '../../store/store.ts';
import { requireAccount } from '../access/accounts.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import type { Caller } from '../access/caller.ts';
import { partyOf } from '../access/change.ts';
import { requireOwnSignIn } from '../access/permissions.ts';

export interface CreateOrganizationInput {
  readonly name: string;
  /** Whom the operator makes its owner; the organization of an account is always its own. */
  readonly ownerName?: string;
}

/** Errors: `invalid-input`, `forbidden`, `conflict`; `not-found` for the operator's owner. */
export async function createOrganization(
  services: Services,
  caller: Caller,
  input: CreateOrganizationInput,
): Promise<Organization> {
  requireOwnSignIn(caller);
  const createdAt = services.clock.now();
  const name = requireNamespaceName(input.name);
  const organization = { id: services.random.uuid(), name, policy: DEFAULT_POLICY, createdAt };
  await services.store.transaction(async (records) => {
    const owner = await ownerOf(records, caller, input);
    await records.organizations.insert(organization);
    await records.organizations.putMember(organization.id, owner.id, 'owner', createdAt);
    const subject = partyOf('organization', organization);
    const details = { action: 'organization.created', subject, namespace: name, data: { owner: owner.name } } as const;
    await records.audit.append(auditEventOf(services, caller, details));
  });
  return organization;
}

async function ownerOf(
  { accounts }: Records,
  caller: Caller,
  { ownerName = '' }: CreateOrganizationInput,
): Promise<Account> {
  return caller.type === 'operator' ? requireAccount({ accounts }, ownerName) : caller.account;
}
