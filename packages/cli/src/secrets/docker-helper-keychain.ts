import { failed } from '../cli-error.ts';
import { jsonObject } from '../json-object.ts';
import { type ProgramAnswer, runKeychainProgram } from './keychain-program.ts';
import type { Keychain } from './secret-store.ts';

const NOT_FOUND = 'credentials not found in native keychain';

/** The system's keychain through another credential helper, as `docker-credential-pass`. */
export function dockerHelperKeychain(name: string, program: string): Keychain {
  const run = (action: string, input: string) => runKeychainProgram(program, [action], input);
  return {
    name,
    read: async (key) => {
      const answer = await run('get', addressOf(key));
      if (answer.exitCode === 0) return secretOf(name, answer.stdout);
      if (answer.stdout.trim() === NOT_FOUND) return undefined;
      throw refusedBy(name, answer);
    },
    write: async (key, text) => {
      const input = JSON.stringify({ ServerURL: addressOf(key), Username: 'lanyard', Secret: text });
      const answer = await run('store', input);
      if (answer.exitCode !== 0) throw refusedBy(name, answer);
    },
    remove: async (key) => {
      const answer = await run('erase', addressOf(key));
      // Helpers do not agree on whether erasing nothing is a fault: only what is still there afterwards is one.
      if (answer.exitCode === 0) return;
      const { stdout } = await run('get', addressOf(key));
      if (stdout.trim() !== NOT_FOUND) throw refusedBy(name, answer);
    },
  };
}

/** Helpers take addresses alone; under this host nobody else keeps anything (RFC 6761). */
function addressOf(key: string): string {
  return `https://lanyard.invalid/${encodeURIComponent(key)}`;
}

function secretOf(name: string, stdout: string): string {
  const secret = jsonObject(stdout)?.Secret;
  if (typeof secret === 'string') return secret;
  throw failed(`docker-credential-${name} gave an answer that is none`);
}

/** A helper tells its fault on standard output; one line of it, and nothing that looks like JSON. */
function refusedBy(name: string, { stdout }: ProgramAnswer) {
  const reason = /^[^{}\n]{1,200}$/.exec(stdout.trim())?.[0].replace(/[^\x20-\x7e]/g, '?') ?? 'no reason given';
  return failed(`the keychain (docker-credential-${name}) failed: ${reason}`);
}
