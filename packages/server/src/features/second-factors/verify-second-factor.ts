import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { Proof } from '@lanyard/core/sessions/login-flow';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { PasskeyFactor, SecondFactor, TotpFactor } from '../../store/records/second-factors/second-factors.ts';
import { type Asker, accountSubject, type Change, inNameOf, partyOf } from '../access/change.ts';
import { recoveryCodeDigest } from './recovery-codes.ts';
import { stepOfCode } from './totp.ts';

/** A code of an authenticator app, a recovery code, or the browser's response for a passkey. */
export type SecondFactorAnswer = { readonly code: Secret } | { readonly passkey: unknown };

export interface VerifiedFactor {
  readonly proof: Proof;
  /** Marks it as used, in the transaction that it opens. Errors: `factor-refused` if it was used in the meantime. */
  readonly use: (change: Pick<Change<Asker>, 'records' | 'now'>) => Promise<void>;
}

/** `challenge` is the one that a passkey had to sign. Errors: `factor-refused`. */
export async function verifySecondFactor(
  services: Services,
  account: Account,
  answer: SecondFactorAnswer,
  challenge: string | null,
): Promise<VerifiedFactor> {
  if ('code' in answer) return verifyCode(services, account, answer.code);
  if (challenge === null) throw factorRefused('no passkey was asked for');
  const factor = await findPasskey(services, answer.passkey);
  if (factor?.accountId !== account.id) throw factorRefused('not a passkey of this account');
  return verifyPasskey(services, factor, answer.passkey, challenge);
}

/** The passkey that a response names, of any account. */
export async function findPasskey(
  { passkeys, store }: Services,
  response: unknown,
): Promise<PasskeyFactor | undefined> {
  const credentialId = passkeys.credentialIdOf(response);
  return credentialId === undefined ? undefined : store.read.secondFactors.byCredentialId(credentialId);
}

/** Errors: `factor-refused`. */
export async function verifyPasskey(
  { passkeys }: Services,
  factor: PasskeyFactor,
  response: unknown,
  challenge: string,
): Promise<VerifiedFactor> {
  const { counter } = await passkeys.verifyRequest(challenge, response, factor, factor.accountId);
  const use: VerifiedFactor['use'] = async ({ records, now }) => {
    if (await records.secondFactors.useCounter(factor.id, factor.counter, counter, now)) return;
    throw factorRefused('the passkey was used at the same moment');
  };
  return { proof: 'passkey', use };
}

async function verifyCode(services: Services, account: Account, code: Secret): Promise<VerifiedFactor> {
  const factors = await services.store.read.secondFactors.ofAccount(account.id);
  for (const factor of factors) {
    const step = factor.type === 'totp' ? stepOfCode(services, factor, code) : undefined;
    if (step !== undefined) return verifiedTotp(factor, step);
  }
  return verifiedRecoveryCode(account, recoveryCodeDigest(services, account, code));
}

function verifiedTotp({ id }: Pick<TotpFactor, 'id'>, step: number): VerifiedFactor {
  const use: VerifiedFactor['use'] = async ({ records, now }) => {
    // Each code is valid once, also for requests at the same moment (attack 19).
    if (!(await records.secondFactors.useStep(id, step, now))) throw factorRefused('the code was used before');
  };
  return { proof: 'totp', use };
}

/** Only its use shows whether the account has such a code. */
function verifiedRecoveryCode({ id }: Account, digest: string): VerifiedFactor {
  const use: VerifiedFactor['use'] = async ({ records, now }) => {
    if (await records.secondFactors.useRecoveryCode(id, digest, now)) return;
    throw factorRefused('neither a current code nor an unused recovery code');
  };
  return { proof: 'recovery-code', use };
}

export function isPasskey(factor: SecondFactor): factor is PasskeyFactor {
  return factor.type === 'passkey';
}

export function factorRefused(why: string): DomainError {
  return new DomainError('factor-refused', {}, why);
}

export function isFactorRefused(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'factor-refused';
}

/** Somebody tried to sign in to this account, so its own log shows it. */
export function recordRefusedFactor(change: Change<Asker>, account: Account): Promise<void> {
  const { audit } = inNameOf(change, partyOf('account', account));
  return audit('session.refused', accountSubject(account), { proof: 'second-factor' });
}
