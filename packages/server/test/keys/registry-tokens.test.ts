import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Keys } from '../../src/keys/create-keys.ts';
import { libtrustKeyId } from '../../src/keys/private-root.ts';
import { ACCESS, type KeyWorld, keyWorld, LEAF_ROTATION_SECONDS, PUBLIC_URL, registryOf } from './key-world.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const signWith = async (keys: Keys, service = 'lanyard', subject = 'acme') =>
  (await keys.registryTokens.sign(registryOf(keys, service), { subject, access: ACCESS })).token;

function leafOf(token: string): X509Certificate {
  const { x5c } = decodeProtectedHeader(token);
  const [der, ...more] = x5c as string[];
  expect(more).toEqual([]);
  return new X509Certificate(Buffer.from(der ?? '', 'base64'));
}

describe('a registry token', () => {
  let world: KeyWorld;
  let keys: Keys;
  beforeAll(async () => {
    world = await keyWorld();
    keys = await world.startKeys();
  });
  afterAll(() => world.remove());

  it('R28: says for whom, for which one registry, and until when', async () => {
    const now = Math.floor(world.clock.now() / 1000);
    const signed = await keys.registryTokens.sign(registryOf(keys, 'lanyard'), { subject: 'acme', access: ACCESS });
    const header = decodeProtectedHeader(signed.token);
    const claims = decodeJwt(signed.token);
    expect(header).toEqual({ typ: 'JWT', alg: 'ES256', kid: expect.any(String), x5c: [expect.any(String)] });
    const times = { iat: now, nbf: now - 10, exp: now + 300 };
    const names = { iss: PUBLIC_URL, sub: 'acme', aud: 'lanyard', jti: expect.stringMatching(UUID) };
    expect(claims).toEqual({ ...names, ...times, access: ACCESS });
    expect(signed).toMatchObject({ expiresInSeconds: 300, issuedAt: world.clock.now() });
  });

  it('R28: has an id that no other token has', async () => {
    const ids = (await Promise.all(Array.from({ length: 1000 }, () => signWith(keys)))).map(
      (token) => decodeJwt(token).jti,
    );
    expect(new Set(ids).size).toBe(1000);
  });

  it('names its key as Docker does: twelve groups of four, of the key in x5c', async () => {
    const token = await signWith(keys);
    const { kid } = decodeProtectedHeader(token);
    expect(kid).toMatch(/^([A-Z2-7]{4}:){11}[A-Z2-7]{4}$/);
    expect(kid).toBe(libtrustKeyId(leafOf(token).publicKey));
  });

  it('carries a leaf that the printed root signed, that outlives it and signs nothing but tokens', async () => {
    const leaf = leafOf(await signWith(keys));
    const root = new X509Certificate(keys.registryTokens.trustedCertificate(registryOf(keys, 'lanyard')));
    expect({ ca: root.ca, self: root.verify(root.publicKey) }).toEqual({ ca: true, self: true });
    expect({ ca: leaf.ca, issued: leaf.checkIssued(root), signed: leaf.verify(root.publicKey) }).toEqual({
      ca: false,
      issued: true,
      signed: true,
    });
    const now = world.clock.now();
    expect(leaf.validFromDate.getTime()).toBeLessThanOrEqual(now - 3_590_000);
    expect(leaf.validToDate.getTime()).toBeGreaterThanOrEqual(now + (LEAF_ROTATION_SECONDS + 900 + 60) * 1000);
    expect(root.validToDate.getTime() - now).toBeGreaterThan(9.9 * 365 * 86_400_000);
  });

  it('R28: has a signature of 64 bytes that an implementation of its own verifies', async () => {
    const token = await signWith(keys);
    const currentDate = new Date(world.clock.now());
    const { payload } = await jwtVerify(token, leafOf(token).publicKey, { algorithms: ['ES256'], currentDate });
    expect(payload.access).toEqual(ACCESS);
    expect(Buffer.from(token.split('.')[2] ?? '', 'base64url')).toHaveLength(64);
  });

  it('passes at our own /v2/ and tells whose it is', async () => {
    expect(await keys.registryTokens.verifyOwn(await signWith(keys))).toEqual({ subject: 'acme' });
    expect(await keys.registryTokens.verifyOwn(await signWith(keys, 'lanyard', ''))).toEqual({ subject: '' });
  });
});

describe('R29: rotation of the leaf', () => {
  let world: KeyWorld;
  let keys: Keys;
  let other: Keys;
  beforeAll(async () => {
    world = await keyWorld();
    keys = await world.startKeys();
    other = await world.startKeys();
  });
  afterAll(() => world.remove());

  const rotateNow = () =>
    world.change(({ registries }) => registries.setLeafNotBefore(registryOf(keys, 'lanyard').id, world.clock.now()));
  const keyId = async (from = keys) => decodeProtectedHeader(await signWith(from)).kid;

  it('comes with its age, not before', async () => {
    const before = await keyId();
    world.clock.advance(LEAF_ROTATION_SECONDS - 1);
    await keys.registryTokens.refresh();
    expect(await keyId()).toBe(before);
    world.clock.advance(1);
    await keys.registryTokens.refresh();
    expect(await keyId()).not.toBe(before);
  });

  it('comes at once when it is asked for, once, in every process', async () => {
    const before = [await keyId(), await keyId(other)];
    expect(before[0]).not.toBe(before[1]);
    world.clock.advance(1);
    await rotateNow();
    await Promise.all([keys.registryTokens.refresh(), other.registryTokens.refresh()]);
    const after = [await keyId(), await keyId(other)];
    expect(new Set([...before, ...after]).size).toBe(4);
    await keys.registryTokens.refresh();
    expect(await keyId()).toBe(after[0]);
  });

  it('leaves the root as it was, and the tokens of the leaf before good until they expire', async () => {
    const root = () => keys.registryTokens.trustedCertificate(registryOf(keys, 'lanyard'));
    const [token, rootBefore] = [await signWith(keys), root()];
    world.clock.advance(1);
    await rotateNow();
    await keys.registryTokens.refresh();
    expect(root()).toBe(rootBefore);
    expect(await keys.registryTokens.verifyOwn(token)).toEqual({ subject: 'acme' });
    world.clock.advance(300);
    expect(await keys.registryTokens.verifyOwn(token)).toBeUndefined();
  });

  it('never leaves a token whose leaf ends before it, with the longest life and leeway', async () => {
    await world.addRegistry({ name: 'slow', tokenTtlSeconds: 900 });
    await keys.registryTokens.refresh();
    world.clock.advance(LEAF_ROTATION_SECONDS - 1);
    await keys.registryTokens.refresh();
    const token = await signWith(keys, 'slow');
    expect(leafOf(token).validToDate.getTime()).toBeGreaterThan(Number(decodeJwt(token).exp) * 1000 + 60_000);
  });

  it('needs no sharing: a token of one process passes at another', async () => {
    expect(await other.registryTokens.verifyOwn(await signWith(keys))).toEqual({ subject: 'acme' });
  });

  it('comes too when the clock is set back, so that the leaf is good again', async () => {
    const before = await keyId();
    world.clock.advance(-7200);
    await keys.registryTokens.refresh();
    expect(await keyId()).not.toBe(before);
    expect(leafOf(await signWith(keys)).validFromDate.getTime()).toBeLessThanOrEqual(world.clock.now());
  });
});

describe('several registries', () => {
  let world: KeyWorld;
  let keys: Keys;
  beforeAll(async () => {
    world = await keyWorld();
    keys = await world.startKeys();
    await world.addRegistry({ name: 'second', service: 'registry.example.com' });
    await world.addRegistry({ name: 'zot', kind: 'zot' });
    await keys.registryTokens.refresh();
    await keys.apiTokens.refresh();
  });
  afterAll(() => world.remove());

  const certificate = (service: string, from = keys) =>
    new X509Certificate(from.registryTokens.trustedCertificate(registryOf(from, service)));

  it('are found by their service, from the next refresh on', async () => {
    expect(registryOf(keys, 'registry.example.com')).toMatchObject({ name: 'second', kind: 'distribution' });
    expect(keys.registryTokens.registryOf('second')).toBeUndefined();
    expect(keys.registryTokens.registryOf('__proto__')).toBeUndefined();
  });

  it('have a root each: a token for one is worthless at another', async () => {
    expect(certificate('registry.example.com').raw.equals(certificate('lanyard').raw)).toBe(false);
    const token = await signWith(keys, 'registry.example.com');
    expect(leafOf(token).verify(certificate('lanyard').publicKey)).toBe(false);
    expect(await keys.registryTokens.verifyOwn(token)).toBeUndefined();
  });

  it('zot gets one fixed key, the same in every process and after every rotation', async () => {
    const other = await world.startKeys();
    const before = certificate('zot');
    expect(certificate('zot', other).raw.equals(before.raw)).toBe(true);
    world.clock.advance(LEAF_ROTATION_SECONDS + 1);
    await keys.registryTokens.refresh();
    expect(certificate('zot').raw.equals(before.raw)).toBe(true);
    for (const from of [keys, other]) {
      const token = await signWith(from, 'zot');
      expect(decodeProtectedHeader(token)).toEqual({ typ: 'JWT', alg: 'ES256', kid: libtrustKeyId(before.publicKey) });
      const key = { key: before.publicKey, dsaEncoding: 'ieee-p1363' } as const;
      const [header, claims, signature = ''] = token.split('.');
      const signed = Buffer.from(`${header}.${claims}`);
      expect(verify('sha256', signed, key, Buffer.from(signature, 'base64url'))).toBe(true);
    }
  });

  it('zot, which allows no leeway, gets no time that is later than its own clock may be', async () => {
    const { iat, nbf, exp } = decodeJwt(await signWith(keys, 'zot'));
    const now = Math.floor(world.clock.now() / 1000);
    expect({ iat, nbf, exp }).toEqual({ iat: now - 10, nbf: now - 10, exp: now + 300 });
  });

  it("the key set holds zot's key and the API's, and no private part", async () => {
    const { keys: published } = keys.apiTokens.publicKeys();
    expect(published.map(({ kty, alg, use }) => ({ kty, alg, use }))).toEqual([
      { kty: 'RSA', alg: 'RS256', use: 'sig' },
      { kty: 'EC', alg: 'ES256', use: 'sig' },
    ]);
    expect(published[1]?.kid).toBe(decodeProtectedHeader(await signWith(keys, 'zot')).kid);
    const names = published.flatMap((key) => Object.keys(key));
    expect(names.filter((name) => ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'].includes(name))).toEqual([]);
    const jwk = { key: published[1], format: 'jwk' } as Parameters<typeof createPublicKey>[0];
    expect(createPublicKey(jwk).equals(certificate('zot').publicKey)).toBe(true);
  });
});
