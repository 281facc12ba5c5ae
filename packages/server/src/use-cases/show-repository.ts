import type { Caller } from '../ports/caller.ts';
import type { Services } from '../ports/services.ts';
import { type ReachedRepository, requireVisibleRepository } from './repository-access.ts';

/** A public one, or one that the caller has a right to. Errors: `invalid-input`, `not-found`. */
export function showRepository(services: Services, caller: Caller, name: string): Promise<ReachedRepository> {
  return requireVisibleRepository(services.store.read, caller, name);
}
