import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';
import type { ScimUser, ScimUserState } from '../../store/records/scim-users.ts';
import type { Records } from '../../store/store.ts';
import { requireAccount, requireEmail } from '../access/accounts.ts';
import type { ScimCaller } from '../access/caller.ts';
import { partyOf } from '../access/change.ts';

import { freeAccountName, requireNoAdministrator, requireOwnDomain } from './scim-account.ts';
import { recordScim } from './scim-event.ts';
import { setScimActive } from './set-scim-active.ts';

export interface ScimUserInput {
  readonly userName: string;
  readonly externalId: string | null;
  readonly email: string;
  readonly active: boolean;
}

const TRIES = 5;
const NEW_ACCOUNT = { isAdministrator: false, hasSecondFactor: false } as const;

/**
 * Makes an account without a password and a member of it, or takes on the account that has the e-mail address.
 * Errors: `invalid-input`, `conflict`, `forbidden` for an administrator of the server.
 */
export async function createScimUser(services: Services, caller: ScimCaller, input: ScimUserInput): Promise<ScimUser> {
  const whole = { ...input, email: requireEmail(input.email) };
  for (let count = 1; ; count += 1) {
    try {
      return await services.store.transaction((records) => provision(services, records, caller, whole));
    } catch (error) {
      // Somebody took the name that was free a moment ago.
      if (count === TRIES || !isNameTaken(error)) throw error;
    }
  }
}

function isNameTaken(error: unknown): boolean {
  if (!(error instanceof DomainError) || error.code !== 'conflict') return false;
  return (error as DomainError<'conflict'>).data.field === 'name';
}

async function provision(
  services: Services,
  records: Records,
  caller: ScimCaller,
  input: ScimUserInput,
): Promise<ScimUser> {
  await requireOwnDomain(records, caller, input.email);
  const found = await records.accounts.byEmail(input.email);
  const account = found ? await locked(records, found) : await makeAccount(services, records, caller, input);
  requireNoAdministrator(account);
  const before = await records.scimUsers.ofAccount(account.id);
  const state = await linkedState(services, caller, account, input, before);
  await records.scimUsers.put(state);
  const subject = partyOf('account', account);
  if (found) await recordScim(services, records, caller, { action: 'scim-user.linked', subject });
  await join(services, records, caller, account);
  return setScimActive(services, records, caller, { ...state, account }, input.active);
}

/** As it is now that no other transaction changes it. */
async function locked(records: Records, { id, name }: Account): Promise<Account> {
  await records.accounts.lock(id);
  return requireAccount(records, name);
}

async function linkedState(
  { clock }: Services,
  { organization }: ScimCaller,
  account: Account,
  { userName, externalId }: ScimUserInput,
  before: ScimUserState | undefined,
): Promise<ScimUserState> {
  const isOwn = before?.organizationId === organization.id;
  if (isOwn && before.deletedAt === null) throw alreadyProvisioned();
  const names = { organizationId: organization.id, accountId: account.id, userName, externalId };
  // What another organization's directory disabled stays disabled.
  return { ...names, createdAt: clock.now(), disabledAt: isOwn ? before.disabledAt : null, deletedAt: null };
}

async function makeAccount(
  services: Services,
  records: Records,
  caller: ScimCaller,
  { userName, email }: ScimUserInput,
): Promise<Account> {
  const name = await freeAccountName(records, userName);
  const times = { disabledAt: null, createdAt: services.clock.now() };
  const account = { id: services.random.uuid(), name, email, passwordHash: null, ...NEW_ACCOUNT, ...times };
  await records.accounts.insert(account);
  const details = { action: 'account.created', subject: partyOf('account', account), namespace: name } as const;
  await recordScim(services, records, caller, { ...details, data: { email, isAdministrator: false } });
  return account;
}

async function join(services: Services, records: Records, caller: ScimCaller, account: Account): Promise<void> {
  const { id } = caller.organization;
  if ((await records.organizations.role(id, account.id)) !== undefined) return;
  await records.organizations.putMember(id, account.id, 'member', services.clock.now());
  const subject = partyOf('account', account);
  await recordScim(services, records, caller, { action: 'member.added', subject, data: { role: 'member' } });
}

function alreadyProvisioned(): DomainError {
  return new DomainError('conflict', { reason: 'this user is provisioned already', field: 'userName' });
}
