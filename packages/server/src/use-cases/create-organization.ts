import { DEFAULT_POLICY } from '@lanyard/core/organization-policy';
import type { Caller } from '../ports/caller.ts';
import type { Account, Organization } from '../ports/records.ts';
import type { Services } from '../ports/services.ts';
import type { Records } from '../ports/store.ts';
import { auditEventOf } from './audit-event-of.ts';
import { partyOf } from './party-of.ts';
import { requireAccount } from './require-account.ts';
import { requireNamespaceName } from './require-namespace-name.ts';
import { requireOwnSignIn } from './require-own-sign-in.ts';

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
  return caller.type === 'operator' ? requireAccount(accounts, ownerName) : caller.account;
}
