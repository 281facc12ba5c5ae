import type { Services } from '../../services.ts';

/** True while a set-up code waits for the first administrator. */
export async function isSetupOpen({ store, clock }: Services): Promise<boolean> {
  if (await store.read.accounts.hasAdministrator()) return false;
  return store.read.setupCodes.isOpen(clock.now());
}
