export type JsonObject = Readonly<Record<string, unknown>>;

export interface TokenParts {
  readonly header: JsonObject;
  readonly claims: JsonObject;
  /** The three parts as they stand in the token. */
  readonly encoded: readonly [header: string, claims: string, signature: string];
}

/** Objects become JSON; a string is taken as it is, for what JSON.stringify cannot write. */
export function encodePart(part: JsonObject | readonly unknown[] | string): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}

/** Throws where the text is not three parts. */
export function partsOf(token: string): TokenParts {
  const [header, claims, signature, ...more] = token.split('.');
  if (!header || !claims || !signature || more.length > 0) throw new Error('not a compact token');
  return { header: decodePart(header), claims: decodePart(claims), encoded: [header, claims, signature] };
}

function decodePart(part: string): JsonObject {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}
