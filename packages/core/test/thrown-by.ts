import { DomainError, type DomainErrorCode } from '../src/domain-error.ts';

/**
 * The code and data of the domain error that this function throws. Undefined if it throws none. Any other error is
 * thrown again.
 */
export function thrownBy(act: () => unknown): { readonly code: DomainErrorCode; readonly data: unknown } | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { code: error.code, data: error.data };
  }
}
