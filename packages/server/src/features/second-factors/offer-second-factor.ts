import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import { changeOf } from '../access/change.ts';
import { changeFlow, findFlow } from '../sessions/flow-state.ts';
import { isPasskey } from './passkey-enrolment.ts';
import { loginOver } from './prove-second-factor.ts';

/** What the browser asks the account's passkeys to sign, as the second step. Errors: `login-over`. */
export async function offerSecondFactor(services: Services, login: Secret): Promise<Readonly<Record<string, unknown>>> {
  const flow = await findFlow(services, 'login', login);
  if (flow?.data.entrance !== 'browser') throw loginOver();
  const challenge = services.passkeys.newChallenge();
  await services.store.transaction((records) =>
    changeFlow(changeOf(services, records, { address: '', client: '' }), 'login', login, { ...flow.data, challenge }),
  );
  const factors = await services.store.read.secondFactors.ofAccount(flow.accountId ?? '');
  return services.passkeys.requestOptions(challenge, factors.filter(isPasskey));
}
