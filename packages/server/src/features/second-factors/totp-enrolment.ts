import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { AccountCaller } from '../access/caller.ts';
import { changeOf } from '../access/change.ts';
import { requireFreshSignIn } from '../access/permissions.ts';

import { findFlow, keepFlow, takeFlow } from '../sessions/flow-state.ts';
import { type AddedFactor, addFactor } from './add-factor.ts';
import { tellFactorsChanged } from './tell-factors-changed.ts';
import { sealSeed } from './totp-seed.ts';

const ENROLMENT_SECONDS = 600;

export interface OfferedTotp {
  /** For a QR code. */
  readonly uri: Secret;
  /** For who types it. */
  readonly seed: Secret;
}

/** A seed for an authenticator; it counts once a code of it was entered in the same session. Errors: `fresh-sign-in-required`. */
export async function offerTotp(services: Services, caller: AccountCaller): Promise<OfferedTotp> {
  requireFreshSignIn({ caller, now: services.clock.now() });
  const seed = services.totp.newSeed();
  const data = { seed: Buffer.from(seed).toString('base64url') };
  const flow = { accountId: caller.account.id, data };
  await services.store.transaction((records) =>
    keepFlow(
      changeOf(services, records, { address: '', client: '' }),
      'totp-enrolment',
      ofSession(caller),
      flow,
      ENROLMENT_SECONDS,
    ),
  );
  return { uri: services.totp.uri(seed, caller.account.name), seed: services.totp.text(seed) };
}

/** Errors: `fresh-sign-in-required`, `invalid-input` for a wrong code or where nothing was offered. */
export async function confirmTotp(
  services: Services,
  caller: AccountCaller,
  { name, code }: { readonly name: string; readonly code: Secret },
): Promise<AddedFactor> {
  requireFreshSignIn({ caller, now: services.clock.now() });
  const flow = await findFlow(services, 'totp-enrolment', ofSession(caller));
  if (!flow) throw invalidCode('begin again: the QR code is older than 10 minutes');
  const seed = Buffer.from(flow.data.seed, 'base64url');
  const step = services.totp.stepOf(seed, code.reveal(), services.clock.now());
  if (step === undefined) throw invalidCode('is not the code of now; check the clock of the device');
  const added = await services.store.transaction(async (records) => {
    if (
      !(await takeFlow(changeOf(services, records, { address: '', client: '' }), 'totp-enrolment', ofSession(caller)))
    )
      throw invalidCode('begin again');
    const sealedSeed = sealSeed(services, seed);
    return addFactor(services, records, caller, { type: 'totp', name, sealedSeed, lastStep: step });
  });
  tellFactorsChanged(services, caller, caller.account, `an authenticator, ${added.factor.name}, was added`);
  return added;
}

/** One at a time in a session. */
function ofSession({ credentialId }: AccountCaller): Secret {
  return new Secret(`totp ${credentialId}`);
}

function invalidCode(reason: string): DomainError {
  return new DomainError('invalid-input', { field: 'code', reason });
}
