import { dockerHelperKeychain } from './docker-helper-keychain.ts';
import { findProgram } from './keychain-program.ts';
import type { Keychain } from './secret-store.ts';
import { secretToolKeychain } from './secret-tool-keychain.ts';
import { securityKeychain } from './security-keychain.ts';

/** A keychain by name, or undefined where its program is not installed. */
export function openKeychain(name: string, folders: readonly string[]): Keychain | undefined {
  if (name === 'secret-tool') return openWith(findProgram(name, folders), secretToolKeychain);
  if (name === 'security') return openWith(findProgram(name, folders), securityKeychain);
  return openWith(findProgram(`docker-credential-${name}`, folders), (program) => dockerHelperKeychain(name, program));
}

function openWith(program: string | undefined, open: (program: string) => Keychain): Keychain | undefined {
  return program === undefined ? undefined : open(program);
}
