import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import { requireMayTry } from '../access/authenticate-password.ts';
import type { Source } from '../access/caller.ts';
import { type Change, transact } from '../access/change.ts';
import { knownAs } from '../access/known-sources.ts';
import { changeFlow, type Flow, findFlow, flowDigest, loginOver, takeFlow } from '../sessions/flow-state.ts';
import { advanceLogin, type SignedIn } from '../sessions/sign-in.ts';
import {
  isFactorRefused,
  isPasskey,
  recordRefusedFactor,
  type SecondFactorAnswer,
  type VerifiedFactor,
  verifySecondFactor,
} from './verify-second-factor.ts';

const TRIES_ALLOWED = 5;

/** The challenge that the account's passkeys can sign as the second step. Errors: `login-over`. */
export async function offerSecondFactor(
  services: Services,
  source: Source,
  login: Secret,
): Promise<Readonly<Record<string, unknown>>> {
  const flow = await findFlow(services, 'login', login);
  if (flow?.data.entrance !== 'browser') throw loginOver();
  const challenge = services.passkeys.newChallenge();
  await transact(services, source, (change) => changeFlow(change, 'login', login, { ...flow.data, challenge }));
  const factors = await services.store.read.secondFactors.ofAccount(flow.accountId ?? '');
  return services.passkeys.requestOptions(challenge, factors.filter(isPasskey));
}

export interface SecondStep {
  readonly entrance: 'browser' | 'hub';
  /** The secret from the first step. */
  readonly login: Secret;
  readonly answer: SecondFactorAnswer;
  /** The cookie of the session that the browser already has. */
  readonly previous?: Secret | undefined;
}

/** The second step of a sign-in. Errors: `factor-refused`, `login-over`, `too-many-attempts`, those of `advanceLogin`. */
export async function proveSecondFactor(services: Services, source: Source, step: SecondStep): Promise<SignedIn> {
  const { account, flow } = await requireWaiting(services, step);
  const known = await knownAs(services, account, source);
  const attempt = { account: account.id, address: source.address, known, proof: 'second-factor' } as const;
  // Counted before the answer is checked, so that guesses at the same moment get no more tries than guesses in a row.
  await services.throttle.recordFailure(attempt);
  await requireMayTry(services, attempt);
  const tries = await countTry(services, step.login);
  try {
    const verified = await verifySecondFactor(services, account, step.answer, flow.data.challenge);
    const signedIn = await transact(services, source, (change) => finish(change, step, verified));
    await services.throttle.recordSuccess(attempt);
    return signedIn;
  } catch (error) {
    if (isFactorRefused(error)) {
      await transact(services, source, async (change) => {
        await useUp(change, step, flow, tries);
        await recordRefusedFactor(change, account);
      });
    }
    throw error;
  }
}

interface Waiting {
  readonly account: Account;
  readonly flow: Flow<'login'>;
}

/** The sign-in that waits for its second step at this entrance. Errors: `login-over`. */
async function requireWaiting(services: Services, { login, entrance }: SecondStep): Promise<Waiting> {
  const flow = await findFlow(services, 'login', login);
  const account = flow && (await services.store.read.accounts.byId(flow.accountId ?? ''));
  if (!account || flow.data.entrance !== entrance) throw loginOver();
  return { account, flow };
}

/** How many tries this sign-in has had, including this one. Errors: `login-over`. */
async function countTry(services: Services, login: Secret): Promise<number> {
  const tries = await services.store.transaction(({ flowStates }) =>
    flowStates.countWrongCode('login', flowDigest(services, login)),
  );
  if (tries < 1 || tries > TRIES_ALLOWED) throw loginOver();
  return tries;
}

async function finish(
  change: Change<Source>,
  { login, previous }: SecondStep,
  { proof, use }: VerifiedFactor,
): Promise<SignedIn> {
  const flow = await takeFlow(change, 'login', login);
  const account = flow && (await change.records.accounts.byId(flow.accountId ?? ''));
  if (!account) throw loginOver();
  await use(change);
  const progress = { ...flow.data, proofs: [...flow.data.proofs, proof] };
  const outcome = await advanceLogin(change, account, progress, previous);
  if (outcome.type !== 'signed-in') throw loginOver();
  return outcome;
}

/** A person who has the password gets few tries, and a challenge can be answered only once, correctly or not (R33). */
async function useUp(
  change: Change<Source>,
  { login, answer }: SecondStep,
  { data }: Flow<'login'>,
  tries: number,
): Promise<void> {
  if (tries >= TRIES_ALLOWED) await takeFlow(change, 'login', login);
  else if ('passkey' in answer) await changeFlow(change, 'login', login, { ...data, challenge: null });
}
