import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { PasskeyFactor, SecondFactor } from '../../store/records/second-factors.ts';
import type { AccountCaller } from '../access/caller.ts';
import { changeOf } from '../access/change.ts';
import { requireFreshSignIn } from '../access/permissions.ts';

import { keepFlow, takeFlow } from '../sessions/flow-state.ts';
import { type AddedFactor, addFactor } from './add-factor.ts';
import { tellFactorsChanged } from './tell-factors-changed.ts';

const CHALLENGE_SECONDS = 300;

/** What the browser makes a passkey from. Errors: `fresh-sign-in-required`. */
export async function offerPasskey(
  services: Services,
  caller: AccountCaller,
): Promise<Readonly<Record<string, unknown>>> {
  requireFreshSignIn({ caller, now: services.clock.now() });
  const challenge = services.passkeys.newChallenge();
  const flow = { accountId: caller.account.id, data: { challenge } };
  await services.store.transaction((records) =>
    keepFlow(
      changeOf(services, records, { address: '', client: '' }),
      'passkey-enrolment',
      ofSession(caller),
      flow,
      CHALLENGE_SECONDS,
    ),
  );
  const factors = await services.store.read.secondFactors.ofAccount(caller.account.id);
  return services.passkeys.creationOptions(challenge, caller.account, factors.filter(isPasskey));
}

/** Errors: `fresh-sign-in-required`, `invalid-input`, `conflict`. */
export async function confirmPasskey(
  services: Services,
  caller: AccountCaller,
  { name, response }: { readonly name: string; readonly response: unknown },
): Promise<AddedFactor> {
  requireFreshSignIn({ caller, now: services.clock.now() });
  // Taken whatever comes of it: a challenge is answered once (R33).
  const flow = await services.store.transaction((records) =>
    takeFlow(changeOf(services, records, { address: '', client: '' }), 'passkey-enrolment', ofSession(caller)),
  );
  if (!flow) throw invalidPasskey('begin again: it took longer than 5 minutes');
  const key = await verified(services, flow.data.challenge, response);
  const added = await services.store.transaction((records) =>
    addFactor(services, records, caller, { type: 'passkey', name, ...key }),
  );
  tellFactorsChanged(services, caller, caller.account, `a passkey, ${added.factor.name}, was added`);
  return added;
}

export function isPasskey(factor: SecondFactor): factor is PasskeyFactor {
  return factor.type === 'passkey';
}

/** Who asks is signed in: what the browser brought is a fault of the input. */
async function verified({ passkeys }: Services, challenge: string, response: unknown) {
  try {
    return await passkeys.verifyCreation(challenge, response);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'factor-refused') throw error;
    throw new DomainError('invalid-input', { field: 'passkey', reason: 'cannot be accepted; begin again' }, error.why);
  }
}

function ofSession({ credentialId }: AccountCaller): Secret {
  return new Secret(`passkey ${credentialId}`);
}

function invalidPasskey(reason: string): DomainError {
  return new DomainError('invalid-input', { field: 'passkey', reason });
}
