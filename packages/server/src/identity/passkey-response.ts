import { z } from 'zod';
import { factorRefused } from './factor-refusal.ts';

const MAXIMUM_RESPONSE_BYTES = 8192;
/** WebAuthn, section 4: a credential id has 16 bytes at least and 1023 at most. */
const MINIMUM_ID_BYTES = 16;
const MAXIMUM_ID_BYTES = 1023;
/** WebAuthn, section 5.4.3. */
const MAXIMUM_USER_HANDLE_BYTES = 64;

/** One text for the same bytes: no padding, no other alphabet, no bits left over. */
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

/** Browsers add members of their own; what is not named here is not looked at. */
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

/** A path of names that stand in the schema. */
function placeOf(error: z.ZodError): string {
  return error.issues[0]?.path.join('.') || 'its top';
}
