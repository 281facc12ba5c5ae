export interface ValidationFault {
  /** The kind of fault, in zod's words. */
  readonly keyword?: string;
  readonly message?: string | undefined;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** How zod's own sentences begin. Every other sentence comes from one of our schemas. */
const OF_LIBRARY = /^(?:Invalid|Too (?:small|big)|Unrecognized|Expected|Required)\b/;

/** Describes the fault of a value to a person. The text follows the name of the field. */
export function validationText({ keyword = '', message = '', params = {} }: ValidationFault): string {
  if (message !== '' && !OF_LIBRARY.test(message)) return message;
  if (keyword === 'invalid_type') return textOfType(message, String(params.expected));
  if (keyword === 'too_small') return textOfSize('at least', params.origin, params.minimum);
  if (keyword === 'too_big') return textOfSize('at most', params.origin, params.maximum);
  if (keyword === 'invalid_value' && Array.isArray(params.values)) return `must be ${params.values.join(' or ')}`;
  if (keyword === 'invalid_format') return FORMATS[String(params.format)] ?? 'is not in the right form';
  return 'is not valid';
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

function textOfType(message: string, expected: string): string {
  if (/received undefined$/.test(message)) return 'is missing';
  return TYPES[expected] === undefined ? 'is not valid' : `must be ${TYPES[expected]}`;
}

const FORMATS: Readonly<Record<string, string>> = {
  email: 'must be an e-mail address',
  url: 'must be a URL',
  uuid: 'must be an ID',
  datetime: 'must be a date and time, such as 2026-11-29T12:00:00Z',
  date: 'must be a date, such as 2026-11-29',
};

function textOfSize(bound: 'at least' | 'at most', origin: unknown, count: unknown): string {
  if (origin === 'string' && bound === 'at least' && count === 1) return 'must not be empty';
  const units = count === 1 ? { string: ' character', array: ' item' } : { string: ' characters', array: ' items' };
  if (origin === 'string' || origin === 'array') return `must have ${bound} ${count}${units[origin]}`;
  return `must be ${bound} ${count}`;
}
