import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';
import type { Records } from '../../store/store.ts';
import { auditEventBy } from '../access/audit-event-of.ts';
import { requireMayTry } from '../access/authenticate-password.ts';
import type { Source } from '../access/caller.ts';
import { changeOf, partyOf } from '../access/change.ts';
import { changeFlow, type Flow, findFlow, flowDigest, takeFlow } from '../sessions/flow-state.ts';
import { advanceLogin, type SignedIn } from '../sessions/sign-in.ts';
import { type SecondFactorAnswer, type VerifiedFactor, verifySecondFactor } from './verify-second-factor.ts';

const TRIES_ALLOWED = 5;

export interface SecondStep {
  readonly entrance: 'browser' | 'hub';
  /** What the first step gave. */
  readonly login: Secret;
  readonly answer: SecondFactorAnswer;
  readonly previous?: Secret | undefined;
}

/** The second step of a sign-in. Errors: `factor-refused`, `login-over`, `too-many-attempts`, those of `advanceLogin`. */
export async function proveSecondFactor(services: Services, source: Source, step: SecondStep): Promise<SignedIn> {
  const flow = await findFlow(services, 'login', step.login);
  const account = flow && (await services.store.read.accounts.byId(flow.accountId ?? ''));
  if (!account || flow.data.entrance !== step.entrance) throw loginOver();
  const attempt = { accountName: account.name, address: source.address, isSecondFactor: true };
  // Counted before anything is compared: of tries at the same moment no more are looked at than of those in a row.
  await services.throttle.recordFailure(attempt);
  await requireMayTry(services, attempt);
  const tries = await countTry(services, step.login);
  try {
    const verified = await verifySecondFactor(services, account, step.answer, flow.data.challenge);
    const signedIn = await finish(services, source, step, account, flow, verified);
    await services.throttle.recordSuccess(attempt);
    return signedIn;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'factor-refused') {
      await refuse(services, source, step, account, flow, tries);
    }
    throw error;
  }
}

/** This one is the how many-th. Errors: `login-over`. */
async function countTry(services: Services, login: Secret): Promise<number> {
  const tries = await services.store.transaction(({ flowStates }) =>
    flowStates.countWrongCode('login', flowDigest(services, login)),
  );
  if (tries < 1 || tries > TRIES_ALLOWED) throw loginOver();
  return tries;
}

function finish(
  services: Services,
  source: Source,
  { login, previous }: SecondStep,
  { id }: Account,
  { data }: Flow<'login'>,
  { proof, use }: VerifiedFactor,
): Promise<SignedIn> {
  return services.store.transaction(async (records) => {
    if (!(await takeFlow(changeOf(services, records, { address: '', client: '' }), 'login', login))) throw loginOver();
    const account = await records.accounts.byId(id);
    if (!account) throw loginOver();
    await use(records);
    const progress = { ...data, proofs: [...data.proofs, proof] };
    const outcome = await advanceLogin(changeOf(services, records, source), account, progress, previous);
    if (outcome.type !== 'signed-in') throw loginOver();
    return outcome;
  });
}

/** Whoever has the password gets few tries, and the owner sees them. */
function refuse(
  services: Services,
  source: Source,
  { login, answer }: SecondStep,
  account: Account,
  { data }: Flow<'login'>,
  tries: number,
): Promise<void> {
  return services.store.transaction(async (records) => {
    if (tries >= TRIES_ALLOWED)
      await takeFlow(changeOf(services, records, { address: '', client: '' }), 'login', login);
    // A challenge is answered once, rightly or not (R33).
    else if ('passkey' in answer)
      await changeFlow(changeOf(services, records, { address: '', client: '' }), 'login', login, {
        ...data,
        challenge: null,
      });
    await recordRefusedFactor(services, records, source, account);
  });
}

export function recordRefusedFactor(
  services: Services,
  records: Records,
  source: Source,
  account: Account,
): Promise<void> {
  const party = partyOf('account', account);
  const data = { proof: 'second-factor' };
  const details = { action: 'session.refused', subject: party, namespace: account.name, data } as const;
  return records.audit.append(auditEventBy(services, party, source, details));
}

export function loginOver(): DomainError {
  return new DomainError('login-over', {});
}
