import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { Proof } from '@lanyard/core/sessions/login-flow';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';
import type { PasskeyFactor, TotpFactor } from '../../store/records/second-factors.ts';

import type { Records } from '../../store/store.ts';
import { recoveryCodeDigest } from './recovery-codes.ts';
import { openSeed } from './totp-seed.ts';

/** What somebody answers: a code of an authenticator, a recovery code, or what the browser says of a passkey. */
export type SecondFactorAnswer = { readonly code: Secret } | { readonly passkey: unknown };

export interface VerifiedFactor {
  readonly proof: Proof;
  /** Marks it as used, in the transaction of what it opens. Errors: `factor-refused` where it was used meanwhile. */
  readonly use: (records: Records) => Promise<void>;
}

/** Errors: `factor-refused`. `challenge` is the one that a passkey was asked to sign. */
export async function verifySecondFactor(
  services: Services,
  account: Account,
  answer: SecondFactorAnswer,
  challenge: string | null,
): Promise<VerifiedFactor> {
  if ('code' in answer) return verifyCode(services, account, answer.code);
  if (challenge === null) throw refused('no passkey was asked for');
  const factor = await passkeyOf(services, answer.passkey);
  if (factor?.accountId !== account.id) throw refused('not a passkey of this account');
  return verifyPasskey(services, factor, answer.passkey, challenge);
}

export async function passkeyOf({ passkeys, store }: Services, response: unknown): Promise<PasskeyFactor | undefined> {
  const credentialId = passkeys.credentialIdOf(response);
  return credentialId === undefined ? undefined : store.read.secondFactors.byCredentialId(credentialId);
}

export async function verifyPasskey(
  { passkeys, clock }: Services,
  factor: PasskeyFactor,
  response: unknown,
  challenge: string,
): Promise<VerifiedFactor> {
  const { counter } = await passkeys.verifyRequest(challenge, response, factor, factor.accountId);
  const use = async ({ secondFactors }: Records) => {
    if (await secondFactors.useCounter(factor.id, factor.counter, counter, clock.now())) return;
    throw refused('the passkey was used at the same moment');
  };
  return { proof: 'passkey', use };
}

async function verifyCode(services: Services, account: Account, code: Secret): Promise<VerifiedFactor> {
  const factors = await services.store.read.secondFactors.ofAccount(account.id);
  for (const factor of factors) {
    const verified = factor.type === 'totp' ? verifyTotp(services, factor, code) : undefined;
    if (verified) return verified;
  }
  return verifyRecoveryCode(services, account, code);
}

function verifyTotp(services: Services, factor: TotpFactor, code: Secret): VerifiedFactor | undefined {
  const now = services.clock.now();
  const step = services.totp.stepOf(openSeed(services, factor.sealedSeed), code.reveal(), now);
  if (step === undefined) return undefined;
  const use = async ({ secondFactors }: Records) => {
    // Each code counts once, also at the same moment (attack 19).
    if (!(await secondFactors.useStep(factor.id, step, now))) throw refused('the code was used before');
  };
  return { proof: 'totp', use };
}

function verifyRecoveryCode(services: Services, account: Account, code: Secret): VerifiedFactor {
  const digest = recoveryCodeDigest(services, account.id, code);
  const use = async ({ secondFactors }: Records) => {
    if (await secondFactors.useRecoveryCode(account.id, digest, services.clock.now())) return;
    throw refused('neither a code of now nor an unused recovery code');
  };
  return { proof: 'recovery-code', use };
}

function refused(why: string): DomainError {
  return new DomainError('factor-refused', {}, why);
}
