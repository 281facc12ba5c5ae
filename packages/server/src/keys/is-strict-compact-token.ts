/**
 * Whether a JWT has exactly the form in which this server writes it: three parts of canonical base64url, header and
 * claims as `JSON.stringify` writes them, and exactly these fields in the header. So no claim is in it twice, no other
 * text counts as the same token, and no `jwk`, `crit` or `b64` has to be understood.
 */
export function isStrictCompactToken(token: string, headerFields: readonly string[]): boolean {
  const [header, claims, signature, ...more] = token.split('.', 4);
  if (header === undefined || claims === undefined || !signature || more.length > 0) return false;
  const fields = canonicalFields(header);
  if (fields?.length !== headerFields.length || !headerFields.every((field) => fields.includes(field))) return false;
  return (
    canonicalFields(claims) !== undefined && Buffer.from(signature, 'base64url').toString('base64url') === signature
  );
}

/** The names in an object. Undefined if the part is not an object or is written in another way. */
function canonicalFields(part: string): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const isCanonical = Buffer.from(JSON.stringify(value)).toString('base64url') === part;
    return isCanonical ? Object.keys(value) : undefined;
  } catch {
    return undefined;
  }
}
