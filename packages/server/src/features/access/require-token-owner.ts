import { DomainError } from '@lanyard/core/domain-error';
import type { OrganizationPolicy } from '@lanyard/core/organizations/organization-policy';
import type { Account } from '../../store/records/accounts.ts';
import type { TokenOwner } from '../../store/records/tokens.ts';

import type { Reads } from '../../store/store.ts';
import type { Caller } from './caller.ts';
import { requireOwnership } from './organization-access.ts';
import { requireMayManageTokens } from './require-may-manage-tokens.ts';

/** Whose tokens are meant: those of an account, or of the organization of this name. */
export type WhoseTokens = { readonly account: Account } | { readonly organization: string };

/** The owner of tokens; its name is the namespace in whose log their events stand. */
export interface ManagedOwner extends Pick<TokenOwner, 'type' | 'id' | 'name'> {
  /** Null for an account: what binds its tokens depends on where they are used. */
  readonly policy: OrganizationPolicy | null;
}

/**
 * The owner whose tokens the caller may manage: itself, or an organization that it owns; the operator any.
 * Errors: `forbidden` to access tokens and to members, `not-found` to strangers (R25).
 */
export async function requireTokenOwner(
  reads: Pick<Reads, 'organizations'>,
  caller: Caller,
  whose: WhoseTokens,
): Promise<ManagedOwner> {
  requireMayManageTokens(caller);
  if ('account' in whose) return ownerOfAccount(caller, whose.account);
  const { organization } = await requireOwnership(reads, caller, whose.organization);
  const { id, name, policy } = organization;
  return { type: 'organization', id, name, policy };
}

function ownerOfAccount(caller: Caller, { id, name }: Account): ManagedOwner {
  if (caller.type === 'operator' || caller.account.id === id) return { type: 'account', id, name, policy: null };
  throw new DomainError('not-found', { what: 'account' });
}
