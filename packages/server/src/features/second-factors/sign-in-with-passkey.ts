import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import { requireAccountById } from '../access/accounts.ts';
import { requireMayTry } from '../access/authenticate-password.ts';
import type { Source } from '../access/caller.ts';
import { changeOf } from '../access/change.ts';
import { keepFlow, newFlowSecret, takeFlow } from '../sessions/flow-state.ts';
import { advanceLogin, LOGIN_SECONDS, type SignedIn } from '../sessions/sign-in.ts';
import { loginOver, recordRefusedFactor } from './prove-second-factor.ts';
import { passkeyOf, type VerifiedFactor, verifyPasskey } from './verify-second-factor.ts';

export interface OfferedPasskeyLogin {
  /** Brings the answer. */
  readonly login: Secret;
  readonly options: Readonly<Record<string, unknown>>;
}

/** What the browser asks any passkey of this site to sign: the account is not known yet. */
export async function offerPasskeyLogin(services: Services): Promise<OfferedPasskeyLogin> {
  const challenge = services.passkeys.newChallenge();
  const login = newFlowSecret(services);
  const flow = { accountId: null, data: { challenge } };
  await services.store.transaction((records) =>
    keepFlow(changeOf(services, records, { address: '', client: '' }), 'passkey-login', login, flow, LOGIN_SECONDS),
  );
  return { login, options: await services.passkeys.requestOptions(challenge, undefined) };
}

export interface PasskeyLogin {
  readonly login: Secret;
  readonly response: unknown;
  readonly breakGlass: boolean;
  readonly previous?: Secret | undefined;
}

/** A passkey as the only factor. Errors: `factor-refused`, `login-over`, `too-many-attempts`, those of `advanceLogin`. */
export async function signInWithPasskey(services: Services, source: Source, input: PasskeyLogin): Promise<SignedIn> {
  const attempt = { accountName: '', address: source.address };
  await requireMayTry(services, attempt);
  // Taken whatever comes of it: a challenge is answered once (R33).
  const flow = await services.store.transaction((records) =>
    takeFlow(changeOf(services, records, { address: '', client: '' }), 'passkey-login', input.login),
  );
  if (!flow) throw loginOver();
  const factor = await passkeyOf(services, input.response);
  try {
    if (!factor) throw new DomainError('factor-refused', {}, 'a passkey that is not known here');
    const verified = await verifyPasskey(services, factor, input.response, flow.data.challenge);
    return await enter(services, source, input, factor.accountId, verified);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'factor-refused') {
      await services.throttle.recordFailure(attempt);
      if (factor) await recordRefusal(services, source, factor.accountId);
    }
    throw error;
  }
}

function recordRefusal(services: Services, source: Source, accountId: string): Promise<void> {
  return services.store.transaction(async (records) => {
    const account = await requireAccountById(records, accountId);
    await recordRefusedFactor(services, records, source, account);
  });
}

function enter(
  services: Services,
  source: Source,
  { breakGlass, previous }: PasskeyLogin,
  accountId: string,
  { proof, use }: VerifiedFactor,
): Promise<SignedIn> {
  return services.store.transaction(async (records) => {
    const account = await requireAccountById(records, accountId);
    await use(records);
    const progress = { entrance: 'browser', proofs: [proof], organizationId: null, breakGlass } as const;
    const outcome = await advanceLogin(changeOf(services, records, source), account, progress, previous);
    if (outcome.type !== 'signed-in') throw loginOver();
    return outcome;
  });
}
