import type { Secret } from '@lanyard/core/secret';
import { nextLoginStep } from '@lanyard/core/sessions/login-flow';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import { lockActiveAccount, lockProvenAccount } from '../access/accounts.ts';
import { authenticatePassword } from '../access/authenticate-password.ts';
import type { Source } from '../access/caller.ts';
import { type Asker, type Change, transact } from '../access/change.ts';
import { loginFacts, requireSignedIn } from '../access/login-facts.ts';
import { requireRoomFor } from '../access/require-room.ts';
import { applyIdentity } from './apply-identity.ts';
import { keepFlow, type LoginProgress, loginOver, newFlowSecret, requireMayBegin } from './flow-state.ts';
import { type StartedSession, startSession } from './start-session.ts';

export type SecondFactorMethod = 'totp' | 'passkey' | 'recovery-code';
export type LoginOutcome = SignedIn | SecondFactorAsked;

export interface SignedIn extends StartedSession {
  readonly type: 'signed-in';
  readonly account: Account;
}

export interface SecondFactorAsked {
  readonly type: 'second-factor';
  /** The next step sends it, within `FLOW_SECONDS.login`. */
  readonly login: Secret;
  readonly methods: readonly SecondFactorMethod[];
}

export interface SignInInput {
  readonly entrance: 'browser' | 'hub';
  /** The account's name or e-mail address. */
  readonly identifier: string;
  readonly password: Secret;
  /** Asks to bypass single sign-on, which administrators may do in an emergency. */
  readonly breakGlass?: boolean;
  /** The cookie of the session that the browser already has. */
  readonly previous?: Secret | undefined;
}

/** The first step with a password. Errors: those of `authenticatePassword` and `advanceLogin`. */
export async function signIn(services: Services, source: Source, input: SignInInput): Promise<LoginOutcome> {
  const { entrance, identifier, password, previous, breakGlass = false } = input;
  const proven = await authenticatePassword(services, source, {
    identifier,
    password,
    breakGlass,
    startsSession: true,
  });
  // If a second factor follows, no session starts yet. Otherwise an attacker with only the password could use up the
  // owner's sessions.
  if (proven.hasSecondFactor) await requireMayBegin(services, source);
  else await requireRoomFor(services, 'sessions-started', proven.id);
  const progress = { entrance, proofs: ['password'], organizationId: null, breakGlass } as const;
  return transact(services, source, async (change) => {
    return advanceLogin(change, await lockProvenAccount(change.records, proven), progress, previous);
  });
}

/**
 * Decides the next step after a proof, for every entrance, in the transaction that accepted the proof. `previous` is
 * the session that the browser already has. If it belongs to the same account, it continues with a new secret. Errors:
 * `account-disabled`, `single-sign-on-required`, `password-not-accepted`, `login-over`.
 */
export async function advanceLogin(
  change: Change<Asker>,
  proven: Account,
  progress: LoginProgress,
  previous?: Secret,
): Promise<LoginOutcome> {
  await lockOrganizationOf(change, progress);
  // Read again, because the account can have become an administrator, or got a second factor, in the meantime.
  const account = await lockActiveAccount(change.records, proven.id);
  const step = nextLoginStep(await loginFacts(change.records, account, progress));
  if (step.type === 'ask-second') return askSecondFactor(change, account, progress);
  const { around } = requireSignedIn(step);
  await connect(change, account, progress);
  const started = await startSession(change, account, { ...progress, around, previous });
  return { type: 'signed-in', account, ...started };
}

/**
 * Locks the organization before the account, as directories and invitations do. With different orders, two changes
 * could wait for each other.
 */
export async function lockOrganizationOf(
  { records }: Change<Asker>,
  { link, organizationId }: LoginProgress,
): Promise<void> {
  if (link && organizationId !== null) await records.organizations.lock(organizationId);
}

async function askSecondFactor(
  change: Change<Asker>,
  account: Account,
  progress: LoginProgress,
): Promise<SecondFactorAsked> {
  const login = newFlowSecret(change.services);
  const data = { ...progress, challenge: null };
  await keepFlow(change, 'login', login, { accountId: account.id, data });
  const { secondFactors } = change.records;
  const types = new Set((await secondFactors.ofAccount(account.id)).map(({ type }) => type));
  const hasCodes = (await secondFactors.countRecoveryCodes(account.id)) > 0;
  return { type: 'second-factor', login, methods: [...types, ...(hasCodes ? (['recovery-code'] as const) : [])] };
}

/** Links the account to the person at the provider, after the account has given all proofs. */
async function connect(
  change: Change<Asker>,
  account: Account,
  { link, organizationId }: LoginProgress,
): Promise<void> {
  if (!link) return;
  const { organizations, singleSignOnConnections } = change.records;
  const organization = await organizations.byId(organizationId ?? '');
  const connection = organization && (await singleSignOnConnections.ofOrganization(organization.id));
  if (!connection) throw loginOver();
  await applyIdentity(change, { organization, connection, link }, account);
}
