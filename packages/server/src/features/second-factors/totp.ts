import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { TotpFactor } from '../../store/records/second-factors/second-factors.ts';
import type { AccountCaller } from '../access/caller.ts';
import { transact } from '../access/change.ts';
import { findFlow, keepFlow, takeFlow } from '../sessions/flow-state.ts';
import { type AddedFactor, addFactor } from './factors.ts';

/** Every sign-in needs the seed again. It is stored sealed. */
const SEAL_PURPOSE = 'totp seed';

export interface OfferedTotp {
  /** For a QR code. */
  readonly uri: Secret;
  /** For a person who types it. */
  readonly seed: Secret;
}

/** A new seed for an authenticator app. It is valid after its owner enters a code from it in the same session. */
export async function offerTotp(services: Services, caller: AccountCaller): Promise<OfferedTotp> {
  const seed = services.totp.newSeed();
  const flow = { accountId: caller.account.id, data: { seed: Buffer.from(seed).toString('base64url') } };
  await transact(services, caller, (change) => keepFlow(change, 'totp-enrolment', ofSession(caller), flow));
  return { uri: services.totp.uri(seed, caller.account.name), seed: services.totp.text(seed) };
}

/** Errors: `invalid-input` for a wrong code, or if there is no new seed, and `conflict`. */
export async function confirmTotp(
  services: Services,
  caller: AccountCaller,
  { name, code }: { readonly name: string; readonly code: Secret },
): Promise<AddedFactor> {
  const flow = await findFlow(services, 'totp-enrolment', ofSession(caller));
  if (!flow) throw invalidCode('start again: the QR code is older than 10 minutes');
  const seed = Buffer.from(flow.data.seed, 'base64url');
  const lastStep = services.totp.stepOf(seed, code.reveal(), services.clock.now());
  if (lastStep === undefined) throw invalidCode('is not the current code; check the clock of the device');
  return transact(services, caller, async (change) => {
    if (!(await takeFlow(change, 'totp-enrolment', ofSession(caller)))) throw invalidCode('begin again');
    const sealedSeed = services.sealer.seal(SEAL_PURPOSE, seed);
    return addFactor(change, { type: 'totp', name, sealedSeed, lastStep });
  });
}

/** The time step of the code. Undefined if the code belongs to no step around now. */
export function stepOfCode({ totp, sealer, clock }: Services, factor: TotpFactor, code: Secret): number | undefined {
  return totp.stepOf(sealer.open(SEAL_PURPOSE, factor.sealedSeed), code.reveal(), clock.now());
}

/** A session can add only one authenticator app at a time. */
function ofSession({ credentialId }: AccountCaller): Secret {
  return new Secret(`totp ${credentialId}`);
}

function invalidCode(reason: string): DomainError {
  return new DomainError('invalid-input', { field: 'code', reason });
}
