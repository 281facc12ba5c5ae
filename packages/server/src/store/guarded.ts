import { DomainError } from '@lanyard/core/domain-error';
import { storeError } from './store-error.ts';

/** Calls a method of a record, or refuses to. */
export type Around = (call: () => Promise<unknown>) => Promise<unknown>;

/** The same methods, but each call goes through `around`, takes only storable text and throws known errors. */
export function guarded<Methods extends object>(methods: Methods, around: Around): Methods {
  const entries = Object.entries(methods) as readonly (readonly [string, Method])[];
  return Object.fromEntries(entries.map(([name, method]) => [name, guardedMethod(method, around)])) as Methods;
}

type Method = (...parameters: readonly unknown[]) => Promise<unknown>;

function guardedMethod(method: Method, around: Around): Method {
  return async (...parameters) => {
    requireStorable(parameters);
    try {
      return await around(() => method(...parameters));
    } catch (error) {
      throw storeError(error);
    }
  };
}

/**
 * PostgreSQL cannot store U+0000, and both databases replace half of a surrogate pair. The text would come back
 * changed, and an audit event in the chain would look forged. Both databases refuse it in the same way, as wrong input.
 */
function requireStorable(value: unknown): void {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(requireStorable);
  if (typeof value !== 'string' || (value.isWellFormed() && !value.includes('\0'))) return;
  throw new DomainError('invalid-input', { field: 'text', reason: 'must not hold U+0000 or half a surrogate pair' });
}
