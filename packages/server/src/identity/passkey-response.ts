import { z } from 'zod';
import { factorRefused } from './factor-refusal.ts';

const MAXIMUM_RESPONSE_BYTES = 8192;
/** WebAuthn, section 4: a credential id has at least 16 and at most 1023 bytes. */
const MINIMUM_ID_BYTES = 16;
const MAXIMUM_ID_BYTES = 1023;
/** WebAuthn, section 5.4.3. */
const MAXIMUM_USER_HANDLE_BYTES = 64;

/** Allows only one text for the same bytes: no padding, no other alphabet, no unused bits. */
function bytesText(minimumBytes: number, maximumBytes: number) {
  return z
    .string()
    .max(Math.ceil((maximumBytes * 4) / 3))
    .refine((text) => {
      const bytes = Buffer.from(text, 'base64url');
      return bytes.length >= minimumBytes && bytes.toString('base64url') === text;
    });
}

const credentialId = bytesText(MINIMUM_ID_BYTES, MAXIMUM_ID_BYTES);
const part = bytesText(1, 4096);
const credential = { id: credentialId, rawId: credentialId, type: z.literal('public-key') };

/** Browsers add members of their own. Members that are not named here are ignored. */
const creationSchema = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: part,
    attestationObject: part,
    transports: z
      .array(z.string().regex(/^[a-z][a-z-]{0,31}$/))
      .max(8)
      .nullish(),
  }),
});

const requestSchema = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: part,
    authenticatorData: part,
    signature: part,
    userHandle: bytesText(1, MAXIMUM_USER_HANDLE_BYTES).nullish(),
  }),
});

export type CreationResponse = z.infer<typeof creationSchema>;
export type RequestResponse = z.infer<typeof requestSchema>;

/** RegistrationResponseJSON. Errors: `factor-refused`. */
export function readCreationResponse(response: unknown): CreationResponse {
  return read(creationSchema, response);
}

/** AuthenticationResponseJSON. Errors: `factor-refused`. */
export function readRequestResponse(response: unknown): RequestResponse {
  return read(requestSchema, response);
}

function read<Response extends { readonly id: string; readonly rawId: string }>(
  schema: z.ZodType<Response>,
  response: unknown,
): Response {
  if (byteLength(response) > MAXIMUM_RESPONSE_BYTES) throw factorRefused('the response is too large');
  const { data, error } = schema.safeParse(response);
  if (error) throw factorRefused(`the response is malformed at ${placeOf(error)}`);
  if (data.id !== data.rawId) throw factorRefused('id and rawId differ');
  return data;
}

function byteLength(response: unknown): number {
  try {
    return Buffer.byteLength(JSON.stringify(response) ?? '');
  } catch {
    throw factorRefused('the response is no JSON');
  }
}

/** The path of the fault. It has only names from the schema. */
function placeOf(error: z.ZodError): string {
  return error.issues[0]?.path.join('.') || 'its top';
}

/**
 * CollectedClientData: the browser's information about where and why a passkey was requested. Future browsers can add
 * members.
 */
const clientDataSchema = z.object({
  type: z.string(),
  challenge: z.string(),
  origin: z.string(),
  crossOrigin: z.boolean().optional(),
  topOrigin: z.undefined().optional(),
  /** From WebAuthn 1 and 2. It is never `present`, because our connections have no token binding. */
  tokenBinding: z.object({ status: z.enum(['supported', 'not-supported']) }).optional(),
});

export interface ExpectedClientData {
  readonly type: 'webauthn.create' | 'webauthn.get';
  readonly challenge: string;
  readonly origin: string;
}

/**
 * Throws if the client data is not for this ceremony at exactly this origin, or comes from a frame. A page of another
 * site must not embed ours and have a passkey used in it, although browsers allow it if the outer page asks. Errors:
 * `factor-refused`.
 */
export function requireClientData(clientDataJson: string, expected: ExpectedClientData): void {
  const clientData = parseClientData(Buffer.from(clientDataJson, 'base64url'));
  if (clientData.type !== expected.type) throw factorRefused('the client data is of another type');
  if (clientData.challenge !== expected.challenge) throw factorRefused('the challenge is another');
  if (clientData.origin !== expected.origin) throw factorRefused('the origin is another');
  if (clientData.crossOrigin === true) throw factorRefused('it was used in a frame of another origin');
}

function parseClientData(bytes: Uint8Array) {
  const text = textOf(bytes);
  const parsed = clientDataSchema.safeParse(jsonOf(text));
  if (!parsed.success) {
    const [name] = parsed.error.issues[0]?.path ?? [];
    throw factorRefused(
      name === undefined ? 'the client data is no object' : `the client data has a bad ${String(name)}`,
    );
  }
  if (hasRepeatedMember(text)) throw factorRefused('the client data says one thing twice');
  return parsed.data;
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw factorRefused('the client data is not UTF-8');
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw factorRefused('the client data is not JSON');
  }
}

/** Whether an object in well-formed JSON has the same member twice. Readers disagree about which one counts. */
function hasRepeatedMember(json: string): boolean {
  const names: unknown[] = [];
  let depth = 0;
  for (const { groups } of json.matchAll(/(?<open>[{[])|(?<close>[}\]])|(?<text>"(?:[^"\\]|\\.)*")(?<colon>\s*:)?/g)) {
    if (groups?.open) depth += 1;
    if (groups?.close) depth -= 1;
    if (groups?.colon && depth === 1) names.push(JSON.parse(groups.text ?? ''));
  }
  return new Set(names).size < names.length;
}
