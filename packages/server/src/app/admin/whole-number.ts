import { InvalidArgumentError } from 'commander';

/** An option's value; throws a usage error for what is no whole number from 1. */
export function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('must be a whole number above 0');
}
