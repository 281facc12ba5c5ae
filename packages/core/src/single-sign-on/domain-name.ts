import { DomainError } from '../domain-error.ts';

const LABEL_PATTERN = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** The URL parser turns every spelling of an IPv4 address into this one. IPv6 has colons, which are refused. */
const ADDRESS_PATTERN = /^\d+(?:\.\d+){3}$/;
/** With `_lanyard-challenge.` in front, a name must still fit into 253 characters. */
const MAXIMUM_LENGTH = 230;

/** The canonical form: lower-case, in ASCII (IDNA), without a dot at the end. Errors: `invalid-input`. */
export function requireDomainName(text: string): string {
  const typed = text.trim().normalize('NFKC');
  // The URL parser applies IDNA, but it would cut off a path and drop line breaks: those are refused first.
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
