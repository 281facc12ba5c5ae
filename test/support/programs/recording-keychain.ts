import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A credential helper and a secret-tool that keep secrets in a file, and record what other users could see of them. */
export interface RecordingKeychain {
  /** For the search path. */
  readonly folder: string;
  /** The command lines and environments of all runs, from /proc. */
  seen(): string;
  /** The requested actions, in order. */
  actions(): readonly string[];
  /** Everything that it stores, by name. */
  kept(): Readonly<Record<string, string>>;
  /** Sets its answer from now on. Null ends that. */
  answerWith(answer: { readonly stdout: string; readonly exitCode: number } | null): void;
}

export function recordingKeychain(home: string): RecordingKeychain {
  const folder = join(home, 'keychain');
  mkdirSync(folder, { recursive: true });
  const file = (name: string) => join(folder, name);
  writeFileSync(file('kept.json'), '{}');
  writeFileSync(file('seen'), '');
  writeFileSync(file('actions'), '');
  writeFileSync(file('answer.json'), 'null');
  for (const name of ['docker-credential-pass', 'secret-tool']) {
    writeFileSync(file(name), `#!${process.execPath}\n${program(folder)}`, { mode: 0o755 });
  }
  const read = (name: string) => readFileSync(file(name), 'utf8');
  return {
    folder,
    seen: () => read('seen'),
    actions: () => read('actions').split('\n').filter(Boolean),
    kept: () => JSON.parse(read('kept.json')),
    answerWith: (answer) => writeFileSync(file('answer.json'), JSON.stringify(answer)),
  };
}

/** Plain JavaScript, because the program's name has no file ending. */
function program(folder: string): string {
  return `
const fs = require('node:fs');
const at = (name) => ${JSON.stringify(folder)} + '/' + name;
const [action, ...rest] = process.argv.slice(2);
fs.appendFileSync(at('actions'), action + '\\n');
fs.appendFileSync(at('seen'), fs.readFileSync('/proc/self/cmdline', 'utf8') + fs.readFileSync('/proc/self/environ', 'utf8'));
const end = (stdout, code) => { process.stdout.write(stdout); process.exit(code); };
const answer = JSON.parse(fs.readFileSync(at('answer.json'), 'utf8'));
const input = fs.readFileSync(0, 'utf8');
if (answer) end(answer.stdout, answer.exitCode);
const kept = JSON.parse(fs.readFileSync(at('kept.json'), 'utf8'));
const save = () => fs.writeFileSync(at('kept.json'), JSON.stringify(kept));
const attributes = rest.filter((word) => !word.startsWith('--')).join(' ');
const ACTIONS = {
  store() {
    if (rest.length > 0) kept[attributes] = input;
    else { const { ServerURL, Secret } = JSON.parse(input); kept[ServerURL] = Secret; }
    save();
  },
  get() {
    if (!(input in kept)) end('credentials not found in native keychain\\n', 1);
    end(JSON.stringify({ ServerURL: input, Username: 'lanyard', Secret: kept[input] }), 0);
  },
  erase() { if (!(input in kept)) end('not there\\n', 1); delete kept[input]; save(); },
  lookup() { if (!(attributes in kept)) process.exit(1); end(kept[attributes], 0); },
  clear() { delete kept[attributes]; save(); },
};
ACTIONS[action]();
`;
}
