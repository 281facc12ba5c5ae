import { z } from 'zod';
import { factorRefused } from './factor-refusal.ts';

/** CollectedClientData: what the browser says of where and why a passkey was asked for. More members may come with time. */
const clientDataSchema = z.object({
  type: z.string(),
  challenge: z.string(),
  origin: z.string(),
  crossOrigin: z.boolean().optional(),
  topOrigin: z.undefined().optional(),
  /** Of WebAuthn 1 and 2: never `present`, for no connection of ours has any. */
  tokenBinding: z.object({ status: z.enum(['supported', 'not-supported']) }).optional(),
});

export interface ExpectedClientData {
  readonly type: 'webauthn.create' | 'webauthn.get';
  readonly challenge: string;
  readonly origin: string;
}

/**
 * Throws where the client data is not for this ceremony at this very origin, or comes out of a frame: no page of another
 * site may hold ours and have a passkey used in it, though browsers permit it where the outer page asks.
 * Errors: `factor-refused`.
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

/** Whether an object in well-formed JSON names a member of its own twice: readers differ in which of them counts. */
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
