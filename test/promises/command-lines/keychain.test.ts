import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { Secret } from '@lanyard/core/secret';
import { describe, expect, it } from 'vitest';
import { openSecretStore } from '../../../packages/cli/src/secrets/open-secret-store.ts';
import { testEnvironment } from '../../../packages/cli/test/test-context.ts';
import { recordingKeychain } from '../../support/programs/recording-keychain.ts';

const SECRET = new Secret('a "secret" of the keychain test');
const ENTRY = { key: 'credential registry.example.com:5000', account: 'acme' };

function withKeychain(secretStore?: string) {
  const { lanyardFolder } = testEnvironment();
  const keychain = recordingKeychain(dirname(lanyardFolder));
  const environment = testEnvironment({ lanyardFolder, secretStore, programFolders: [keychain.folder] });
  return { keychain, environment, lanyardFolder };
}

describe.runIf(process.platform === 'linux').each(['pass', 'secret-tool'])('secrets in the keychain %s', (name) => {
  it('can be stored, listed, read and removed', async () => {
    const { keychain, environment } = withKeychain(name);
    const store = await openSecretStore(environment);
    await store.write(ENTRY, SECRET);
    expect((await store.read(ENTRY.key))?.reveal()).toBe(SECRET.reveal());
    expect(await store.list()).toEqual([ENTRY]);
    expect(Object.values(keychain.kept()).map((text) => JSON.parse(text))).toEqual([
      { key: ENTRY.key, secret: SECRET.reveal() },
    ]);
    expect(await store.remove(ENTRY.key)).toBe(true);
    expect([keychain.kept(), await store.list(), await store.read(ENTRY.key)]).toEqual([{}, [], undefined]);
  });

  it("R45: are never in an argument, in the environment or in one of Lanyard's files", async () => {
    const { keychain, environment, lanyardFolder } = withKeychain(name);
    const store = await openSecretStore(environment);
    await store.write(ENTRY, SECRET);
    await store.read(ENTRY.key);
    await store.remove(ENTRY.key, SECRET);
    const files = readdirSync(lanyardFolder).map((file) => readFileSync(join(lanyardFolder, file), 'utf8'));
    expect(keychain.seen()).toContain(process.execPath);
    for (const text of [keychain.seen(), ...files]) expect(text).not.toContain('keychain test');
  });

  it('attack 26: are refused if the keychain returns another entry', async () => {
    const { keychain, environment } = withKeychain(name);
    const store = await openSecretStore(environment);
    await store.write(ENTRY, SECRET);
    const text = JSON.stringify({ key: 'credential evil.example', secret: 'x' });
    keychain.answerWith({ stdout: name === 'pass' ? JSON.stringify({ Secret: text }) : text, exitCode: 0 });
    await expect(store.read(ENTRY.key)).rejects.toThrow('a secret that is for something else');
  });
});

describe.runIf(process.platform === 'linux')('the choice of a keychain', () => {
  it('takes the first keychain that works, and keeps that choice', async () => {
    const { keychain, environment } = withKeychain();
    const store = await openSecretStore(environment, { create: true });
    expect(store.name).toBe('pass');
    expect(keychain.kept()).toEqual({});
    await store.write(ENTRY, SECRET);
    expect((await openSecretStore(environment)).name).toBe('pass');
  });

  it('takes a file if no keychain works, and keeps that choice', async () => {
    const { keychain, environment, lanyardFolder } = withKeychain();
    keychain.answerWith({ stdout: 'no session bus\n', exitCode: 1 });
    const store = await openSecretStore(environment, { create: true });
    expect(store.name).toBe(join(lanyardFolder, 'secrets.json'));
    await store.write(ENTRY, SECRET);
    keychain.answerWith(null);
    expect((await openSecretStore(environment, { create: true })).name).toBe(store.name);
  });

  it('is not made by a command that only reads', async () => {
    const { keychain, environment } = withKeychain();
    expect(await (await openSecretStore(environment)).list()).toEqual([]);
    expect(keychain.actions()).toEqual([]);
  });

  it('uses no program from a relative folder in PATH', async () => {
    const { keychain, environment } = withKeychain();
    const programFolders = ['.', '', relative(process.cwd(), keychain.folder)];
    const store = await openSecretStore({ ...environment, programFolders }, { create: true });
    expect(store.name).toContain('secrets.json');
    expect(keychain.actions()).toEqual([]);
  });

  it.each(['wincred', 'nonsense', '../evil', '__proto__'])('refuses the keychain name %j', async (secretStore) => {
    const { environment } = withKeychain(secretStore);
    await expect(openSecretStore(environment)).rejects.toMatchObject({ exitCode: 2 });
  });

  it('says why a keychain fails, without the rest of its output', async () => {
    const { keychain, environment } = withKeychain('pass');
    const store = await openSecretStore(environment);
    await store.write(ENTRY, SECRET);
    keychain.answerWith({ stdout: 'the keychain is locked\n', exitCode: 1 });
    await expect(store.read(ENTRY.key)).rejects.toThrow('(docker-credential-pass) failed: the keychain is locked');
    keychain.answerWith({ stdout: '{"Secret":"leak"}', exitCode: 1 });
    await expect(store.read(ENTRY.key)).rejects.toThrow(/failed: no reason given$/);
    keychain.answerWith({ stdout: '{"Secret":', exitCode: 0 });
    await expect(store.read(ENTRY.key)).rejects.toThrow('gave an answer without a secret');
  });
});
