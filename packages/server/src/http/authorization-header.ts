import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';

/** One scheme, one space, one value. Anything else is malformed, not anonymous (attack 4). */
const HEADER_PATTERN = /^([A-Za-z]+) +([A-Za-z0-9._~+/=-]+)$/;
const BASE64_PATTERN = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;
const MAXIMUM_LENGTH = 8192;
const UTF8 = new TextDecoder('utf-8', { fatal: true });

interface Authorization {
  readonly scheme: string;
  readonly value: string;
}

interface BasicCredential {
  readonly name: string;
  readonly secret: Secret;
}

/** RFC 7617. Undefined without a header. Throws `invalid-input` for any other scheme and for a malformed value. */
export function basicCredential(header: string | undefined): BasicCredential | undefined {
  const authorization = parseAuthorization(header);
  if (!authorization) return undefined;
  if (authorization.scheme !== 'basic') throw invalid('must use the Basic scheme');
  if (!BASE64_PATTERN.test(authorization.value)) throw invalid('is not base64');
  const pair = decodeUtf8(Buffer.from(authorization.value, 'base64'));
  const colon = pair.indexOf(':');
  if (colon === -1) throw invalid('must hold NAME:SECRET');
  return { name: pair.slice(0, colon), secret: new Secret(pair.slice(colon + 1)) };
}

/** RFC 6750. Hub's clients also send `JWT` as the scheme. */
export function bearerToken(header: string | undefined, schemes: readonly string[]): Secret | undefined {
  const authorization = parseAuthorization(header);
  if (!authorization) return undefined;
  if (!schemes.includes(authorization.scheme)) throw invalid('must use the Bearer scheme');
  return new Secret(authorization.value);
}

function parseAuthorization(header: string | undefined): Authorization | undefined {
  if (header === undefined) return undefined;
  if (header.length > MAXIMUM_LENGTH) throw invalid(`is longer than ${MAXIMUM_LENGTH} characters`);
  const [, scheme, value] = HEADER_PATTERN.exec(header) ?? [];
  if (scheme === undefined || value === undefined) throw invalid('must be SCHEME VALUE');
  return { scheme: scheme.toLowerCase(), value };
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw invalid('is not UTF-8');
  }
}

function invalid(reason: string): DomainError {
  return new DomainError('invalid-input', { field: 'Authorization', reason });
}
