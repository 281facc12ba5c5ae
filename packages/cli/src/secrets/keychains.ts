import { failed } from '../cli-error.ts';
import { jsonObject } from '../foreign-text.ts';
import { findProgram, type ProgramAnswer, runKeychainProgram } from './keychain-program.ts';
import type { Keychain } from './secret-store.ts';

/** Opens a keychain by its name. Returns undefined if its program is not installed. */
export function openKeychain(name: string, folders: readonly string[]): Keychain | undefined {
  if (name === 'secret-tool') return openWith(findProgram(name, folders), secretToolKeychain);
  if (name === 'security') return openWith(findProgram(name, folders), securityKeychain);
  return openWith(findProgram(`docker-credential-${name}`, folders), (program) => dockerHelperKeychain(name, program));
}

function openWith(program: string | undefined, open: (program: string) => Keychain): Keychain | undefined {
  return program === undefined ? undefined : open(program);
}

/** The text with which every credential helper says that it has no such entry. */
const HELPER_HAS_NONE = 'credentials not found in native keychain';

/** The system's keychain through another credential helper, such as `docker-credential-pass`. */
function dockerHelperKeychain(name: string, program: string): Keychain {
  const run = (action: string, input: string) => runKeychainProgram(program, [action], input);
  return {
    name,
    read: async (key) => {
      const answer = await run('get', addressOf(key));
      if (answer.exitCode === 0) return secretOf(name, answer.stdout);
      if (answer.stdout.trim() === HELPER_HAS_NONE) return undefined;
      throw refusedBy(name, answer);
    },
    write: async (key, text) => {
      const input = JSON.stringify({ ServerURL: addressOf(key), Username: 'lanyard', Secret: text });
      const answer = await run('store', input);
      if (answer.exitCode !== 0) throw refusedBy(name, answer);
    },
    remove: async (key) => {
      const answer = await run('erase', addressOf(key));
      if (answer.exitCode === 0) return;
      // Some helpers fail when there is nothing to erase. Only an entry that is still there is a fault.
      const { stdout } = await run('get', addressOf(key));
      if (stdout.trim() !== HELPER_HAS_NONE) throw refusedBy(name, answer);
    },
  };
}

/** Helpers accept only addresses. Nobody else stores anything under this host (RFC 6761). */
function addressOf(key: string): string {
  return `https://lanyard.invalid/${encodeURIComponent(key)}`;
}

function secretOf(name: string, stdout: string): string {
  const secret = jsonObject(stdout)?.Secret;
  if (typeof secret === 'string') return secret;
  throw failed(`docker-credential-${name} gave an answer without a secret`);
}

/**
 * Helpers print their fault on standard output. The message quotes one line of it, and nothing that looks like JSON.
 */
function refusedBy(name: string, { stdout }: ProgramAnswer) {
  const reason = /^[^{}\n]{1,200}$/.exec(stdout.trim())?.[0].replace(/[^\x20-\x7e]/g, '?') ?? 'no reason given';
  return failed(`the keychain (docker-credential-${name}) failed: ${reason}`);
}

/** The Secret Service of a Linux desktop, through the `secret-tool` of libsecret. */
function secretToolKeychain(program: string): Keychain {
  const attributes = (key: string) => ['application', 'lanyard', 'key', key];
  return {
    name: 'secret-tool',
    read: async (key) => {
      const { exitCode, stdout, stderr } = await runKeychainProgram(program, ['lookup', ...attributes(key)], '');
      if (exitCode === 0) return stdout;
      // It exits with 1 when there is no entry and when the service is down. Only without an entry it prints no
      // message.
      if (stderr.trim() === '') return undefined;
      throw failed('the keychain (secret-tool) did not return the secret');
    },
    write: async (key, text) => {
      const args = ['store', `--label=lanyard ${key}`, ...attributes(key)];
      const { exitCode } = await runKeychainProgram(program, args, text);
      if (exitCode !== 0) throw failed('the keychain (secret-tool) did not store the secret');
    },
    remove: async (key) => {
      const { stderr } = await runKeychainProgram(program, ['clear', ...attributes(key)], '');
      if (stderr.trim() !== '') throw failed('the keychain (secret-tool) did not remove the secret');
    },
  };
}

const SECURITY_SERVICE = 'lanyard';
const SECURITY_HAS_NONE = 44;

/**
 * The keychain of macOS, through its own `security` program. Commands that contain a secret go through standard input.
 */
function securityKeychain(program: string): Keychain {
  const item = (key: string) => ['-s', SECURITY_SERVICE, '-a', key];
  return {
    name: 'security',
    read: async (key) => {
      const args = ['find-generic-password', ...item(key), '-w'];
      const { exitCode, stdout } = await runKeychainProgram(program, args, '');
      if (exitCode === SECURITY_HAS_NONE) return undefined;
      if (exitCode !== 0) throw failed('the keychain (security) did not return the secret');
      return stdout.replace(/\n$/, '');
    },
    write: async (key, text) => {
      // -X takes hexadecimal, so nothing in the secret can be read as another argument.
      const hex = Buffer.from(text).toString('hex');
      const command = `add-generic-password -U -s ${SECURITY_SERVICE} -a "${key}" -X ${hex}\n`;
      await runKeychainProgram(program, ['-i'], command);
      // In this mode it always exits with 0.
      const { exitCode } = await runKeychainProgram(program, ['find-generic-password', ...item(key)], '');
      if (exitCode !== 0) throw failed('the keychain (security) did not store the secret');
    },
    remove: async (key) => {
      await runKeychainProgram(program, ['delete-generic-password', ...item(key)], '');
    },
  };
}
