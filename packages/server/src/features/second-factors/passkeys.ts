import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import { requireAccountById } from '../access/accounts.ts';
import { requireMayTry } from '../access/authenticate-password.ts';
import type { AccountCaller, Source } from '../access/caller.ts';
import { transact } from '../access/change.ts';
import { knownAs } from '../access/known-sources.ts';
import { keepFlow, loginOver, newFlowSecret, requireMayBegin, takeFlow } from '../sessions/flow-state.ts';
import { advanceLogin, type SignedIn } from '../sessions/sign-in.ts';
import { type AddedFactor, addFactor } from './factors.ts';
import {
  factorRefused,
  findPasskey,
  isFactorRefused,
  isPasskey,
  recordRefusedFactor,
  verifyPasskey,
} from './verify-second-factor.ts';

/** WebAuthn's JSON, for the browser's own functions. */
type WebAuthnOptions = Readonly<Record<string, unknown>>;

/** What the browser needs to create a passkey. The challenge is kept for this session. */
export async function offerPasskey(services: Services, caller: AccountCaller): Promise<WebAuthnOptions> {
  const challenge = services.passkeys.newChallenge();
  const flow = { accountId: caller.account.id, data: { challenge } };
  await transact(services, caller, (change) => keepFlow(change, 'passkey-enrolment', ofSession(caller), flow));
  const factors = await services.store.read.secondFactors.ofAccount(caller.account.id);
  return services.passkeys.creationOptions(challenge, caller.account, factors.filter(isPasskey));
}

/** Errors: `invalid-input`, `conflict`. */
export async function confirmPasskey(
  services: Services,
  caller: AccountCaller,
  { name, response }: { readonly name: string; readonly response: unknown },
): Promise<AddedFactor> {
  // Removed whatever the result is: a challenge can be answered only once (R33).
  const flow = await transact(services, caller, (change) => takeFlow(change, 'passkey-enrolment', ofSession(caller)));
  if (!flow) throw invalidPasskey('start again: it took longer than 5 minutes');
  const key = await verifyCreation(services, flow.data.challenge, response);
  return transact(services, caller, (change) => addFactor(change, { type: 'passkey', name, ...key }));
}

/** The caller is signed in, so a refused passkey is an input error and not a reason to sign in again. */
async function verifyCreation({ passkeys }: Services, challenge: string, response: unknown) {
  try {
    return await passkeys.verifyCreation(challenge, response);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'factor-refused') throw error;
    throw invalidPasskey('cannot be accepted; start again', error.why);
  }
}

/** A session can add only one passkey at a time. */
function ofSession({ credentialId }: AccountCaller): Secret {
  return new Secret(`passkey ${credentialId}`);
}

function invalidPasskey(reason: string, why?: string): DomainError {
  return new DomainError('invalid-input', { field: 'passkey', reason }, why);
}

export interface OfferedPasskeyLogin {
  /** The client sends it back with the answer. */
  readonly login: Secret;
  readonly options: WebAuthnOptions;
}

/**
 * The challenge that any passkey for this server can sign, because the account is not known yet. Errors:
 * `too-many-attempts`.
 */
export async function offerPasskeyLogin(services: Services, source: Source): Promise<OfferedPasskeyLogin> {
  await requireMayBegin(services, source);
  const challenge = services.passkeys.newChallenge();
  const login = newFlowSecret(services);
  const flow = { accountId: null, data: { challenge } };
  await transact(services, source, (change) => keepFlow(change, 'passkey-login', login, flow));
  return { login, options: await services.passkeys.requestOptions(challenge, undefined) };
}

export interface PasskeyLogin {
  readonly login: Secret;
  readonly response: unknown;
  readonly breakGlass: boolean;
  /** The cookie of the session that the browser already has. */
  readonly previous?: Secret | undefined;
}

/**
 * Signs in with only a passkey. Errors: `factor-refused`, `login-over`, `too-many-attempts`, those of `advanceLogin`.
 */
export async function signInWithPasskey(services: Services, source: Source, input: PasskeyLogin): Promise<SignedIn> {
  const { login, response, breakGlass, previous } = input;
  const factor = await findPasskey(services, response);
  const account = factor && (await services.store.read.accounts.byId(factor.accountId));
  const known = await knownAs(services, account, source);
  const attempt = { account: account?.id ?? '', address: source.address, known, proof: 'other' } as const;
  await requireMayTry(services, attempt);
  // Removed whatever the result is: a challenge can be answered only once (R33).
  const flow = await transact(services, source, (change) => takeFlow(change, 'passkey-login', login));
  if (!flow) throw loginOver();
  try {
    if (!factor) throw factorRefused('a passkey that is not known here');
    const { proof, use } = await verifyPasskey(services, factor, response, flow.data.challenge);
    const signedIn = await transact(services, source, async (change) => {
      const account = await requireAccountById(change.records, factor.accountId);
      await use(change);
      const progress = { entrance: 'browser', proofs: [proof], organizationId: null, breakGlass } as const;
      const outcome = await advanceLogin(change, account, progress, previous);
      if (outcome.type !== 'signed-in') throw loginOver();
      return outcome;
    });
    await services.throttle.recordSuccess(attempt);
    return signedIn;
  } catch (error) {
    if (isFactorRefused(error)) {
      await services.throttle.recordFailure(attempt);
      if (factor) await recordRefusal(services, source, factor.accountId);
    }
    throw error;
  }
}

function recordRefusal(services: Services, source: Source, accountId: string): Promise<void> {
  return transact(services, source, async (change) =>
    recordRefusedFactor(change, await requireAccountById(change.records, accountId)),
  );
}
