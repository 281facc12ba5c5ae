import { createPrivateKey } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadMasterKey, MasterKeyError } from '../../src/keys/master-key.ts';
import { createSealer } from '../../src/keys/seal.ts';
import { ACCESS, ANONYMOUS, API_CLAIMS, type KeyWorld, keyWorld, registryOf } from './key-world.ts';

describe('the keys in the database', () => {
  let world: KeyWorld;
  beforeAll(async () => {
    world = await keyWorld();
    await world.addRegistry({ name: 'zot', kind: 'zot' });
    const { apiTokens } = await world.startKeys();
    // This key is made at its first use.
    await apiTokens.publicKeys();
  });
  afterAll(() => world.remove());

  /** The private number of each key. The rest of PKCS#8 is public. */
  async function privateNumbers(): Promise<readonly Buffer[]> {
    const sealer = createSealer(await loadMasterKey(world.masterKeyFile, { mayCreate: false }));
    const keys = await world.store.read.signingKeys.list();
    return keys.map(({ purpose, sealedPrivateKey }) => {
      const key = createPrivateKey({ key: sealer.open(purpose, sealedPrivateKey), format: 'der', type: 'pkcs8' });
      return Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url');
    });
  }

  it('R17: are a root, a fixed key, an API key and that of the audit log, all sealed', async () => {
    const keys = await world.store.read.signingKeys.list();
    expect(keys.map(({ purpose, algorithm }) => `${purpose.split(':')[0]} ${algorithm}`).sort()).toEqual([
      'api RS256',
      'audit-log EdDSA',
      'fixed ES256',
      'root ES256',
    ]);
    expect(keys.every(({ sealedPrivateKey }) => /^v1\.[\w-]+$/.test(sealedPrivateKey))).toBe(true);
  });

  it('R17: include neither the master key nor a private key in any form', async () => {
    const names = (await readdir(world.folder)).filter((name) => name.startsWith('lanyard.db'));
    const database = Buffer.concat(await Promise.all(names.map((name) => readFile(join(world.folder, name)))));
    const master = Buffer.from(await readFile(world.masterKeyFile, 'utf8'), 'base64');
    expect(database.includes('BEGIN CERTIFICATE')).toBe(true);
    for (const secret of [master, ...(await privateNumbers())]) {
      expect(secret.length).toBeGreaterThanOrEqual(32);
      const part = secret.subarray(0, 24);
      for (const form of [part, part.toString('hex'), part.toString('base64'), part.toString('base64url')]) {
        expect(database.includes(form)).toBe(false);
      }
    }
  });

  it('R19: print no private key (attack 35)', async () => {
    const keys = await world.startKeys();
    const printed = `${inspect(keys, { depth: null, showHidden: true })}${JSON.stringify(keys)}`;
    for (const number of await privateNumbers()) {
      expect(printed).not.toContain(number.toString('base64url'));
      expect(printed).not.toContain(inspect(number).slice(8, 40));
    }
  });
});

describe('starting the server', () => {
  it('fails and says why, if the master key is not the one that sealed the database', async () => {
    const world = await keyWorld();
    await world.startKeys();
    await writeFile(world.masterKeyFile, Buffer.alloc(32, 1).toString('base64'));
    await expect(world.startKeys()).rejects.toThrow(MasterKeyError);
    await expect(world.startKeys()).rejects.toThrow(/is not the one that sealed the database: put that one/);
    await world.remove();
  });

  it('in several processes at the same time creates one registry, one root, one API key and one of the audit log', async () => {
    const world = await keyWorld();
    const processes = await Promise.all(Array.from({ length: 3 }, world.startKeys));
    const signed = await Promise.all(processes.map(({ apiTokens }) => apiTokens.sign(API_CLAIMS)));
    const purposes = (await world.store.read.signingKeys.list()).map(({ purpose }) => purpose.split(':')[0]);
    expect(purposes.sort()).toEqual(['api', 'audit-log', 'root']);
    for (const { registryTokens } of processes) {
      const registry = registryOf({ registryTokens }, 'lanyard');
      const { token: registryToken } = await registryTokens.sign(registry, {
        subject: 'acme',
        access: ACCESS,
        credential: ANONYMOUS,
      });
      for (const other of processes) {
        expect(await other.registryTokens.verifyOwn(registryToken)).toEqual({ subject: 'acme' });
        for (const { token } of signed) expect(await other.apiTokens.verify(token)).toEqual(API_CLAIMS);
      }
    }
    await world.remove();
  });
});
