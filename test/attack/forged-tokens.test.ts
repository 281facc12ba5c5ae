import { X509Certificate } from 'node:crypto';
import { Secret } from '@lanyard/core/secret';
import type { Keys } from '@lanyard/server/keys/create-keys';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ACCESS,
  ANONYMOUS,
  API_CLAIMS,
  type KeyWorld,
  keyWorld,
  registryOf,
} from '../../packages/server/test/keys/key-world.ts';
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
const apiToken = async () => (await keys.apiTokens.sign(API_CLAIMS)).token.reveal();
const apiTarget = async () => apiTokenTarget(world, await apiToken());
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

describe("R27, attacks 2, 3 and 36: forged registry tokens at the server's own /v2/", () => {
  it('none of more than 200 is accepted, and the honest token is', async () => {
    const target = await registryTarget();
    const forgeries = await forgedTokens(target);
    expect(forgeries.length).toBeGreaterThan(200);
    expect(new Set(forgeries.map(({ name }) => name)).size).toBe(forgeries.length);
    expect(await accepted(forgeries, passesAsRegistryToken)).toEqual([]);
    expect(await passesAsRegistryToken(target.honest.encoded.join('.'))).toBe(true);
  });

  it('are refused even if the true key signed them', async () => {
    const target = await registryTarget();
    expect(await passesAsRegistryToken(resigned(target))).toBe(true);
    expect(await accepted(misusedKeyForgeries(target), passesAsRegistryToken)).toEqual([]);
    for (const access of [undefined, null, {}, 'repository:acme/app:pull']) {
      const token = signedBy(target.trueKey, target.honest.header, { ...target.honest.claims, access });
      expect(await passesAsRegistryToken(token)).toBe(false);
    }
  });

  it('are refused with a leaf under the true root that is not valid now', async () => {
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

  it("are refused under another registry's root, whatever else they contain", async () => {
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
  it('none of more than 200 is accepted, and the honest token is', async () => {
    const target = await apiTarget();
    const forgeries = await forgedTokens(target);
    expect(forgeries.length).toBeGreaterThan(200);
    expect(await accepted(forgeries, passesAsApiToken)).toEqual([]);
    expect(await keys.apiTokens.verify(new Secret(await apiToken()))).toEqual(API_CLAIMS);
  });

  it('are refused even if the true key signed them', async () => {
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
    (
      await keys.registryTokens.sign(registryOf(keys, service), {
        subject: 'acme',
        access: ACCESS,
        credential: ANONYMOUS,
      })
    ).token;

  it('a registry token does not work as an API token, nor an API token as a registry token', async () => {
    expect(await passesAsApiToken(await registryToken())).toBe(false);
    expect(await passesAsRegistryToken(await apiToken())).toBe(false);
  });

  it('an access token, refresh token, ID token or session works as neither', async () => {
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

  it('a token with the claims of one kind and the key of the other works as neither', async () => {
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
