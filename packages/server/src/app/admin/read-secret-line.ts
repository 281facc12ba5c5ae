import { Secret } from '@lanyard/core/secret';
import { AdminError } from './admin-world.ts';

const MAXIMUM_BYTES = 8192;

/**
 * Reads the one line of stdin, without its line end. A secret is never an argument, because other users can list
 * arguments.
 */
export async function readSecretLine(input: AsyncIterable<Buffer | string>, what: string): Promise<Secret> {
  const line = decodeUtf8(await readAll(input)).replace(/\r?\n$/, '');
  if (line === '') throw new AdminError(`standard input is empty: it must have ${what} in one line`);
  if (/[\r\n]/.test(line)) throw new AdminError('standard input has more than one line');
  return new Secret(line);
}

async function readAll(input: AsyncIterable<Buffer | string>): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of input) {
    const bytes = Buffer.from(part);
    length += bytes.length;
    if (length > MAXIMUM_BYTES) throw new AdminError(`standard input has more than ${MAXIMUM_BYTES} bytes`);
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new AdminError('standard input is not UTF-8');
  }
}
