import { failed } from '../cli-error.ts';
import { runKeychainProgram } from './keychain-program.ts';
import type { Keychain } from './secret-store.ts';

const SERVICE = 'lanyard';
const NOT_FOUND = 44;

/** The keychain of macOS, through its own `security`. Commands that carry a secret go in by standard input. */
export function securityKeychain(program: string): Keychain {
  const item = (key: string) => ['-s', SERVICE, '-a', key];
  return {
    name: 'security',
    read: async (key) => {
      const args = ['find-generic-password', ...item(key), '-w'];
      const { exitCode, stdout } = await runKeychainProgram(program, args, '');
      if (exitCode === NOT_FOUND) return undefined;
      if (exitCode !== 0) throw failed('the keychain (security) did not give the secret');
      return stdout.replace(/\n$/, '');
    },
    write: async (key, text) => {
      // -X takes hexadecimal, so that nothing in the secret can be read as a further argument.
      const command = `add-generic-password -U -s ${SERVICE} -a "${key}" -X ${Buffer.from(text).toString('hex')}\n`;
      await runKeychainProgram(program, ['-i'], command);
      // Its interactive mode always exits with 0.
      const { exitCode } = await runKeychainProgram(program, ['find-generic-password', ...item(key)], '');
      if (exitCode !== 0) throw failed('the keychain (security) did not take the secret');
    },
    remove: async (key) => {
      await runKeychainProgram(program, ['delete-generic-password', ...item(key)], '');
    },
  };
}
