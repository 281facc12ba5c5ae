import { inspect } from 'node:util';
import { Secret } from '@lanyard/core/secret';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Keys } from '../../src/keys/create-keys.ts';
import { API_CLAIMS, type KeyWorld, keyWorld, PUBLIC_URL } from './key-world.ts';

describe('an API token', () => {
  let world: KeyWorld;
  let keys: Keys;
  beforeAll(async () => {
    world = await keyWorld();
    keys = await world.startKeys();
  });
  afterAll(() => world.remove());

  it('R28: names its account, its issuer and its expiration', async () => {
    const iat = Math.floor(world.clock.now() / 1000);
    const signed = await keys.apiTokens.sign(API_CLAIMS);
    const token = signed.token.reveal();
    expect(signed.expiresInSeconds).toBe(600);
    expect(decodeProtectedHeader(token)).toEqual({
      typ: 'at+jwt',
      alg: 'RS256',
      kid: expect.stringMatching(/^([A-Z2-7]{4}:){11}[A-Z2-7]{4}$/),
    });
    expect(decodeJwt(token)).toMatchObject({ iss: PUBLIC_URL, aud: PUBLIC_URL, sub: '5b2c', iat, exp: iat + 600 });
  });

  it('has the account where the docker CLI looks for it', async () => {
    const { token } = await keys.apiTokens.sign(API_CLAIMS);
    expect(decodeJwt(token.reveal())['https://hub.docker.com']).toEqual({
      uuid: '5b2c',
      username: 'acme',
      email: 'acme@example.com',
      source: 'token',
      session_id: '77aa',
    });
  });

  it('gives its claims back in every server process', async () => {
    const other = await world.startKeys();
    for (const source of ['password', 'token', 'sign-in'] as const) {
      const { token } = await keys.apiTokens.sign({ ...API_CLAIMS, source });
      expect(await keys.apiTokens.verify(token)).toEqual({ ...API_CLAIMS, source });
      expect(await other.apiTokens.verify(token)).toEqual({ ...API_CLAIMS, source });
    }
  });

  it('can be verified by anyone with the published key', async () => {
    const { token } = await keys.apiTokens.sign(API_CLAIMS);
    const published = createLocalJWKSet((await keys.apiTokens.publicKeys()) as Parameters<typeof createLocalJWKSet>[0]);
    const currentDate = new Date(world.clock.now());
    const { payload } = await jwtVerify(token.reveal(), published, { issuer: PUBLIC_URL, typ: 'at+jwt', currentDate });
    expect(payload.sub).toBe('5b2c');
  });

  it('R28: has a different id each time', async () => {
    const signed = await Promise.all(Array.from({ length: 20 }, () => keys.apiTokens.sign(API_CLAIMS)));
    expect(new Set(signed.map(({ token }) => decodeJwt(token.reveal()).jti)).size).toBe(20);
  });

  it('R19: is printed as [secret] (attack 35)', async () => {
    const signed = await keys.apiTokens.sign(API_CLAIMS);
    const [, , signature = ''] = signed.token.reveal().split('.');
    expect(`${inspect(signed)}${JSON.stringify(signed)}`).not.toContain(signature.slice(0, 20));
  });

  it('from a server with another address or another key is refused', async () => {
    const elsewhere = await keyWorld();
    const { token: foreign } = await (await elsewhere.startKeys()).apiTokens.sign(API_CLAIMS);
    expect(await keys.apiTokens.verify(foreign)).toBeUndefined();
    await elsewhere.remove();
  });

  it('is valid for 600 seconds and no longer', async () => {
    const { token } = await keys.apiTokens.sign(API_CLAIMS);
    world.clock.advance(599);
    expect(await keys.apiTokens.verify(token)).toEqual(API_CLAIMS);
    world.clock.advance(1);
    expect(await keys.apiTokens.verify(token)).toBeUndefined();
    expect(await keys.apiTokens.verify(new Secret(''))).toBeUndefined();
  });
});
