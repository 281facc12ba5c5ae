import { DomainError } from '@lanyard/core/domain-error';

const MAXIMUM_REASON_LENGTH = 80;

/** `why` is for the log, in our own words. */
export function factorRefused(why: string): DomainError<'factor-refused'> {
  return new DomainError('factor-refused', {}, why);
}

/**
 * Turns every failure of `work` into a refusal, because the library and its dependencies throw many kinds of errors for
 * hostile input.
 */
export async function refusingAll<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw factorRefused(reasonOf(error));
  }
}

/** The library quotes its input only after a quotation mark or a colon. The text before it is the library's own. */
function reasonOf(error: unknown): string {
  const [reason = ''] = (error instanceof Error ? error.message : '').split(/["'`:]/, 1);
  const printable = reason.replaceAll(/[^ -~]/g, '?').trim();
  return printable.slice(0, MAXIMUM_REASON_LENGTH) || 'malformed';
}
