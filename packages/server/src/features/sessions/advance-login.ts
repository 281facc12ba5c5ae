import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import { type LoginStep, nextLoginStep } from '@lanyard/core/sessions/login-flow';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';

import type { Records } from '../../store/store.ts';
import type { Source } from '../access/caller.ts';
import { lockActiveAccount } from '../access/lock-active-account.ts';
import { loginFacts } from '../access/login-facts.ts';
import { applyIdentity } from '../single-sign-on/apply-identity.ts';
import { keepFlow, type LoginProgress, newFlowSecret } from './flow-state.ts';
import { type StartedSession, startSession } from './start-session.ts';

export const LOGIN_SECONDS = 300;

export type SecondFactorMethod = 'totp' | 'passkey' | 'recovery-code';

export type LoginOutcome = SignedIn | SecondFactorAsked;

export interface SignedIn extends StartedSession {
  readonly type: 'signed-in';
  readonly account: Account;
}

export interface SecondFactorAsked {
  readonly type: 'second-factor';
  /** Brings the sign-in's next step; good for 5 minutes. */
  readonly login: Secret;
  readonly methods: readonly SecondFactorMethod[];
}

/**
 * One step on the way in, the same for every entrance, in the transaction of what was proven. `previous` is the session
 * that the browser has: of the same account, it goes on under a new secret. Errors: `account-disabled`,
 * `single-sign-on-required`, `password-not-accepted`.
 */
export async function advanceLogin(
  services: Services,
  records: Records,
  source: Source,
  account: Account,
  progress: LoginProgress,
  previous?: Secret,
): Promise<LoginOutcome> {
  await lockActiveAccount(records, account.id);
  const step = nextLoginStep(await loginFacts(records, account, progress));
  if (step.type === 'ask-second') return askSecondFactor(services, records, account, progress);
  const { around } = requireSignedIn(step);
  if (progress.link) await connect(services, records, source, account, progress);
  const started = await startSession(services, records, source, account, { ...progress, around, previous });
  return { type: 'signed-in', account, ...started };
}

/** Only now that everything is proven that the account asks for. */
async function connect(
  services: Services,
  records: Records,
  source: Source,
  account: Account,
  { link, organizationId }: LoginProgress,
): Promise<void> {
  const organization = await records.organizations.byId(organizationId ?? '');
  const connection = organization && (await records.ssoConnections.ofOrganization(organization.id));
  if (!link || !connection) throw new DomainError('login-over', {});
  await applyIdentity({ services, records, source, organization, connection, link }, account);
}

/** For an entrance that can ask nothing more. Errors: as above. */
export function requireSignedIn(step: LoginStep): Extract<LoginStep, { type: 'signed-in' }> {
  if (step.type === 'signed-in') return step;
  if (step.type !== 'refused') throw new DomainError('unauthenticated', {});
  if (step.because === 'second-factor') throw new DomainError('password-not-accepted', { why: 'second-factor' });
  throw new DomainError('single-sign-on-required', { organization: step.organization });
}

async function askSecondFactor(
  services: Services,
  records: Records,
  account: Account,
  progress: LoginProgress,
): Promise<SecondFactorAsked> {
  const login = newFlowSecret(services);
  const data = { ...progress, challenge: null };
  await keepFlow(services, records, 'login', login, { accountId: account.id, data }, LOGIN_SECONDS);
  const factors = await records.secondFactors.ofAccount(account.id);
  const types = new Set(factors.map(({ type }) => type));
  const hasCodes = (await records.secondFactors.countRecoveryCodes(account.id)) > 0;
  const methods = [...types, ...(hasCodes ? (['recovery-code'] as const) : [])];
  return { type: 'second-factor', login, methods };
}
