import { DomainError } from '../domain-error.ts';

const LABEL_PATTERN = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** Every spelling of an IPv4 address becomes this one; a colon of IPv6 is refused before. */
const ADDRESS_PATTERN = /^\d+(?:\.\d+){3}$/;
/** With `_lanyard-challenge.` before it, a name must still fit into 253 characters. */
const MAXIMUM_LENGTH = 230;

/** The canonical form: lower-case, in ASCII (IDNA), without a dot at the end. Errors: `invalid-input`. */
export function requireDomainName(text: string): string {
  const typed = text.trim().normalize('NFKC');
  // Read as a URL's host is, IDNA and all: it would cut a path off, and drop a line end within.
  if (/[\s/\\?#@:%]/.test(typed)) throw invalid('must be a domain name, as example.com');
  const name = (URL.parse(`http://${typed}`)?.hostname ?? '').replace(/\.$/, '');
  const labels = name.split('.');
  if (ADDRESS_PATTERN.test(name)) throw invalid('must be a name, not an address');
  if (labels.length < 2) throw invalid('must be a domain of your own, as example.com');
  if (name.length > MAXIMUM_LENGTH || !labels.every((label) => LABEL_PATTERN.test(label))) {
    throw invalid('must be a domain name, as example.com');
  }
  return name;
}

function invalid(reason: string): DomainError {
  return new DomainError('invalid-input', { field: 'name', reason });
}
