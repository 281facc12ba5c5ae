import { DomainError } from '@lanyard/core/domain-error';

const MAXIMUM_REASON_LENGTH = 80;

/** `why` is for the log, in our own words. */
export function factorRefused(why: string): DomainError<'factor-refused'> {
  return new DomainError('factor-refused', {}, why);
}

/** Everything that fails in here is a refusal: the library and its dependencies throw errors of many kinds at hostile input. */
export async function refusingAll<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw factorRefused(reasonOf(error));
  }
}

/** The library quotes what it was given after a quotation mark or a colon; what comes before is its own text. */
function reasonOf(error: unknown): string {
  const [reason = ''] = (error instanceof Error ? error.message : '').split(/["'`:]/, 1);
  const printable = reason.replaceAll(/[^ -~]/g, '?').trim();
  return printable.slice(0, MAXIMUM_REASON_LENGTH) || 'malformed';
}
