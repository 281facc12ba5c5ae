import type { Services } from '../../services.ts';
import type { Caller } from '../access/caller.ts';
import { type ReachedRepository, requireVisibleRepository } from '../access/repository-access.ts';

/** A public one, or one that the caller has a right to. Errors: `invalid-input`, `not-found`. */
export function showRepository(services: Services, caller: Caller, name: string): Promise<ReachedRepository> {
  return requireVisibleRepository({ records: services.store.read, caller }, name);
}
