import { DomainError } from '../domain-error.ts';

/** RFC 7644, section 3.4.2.2: the only kind of filter with which directories find users and groups. */
const FILTER_PATTERN = /^\s*([A-Za-z][\w.:$-]*(?:\[type eq "work"\]\.value)?)\s+eq\s+("(?:[^"\\]|\\.)*")\s*$/i;
const CORE_SCHEMA = /^urn:ietf:params:scim:schemas:core:2\.0:(?:user|group):/i;

export interface ScimFilter<Attribute extends string> {
  readonly attribute: Attribute;
  readonly value: string;
}

/** Reads `attribute eq "value"`, with the attribute in any case. Errors: `invalid-input` for any other filter. */
export function parseScimFilter<Attribute extends string>(
  text: string,
  attributes: readonly Attribute[],
): ScimFilter<Attribute> {
  const [, path = '', quoted = ''] = FILTER_PATTERN.exec(text) ?? [];
  const name = path.replace(CORE_SCHEMA, '').toLowerCase();
  const attribute = attributes.find((one) => one.toLowerCase() === name);
  if (attribute === undefined) throw invalid(`must be ATTRIBUTE eq "VALUE" with one of ${attributes.join(', ')}`);
  return { attribute, value: unquote(quoted) };
}

function unquote(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    throw invalid('has a value that is not a JSON string');
  }
}

function invalid(reason: string): DomainError {
  return new DomainError('invalid-input', { field: 'filter', reason });
}
