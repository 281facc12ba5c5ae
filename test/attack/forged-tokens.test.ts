import { X509Certificate } from 'node:crypto';
import { Secret } from '@lanyard/core/secret';
import type { Keys } from '@lanyard/server/keys/create-keys';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCESS, API_CLAIMS, type KeyWorld, keyWorld, registryOf } from '../../packages/server/test/keys/key-world.ts';
import { forgedTokens } from '../support/forgeries/registry-tokens/forged-tokens.ts';
import { type Forgery, type ForgeryTarget, signedBy } from '../support/forgeries/registry-tokens/forgery.ts';
import { apiTokenTarget, registryTokenTarget } from '../support/forgeries/registry-tokens/forgery-targets.ts';
import { misusedKeyForgeries, misusedRootForgeries } from '../support/forgeries/registry-tokens/misuse-forgeries.ts';

let world: KeyWorld;
let keys: Keys;
beforeAll(async () => {
  world = await keyWorld();
  keys = await world.startKeys();
  await world.addRegistry({ name: 'other' });
  await keys.registryTokens.refresh();
});
afterAll(() => world.remove());

const registryTarget = () => registryTokenTarget(world, keys.registryTokens, registryOf(keys, 'lanyard'));
const apiToken = () => keys.apiTokens.sign(API_CLAIMS).token.reveal();
const apiTarget = () => apiTokenTarget(world, apiToken());
const passesAsRegistryToken = async (token: string) => (await keys.registryTokens.verifyOwn(token)) !== undefined;
const passesAsApiToken = async (token: string) => (await keys.apiTokens.verify(new Secret(token))) !== undefined;

async function accepted(
  forgeries: readonly Forgery[],
  passes: (token: string) => Promise<boolean>,
): Promise<readonly string[]> {
  const results = await Promise.all(forgeries.map(async ({ name, token }) => ({ name, passes: await passes(token) })));
  return results.filter((result) => result.passes).map(({ name }) => name);
}

const resigned = ({ honest, trueKey }: ForgeryTarget) => signedBy(trueKey, honest.header, honest.claims);

describe('R27, attacks 2, 3 and 36: forged registry tokens at our own /v2/', () => {
  it('are not accepted, 0 of more than 200, where the honest one is', async () => {
    const target = await registryTarget();
    const forgeries = await forgedTokens(target);
    expect(forgeries.length).toBeGreaterThan(200);
    expect(new Set(forgeries.map(({ name }) => name)).size).toBe(forgeries.length);
    expect(await accepted(forgeries, passesAsRegistryToken)).toEqual([]);
    expect(await passesAsRegistryToken(target.honest.encoded.join('.'))).toBe(true);
  });

  it('are not accepted either where the true key signs what it should not', async () => {
    const target = await registryTarget();
    expect(await passesAsRegistryToken(resigned(target))).toBe(true);
    expect(await accepted(misusedKeyForgeries(target), passesAsRegistryToken)).toEqual([]);
    for (const access of [undefined, null, {}, 'repository:acme/app:pull']) {
      const token = signedBy(target.trueKey, target.honest.header, { ...target.honest.claims, access });
      expect(await passesAsRegistryToken(token)).toBe(false);
    }
  });

  it('are not accepted with a leaf under the true root that is not good now', async () => {
    const target = await registryTarget();
    expect(await accepted(await misusedRootForgeries(target, target.root), passesAsRegistryToken)).toEqual([]);
    const [leaf = ''] = target.certificates;
    for (const x5c of [
      [leaf, leaf],
      [leaf, new X509Certificate(target.root.certificatePem).raw.toString('base64')],
    ]) {
      const token = signedBy(target.trueKey, { ...target.honest.header, x5c }, target.honest.claims);
      expect(await passesAsRegistryToken(token)).toBe(false);
    }
  });

  it("are not accepted under another registry's root, whatever else they say", async () => {
    const [own, other] = [
      await registryTarget(),
      await registryTokenTarget(world, keys.registryTokens, registryOf(keys, 'other')),
    ];
    const chains = [other.certificates, [...other.certificates, ...own.certificates], own.certificates];
    for (const x5c of chains) {
      const token = signedBy(other.trueKey, { ...other.honest.header, x5c }, own.honest.claims);
      expect(await passesAsRegistryToken(token)).toBe(false);
    }
  });
});

describe('R27, attacks 2, 3 and 36: forged API tokens', () => {
  it('are not accepted, 0 of more than 200, where the honest one is', async () => {
    const target = await apiTarget();
    const forgeries = await forgedTokens(target);
    expect(forgeries.length).toBeGreaterThan(200);
    expect(await accepted(forgeries, passesAsApiToken)).toEqual([]);
    expect(await keys.apiTokens.verify(new Secret(apiToken()))).toEqual(API_CLAIMS);
  });

  it('are not accepted either where the true key signs what it should not', async () => {
    const target = await apiTarget();
    expect(await passesAsApiToken(resigned(target))).toBe(true);
    expect(await accepted(misusedKeyForgeries(target), passesAsApiToken)).toEqual([]);
    for (const alg of ['PS256', 'RS512']) {
      const key = { ...target.trueKey, alg };
      expect(await passesAsApiToken(signedBy(key, { ...target.honest.header, alg }, target.honest.claims))).toBe(false);
    }
  });
});

describe('R28: one kind of credential does not pass for another', () => {
  const registryToken = async (service = 'lanyard') =>
    (await keys.registryTokens.sign(registryOf(keys, service), { subject: 'acme', access: ACCESS })).token;

  it('a registry token is no API token, an API token no registry token', async () => {
    expect(await passesAsApiToken(await registryToken())).toBe(false);
    expect(await passesAsRegistryToken(apiToken())).toBe(false);
  });

  it('an access token, a refresh token, an ID token or a session is neither', async () => {
    const target = await apiTarget();
    const { iss, aud, sub, iat, exp } = target.honest.claims;
    const idToken = signedBy(
      target.trueKey,
      { ...target.honest.header, typ: 'JWT' },
      { iss, aud, sub, iat, exp, nonce: 'n' },
    );
    const refreshToken = keys.refreshTokens.make({ commandLineId: world.random.uuid(), generation: 1 }).reveal();
    const others = [
      idToken,
      refreshToken,
      'lyd_pat_0123456789abcdefghijABCDEFGHIJ012345',
      'lyd_auto_0',
      'Zm9v',
      `${'A'.repeat(43)}`,
    ];
    for (const token of others) {
      expect([await passesAsApiToken(token), await passesAsRegistryToken(token)]).toEqual([false, false]);
    }
  });

  it("the API's claims under a registry's key, and the reverse, are neither", async () => {
    const [registry, api] = [await registryTarget(), await apiTarget()];
    const crossed = [
      signedBy(registry.trueKey, registry.honest.header, api.honest.claims),
      signedBy(registry.trueKey, { ...api.honest.header, alg: 'ES256' }, api.honest.claims),
      signedBy(api.trueKey, api.honest.header, registry.honest.claims),
      signedBy(api.trueKey, { ...registry.honest.header, alg: 'RS256' }, registry.honest.claims),
    ];
    for (const token of crossed) {
      expect([await passesAsApiToken(token), await passesAsRegistryToken(token)]).toEqual([false, false]);
    }
  });
});
