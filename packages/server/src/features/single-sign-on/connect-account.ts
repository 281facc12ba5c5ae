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

/** The person has an account here that is not connected, or whose link is void: it must prove itself once. */
export type ConnectToAccount =
  | { readonly type: 'connect'; readonly login: Secret }
  /** `account` is whom a mail with a code goes to. */
  | { readonly type: 'connect-by-mail'; readonly login: Secret; readonly account: Account };

/** Keeps the sign-in until the account has proven itself by this. */
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
 * The link counts in the browser that signed in at the provider, and in no other: anyone who reads the mail cannot use it alone,
 * and a person who opens it by mistake lets nobody in. Errors: `conflict` without a mail server, `too-many-attempts`.
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

/** A code for the flow, which waits for it. */
export async function prepareConnection(services: Services, notice: Notice): Promise<AskedMail | undefined> {
  const account = await services.store.read.accounts.byId(notice.recipient);
  if (account?.disabledAt !== null) return undefined;
  const code = newFlowSecret(services);
  const isWaiting = await putCode(services, String(notice.facts.flow), code);
  if (!isWaiting) return undefined;
  // The code is in the fragment, which no browser sends: it reaches no log, proxy or referrer.
  const link = new Secret(`${services.publicUrl}/sign-in?step=connect-by-mail#code=${code.reveal()}`);
  return { to: account.email, accountName: account.name, link };
}

/** False where the flow is over. */
function putCode(services: Services, digest: string, code: Secret): Promise<boolean> {
  const now = services.clock.now();
  return services.store.transaction((records) =>
    replaceFlow({ services, records, now }, 'connect-by-mail', digest, (data) => {
      return { ...data, codeDigest: flowDigest(services, code) };
    }),
  );
}

interface Connecting {
  /** What `askForProof` gave. */
  readonly login: Secret;
  /** The cookie of the session that the browser has already. */
  readonly previous: Secret | undefined;
}

/**
 * Takes the password of the account. The account and the person at the provider are connected when the sign-in is
 * complete, after a second factor too. Errors: `login-over`, those of `authenticatePassword` and `advanceLogin`.
 */
export async function connectAccount(
  services: Services,
  source: Source,
  input: Connecting & { readonly password: Secret },
): Promise<LoginOutcome> {
  const flow = await findFlow(services, 'connect', input.login);
  const account = flow?.data.link && (await services.store.read.accounts.byId(flow.accountId ?? ''));
  if (!account) throw loginOver();
  // By its name: an e-mail address of this domain would be refused, because its owner must use single sign-on.
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

/** Takes the code of the mail, in the browser that the sign-in began in. Errors: `login-over`, those of `advanceLogin`. */
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
 * Disconnects the account from its person at the provider, for a person who has another identity there now; by an owner.
 * The link is void, not forgotten: the next sign-in must prove the account. Errors: `not-found`, `forbidden`.
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
    // The same for a name that nobody has: any account may own an organization, and must not learn who has one (R25).
    if (!account || identity?.voidedAt !== null) throw new DomainError('not-found', { what: 'identity' });
    await records.identities.void(organization.id, now, account.id);
    await records.sessions.deleteOfProvider(organization.id, account.id);
    await records.commandLines.endOfProvider({ organizationId: organization.id, accountId: account.id }, now);
    const { issuer, subject } = identity;
    await audit('identity.unlinked', subjectOf('account', account, organization.name), { issuer, subject });
  });
}
