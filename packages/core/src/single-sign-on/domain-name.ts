import { DomainError } from '../domain-error.ts';

const LABEL_PATTERN = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/**
 * The URL parser converts every spelling of an IPv4 address to this form. IPv6 addresses have colons, which are
 * refused.
 */
const ADDRESS_PATTERN = /^\d+(?:\.\d+){3}$/;
/** A name must fit into 253 characters together with `_lanyard-challenge.` before it. */
const MAXIMUM_LENGTH = 230;

/** Returns the canonical form: lower case, ASCII (IDNA), no dot at the end. Errors: `invalid-input`. */
export function requireDomainName(text: string): string {
  const typed = text.trim().normalize('NFKC');
  // The URL parser applies IDNA, but it would also cut off a path and drop line breaks. So these are refused first.
  if (/[\s/\\?#@:%]/.test(typed)) throw invalid('must be a domain name, such as example.com');
  const name = (URL.parse(`http://${typed}`)?.hostname ?? '').replace(/\.$/, '');
  const labels = name.split('.');
  if (ADDRESS_PATTERN.test(name)) throw invalid('must be a name, not an address');
  if (labels.length < 2) throw invalid('must be a domain name, such as example.com');
  if (name.length > MAXIMUM_LENGTH || !labels.every((label) => LABEL_PATTERN.test(label))) {
    throw invalid('must be a domain name, such as example.com');
  }
  return name;
}

function invalid(reason: string): DomainError {
  return new DomainError('invalid-input', { field: 'name', reason });
}
