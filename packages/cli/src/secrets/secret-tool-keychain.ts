import { failed } from '../cli-error.ts';
import { runKeychainProgram } from './keychain-program.ts';
import type { Keychain } from './secret-store.ts';

/** The Secret Service of a Linux desktop, through libsecret's own `secret-tool`. */
export function secretToolKeychain(program: string): Keychain {
  const attributes = (key: string) => ['application', 'lanyard', 'key', key];
  return {
    name: 'secret-tool',
    read: async (key) => {
      const { exitCode, stdout, stderr } = await runKeychainProgram(program, ['lookup', ...attributes(key)], '');
      if (exitCode === 0) return stdout;
      // It exits with 1 both where there is none, then without a word, and where the service is away.
      if (stderr.trim() === '') return undefined;
      throw failed('the keychain (secret-tool) did not give the secret');
    },
    write: async (key, text) => {
      const args = ['store', `--label=lanyard ${key}`, ...attributes(key)];
      const { exitCode } = await runKeychainProgram(program, args, text);
      if (exitCode !== 0) throw failed('the keychain (secret-tool) did not take the secret');
    },
    remove: async (key) => {
      const { stderr } = await runKeychainProgram(program, ['clear', ...attributes(key)], '');
      if (stderr.trim() !== '') throw failed('the keychain (secret-tool) did not remove the secret');
    },
  };
}
