import type { Services } from '../../services.ts';
import { changeOf, inNameOf } from '../access/change.ts';
import { endSignIn } from './end-sign-in.ts';

const BATCH = 100;
const SERVER = { address: '', client: 'lanyard' };

/** Ends the sign-ins that were unused for too long or are past their end, and removes their tokens. */
export async function endStaleSignIns(services: Services): Promise<number> {
  const found = await services.store.read.signIns.stale(services.clock.now(), BATCH);
  for (const { id } of found) await endOne(services, id);
  return found.length;
}

function endOne(services: Services, id: string): Promise<void> {
  return services.store.transaction(async (records) => {
    const signIn = await records.signIns.lock(id);
    const account = signIn && (await records.accounts.byId(signIn.accountId));
    if (!account) return;
    const actor = { type: 'operator', id: 'server', name: 'server' } as const;
    const change = inNameOf(changeOf(services, records, SERVER), actor);
    await endSignIn(change, account, signIn, { action: 'sign-in.ended', reason: 'unused or past its end' });
  });
}
