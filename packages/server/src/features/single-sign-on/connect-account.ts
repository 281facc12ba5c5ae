import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { Notice } from '../../store/records/notices/notices.ts';
import { lockProvenAccount, requireAccountById } from '../access/accounts.ts';
import type { AskedMail } from '../access/asked-mail.ts';
import { authenticatePassword } from '../access/authenticate-password.ts';
import type { Caller, Source } from '../access/caller.ts';
import { type Change, subjectOf, transact } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';
import {
  findFlow,
  flowDigest,
  keepFlow,
  type LoginProgress,
  loginOver,
  newFlowSecret,
  replaceFlow,
  takeFlow,
} from '../sessions/flow-state.ts';
import { advanceLogin, type LoginOutcome, lockOrganizationOf } from '../sessions/sign-in.ts';

/** The person has an account here that is not linked, or whose link is void. The account must prove itself once. */
export type ConnectToAccount =
  | { readonly type: 'connect'; readonly login: Secret }
  /** `account` is the receiver of a mail with a code. */
  | { readonly type: 'connect-by-mail'; readonly login: Secret; readonly account: Account };

/** Stores the sign-in until the account has given this proof. */
export async function askForProof(
  change: Change<Source>,
  account: Account,
  { proof, progress }: { readonly proof: 'password' | 'mail'; readonly progress: LoginProgress },
): Promise<ConnectToAccount> {
  const login = newFlowSecret(change.services);
  const accountId = account.id;
  if (proof === 'password') {
    await keepFlow(change, 'connect', login, { accountId, data: progress });
    return { type: 'connect', login };
  }
  await keepFlow(change, 'connect-by-mail', login, { accountId, data: { ...progress, codeDigest: null } });
  return { type: 'connect-by-mail', login, account };
}

/**
 * The link of the mail works only in the browser that signed in at the provider. So a person who reads the mail cannot
 * use it alone, and a person who opens it by mistake signs in nobody else. Errors: `conflict` without a mail server,
 * `too-many-attempts`.
 */
export async function mailConnectCode(
  services: Services,
  source: Source,
  { account, login }: Extract<ConnectToAccount, { type: 'connect-by-mail' }>,
  organization: string,
): Promise<void> {
  const { mailer, mailLimit } = services;
  if (!mailer) throw new DomainError('conflict', { reason: 'this server sends no mail; ask an administrator' });
  const retryAfterSeconds = await mailLimit.countReceiver('connection-code', account.id);
  if (retryAfterSeconds !== undefined) throw new DomainError('too-many-attempts', { retryAfterSeconds });
  const facts = { organization, flow: flowDigest(services, login) };
  await transact(services, source, ({ notify }) => notify('connection-code', { accounts: [account.id] }, facts));
}

/** Makes the code for the flow that waits for it. */
export async function prepareConnection(services: Services, notice: Notice): Promise<AskedMail | undefined> {
  const account = await services.store.read.accounts.byId(notice.recipient);
  if (account?.disabledAt !== null) return undefined;
  const code = newFlowSecret(services);
  const isWaiting = await putCode(services, String(notice.facts.flow), code);
  if (!isWaiting) return undefined;
  // The code is in the fragment, which browsers do not send, so no log, proxy or referrer gets it.
  const link = new Secret(`${services.publicUrl}/sign-in?step=connect-by-mail#code=${code.reveal()}`);
  return { to: account.email, accountName: account.name, link };
}

/** False if the flow has ended. */
function putCode(services: Services, digest: string, code: Secret): Promise<boolean> {
  const now = services.clock.now();
  return services.store.transaction((records) =>
    replaceFlow({ services, records, now }, 'connect-by-mail', digest, (data) => {
      return { ...data, codeDigest: flowDigest(services, code) };
    }),
  );
}

interface Connecting {
  /** The secret that `askForProof` returned. */
  readonly login: Secret;
  /** The cookie of the session that the browser already has. */
  readonly previous: Secret | undefined;
}

/**
 * Checks the password of the account. The account is linked to the person at the provider when the sign-in is complete,
 * including a second factor. Errors: `login-over`, those of `authenticatePassword` and `advanceLogin`.
 */
export async function connectAccount(
  services: Services,
  source: Source,
  input: Connecting & { readonly password: Secret },
): Promise<LoginOutcome> {
  const flow = await findFlow(services, 'connect', input.login);
  const account = flow?.data.link && (await services.store.read.accounts.byId(flow.accountId ?? ''));
  if (!account) throw loginOver();
  // By its name. An e-mail address of this domain would be refused, because its owner must use single sign-on.
  const proven = await authenticatePassword(services, source, {
    identifier: account.name,
    password: input.password,
    startsSession: true,
  });
  return transact(services, source, async (change) => {
    const taken = await takeFlow(change, 'connect', input.login);
    if (!taken) throw loginOver();
    await lockOrganizationOf(change, taken.data);
    await lockProvenAccount(change.records, proven);
    const progress = { ...taken.data, proofs: [...taken.data.proofs, 'password'] as const };
    return advanceLogin(change, proven, progress, input.previous);
  });
}

/**
 * Checks the code of the mail, in the browser in which the sign-in began. Errors: `login-over`, those of
 * `advanceLogin`.
 */
export async function connectByMail(
  services: Services,
  source: Source,
  input: Connecting & { readonly code: Secret },
): Promise<LoginOutcome> {
  const flow = await findFlow(services, 'connect-by-mail', input.login);
  if (flow?.data.codeDigest !== flowDigest(services, input.code)) throw loginOver();
  return transact(services, source, async (change) => {
    const taken = await takeFlow(change, 'connect-by-mail', input.login);
    if (!taken) throw loginOver();
    const { codeDigest: _, ...progress } = taken.data;
    return advanceLogin(
      change,
      await requireAccountById(change.records, taken.accountId ?? ''),
      progress,
      input.previous,
    );
  });
}

/**
 * For an owner: unlinks the account from its person at the provider, when the person has another identity there now.
 * The link becomes void but is not deleted, so the next sign-in must prove the account. Errors: `not-found`,
 * `forbidden`.
 */
export async function unlinkIdentity(
  services: Services,
  caller: Caller,
  organizationName: string,
  accountName: string,
): Promise<void> {
  await transact(services, caller, async (change) => {
    const { records, now, audit } = change;
    const { organization } = await requireOwnership(change, organizationName);
    const account = await records.accounts.byName(accountName);
    const identity = account && (await records.identities.ofAccount(organization.id, account.id));
    // The same answer as for a name without an account. Any account can own an organization, and must not learn which
    // names exist (R25).
    if (!account || identity?.voidedAt !== null) throw new DomainError('not-found', { what: 'identity' });
    await records.identities.void(organization.id, now, account.id);
    await records.sessions.deleteOfProvider(organization.id, account.id);
    await records.commandLines.endOfProvider({ organizationId: organization.id, accountId: account.id }, now);
    const { issuer, subject } = identity;
    await audit('identity.unlinked', subjectOf('account', account, organization.name), { issuer, subject });
  });
}
