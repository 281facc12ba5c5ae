import { DomainError } from '@lanyard/core/domain-error';
import { storeError } from './store-error.ts';

/** Runs one call of a record's method, or refuses to. */
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
 * PostgreSQL holds no U+0000, and both replace half of a surrogate pair: what was stored would not be what comes back,
 * and a chained audit event would look forged. Refused on both databases alike, as the input that it comes from.
 */
function requireStorable(value: unknown): void {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(requireStorable);
  if (typeof value !== 'string' || (value.isWellFormed() && !value.includes('\0'))) return;
  throw new DomainError('invalid-input', { field: 'text', reason: 'must not hold U+0000 or half a surrogate pair' });
}
