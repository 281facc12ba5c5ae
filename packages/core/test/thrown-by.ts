import { DomainError, type DomainErrorCode } from '../src/domain-error.ts';

/** The code and data of the domain error that this throws; undefined if it throws none, and any other error as it is. */
export function thrownBy(act: () => unknown): { readonly code: DomainErrorCode; readonly data: unknown } | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { code: error.code, data: error.data };
  }
}
