import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Keys } from '../../src/keys/create-keys.ts';
import { libtrustKeyId } from '../../src/keys/private-root.ts';
import {
  ACCESS,
  ANONYMOUS,
  type KeyWorld,
  keyWorld,
  LEAF_ROTATION_SECONDS,
  PUBLIC_URL,
  registryOf,
} from './key-world.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const signWith = (keys: Keys, service = 'lanyard', subject = 'acme') =>
  keys.registryTokens.sign(registryOf(keys, service), { subject, access: ACCESS, credential: ANONYMOUS }).token;

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

  it('R28: names its account, exactly one registry, and its expiration', async () => {
    const now = Math.floor(world.clock.now() / 1000);
    const signed = keys.registryTokens.sign(registryOf(keys, 'lanyard'), {
      subject: 'acme',
      access: ACCESS,
      credential: ANONYMOUS,
    });
    const header = decodeProtectedHeader(signed.token);
    const claims = decodeJwt(signed.token);
    expect(header).toEqual({ typ: 'JWT', alg: 'ES256', kid: expect.any(String), x5c: [expect.any(String)] });
    const times = { iat: now, nbf: now - 10, exp: now + 300 };
    const names = { iss: PUBLIC_URL, sub: 'acme', aud: 'lanyard', jti: expect.stringMatching(UUID) };
    expect(claims).toEqual({ ...names, ...times, access: ACCESS, credential: ANONYMOUS });
    expect(signed).toMatchObject({ expiresInSeconds: 300, issuedAt: world.clock.now() });
  });

  it('R28: has an id that no other token has', async () => {
    const tokens = Array.from({ length: 1000 }, (_, index) => signWith(keys, 'lanyard', `account-${index}`));
    expect(new Set(tokens.map((token) => decodeJwt(token).jti)).size).toBe(1000);
  });

  it('is the same from the second time on for the same claims within 3 seconds, and says how long it still lasts', () => {
    const claims = { subject: 'often', access: ACCESS, credential: ANONYMOUS };
    const sign = () => keys.registryTokens.sign(registryOf(keys, 'lanyard'), claims);
    world.clock.advance(10);
    const once = sign();
    const first = sign();
    expect(first.token).not.toBe(once.token);
    expect(sign()).toEqual(first);
    world.clock.advance(2.5);
    expect(sign()).toEqual({ ...first, expiresInSeconds: 297 });
    world.clock.advance(0.5);
    const next = sign();
    expect(next.token).not.toBe(first.token);
    expect(next.expiresInSeconds).toBe(300);
    world.clock.advance(-1);
    expect(sign().token).not.toBe(next.token);
  });

  it('is a new one for any other account, access or credential, and after the keys are read again', async () => {
    const claims = { subject: 'acme', access: ACCESS, credential: ANONYMOUS };
    const signOnce = (changes = {}, service = 'lanyard') =>
      keys.registryTokens.sign(registryOf(keys, service), { ...claims, ...changes }).token;
    // The second one is kept.
    const sign = (changes = {}, service = 'lanyard') => {
      signOnce(changes, service);
      return signOnce(changes, service);
    };
    const tokens = [
      sign(),
      sign({ subject: 'acm' }),
      sign({ access: [] }),
      sign({ access: ACCESS.map((entry) => ({ ...entry, actions: [] })) }),
      sign({ credential: { type: 'token', id: 'one' } }),
      sign({ credential: { type: 'token', id: 'another' } }),
    ];
    await keys.registryTokens.refresh();
    tokens.push(sign());
    expect(new Set(tokens).size).toBe(tokens.length);
  });

  it("names its key in Docker's format: twelve groups of four, for the key in x5c", async () => {
    const token = signWith(keys);
    const { kid } = decodeProtectedHeader(token);
    expect(kid).toMatch(/^([A-Z2-7]{4}:){11}[A-Z2-7]{4}$/);
    expect(kid).toBe(libtrustKeyId(leafOf(token).publicKey));
  });

  it('has a leaf certificate that the root signed, that lasts longer than the token and cannot sign certificates', async () => {
    const leaf = leafOf(signWith(keys));
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

  it('R28: has a signature of 64 bytes that an independent implementation verifies', async () => {
    const token = signWith(keys);
    const currentDate = new Date(world.clock.now());
    const { payload } = await jwtVerify(token, leafOf(token).publicKey, { algorithms: ['ES256'], currentDate });
    expect(payload.access).toEqual(ACCESS);
    expect(Buffer.from(token.split('.')[2] ?? '', 'base64url')).toHaveLength(64);
  });

  it('is accepted at /v2/ of this server, which learns the account from it', async () => {
    expect(await keys.registryTokens.verifyOwn(signWith(keys))).toEqual({ subject: 'acme' });
    expect(await keys.registryTokens.verifyOwn(signWith(keys, 'lanyard', ''))).toEqual({ subject: '' });
  });
});

describe('R29: rotation of the signing leaf', () => {
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
  const keyId = async (from = keys) => decodeProtectedHeader(signWith(from)).kid;

  it('happens when the leaf reaches its age limit, and not before', async () => {
    const before = await keyId();
    world.clock.advance(LEAF_ROTATION_SECONDS - 1);
    await keys.registryTokens.refresh();
    expect(await keyId()).toBe(before);
    world.clock.advance(1);
    await keys.registryTokens.refresh();
    expect(await keyId()).not.toBe(before);
  });

  it('happens at once on request, once in every process', async () => {
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

  it('keeps the root, and the tokens of the previous leaf stay valid until they expire', async () => {
    const root = () => keys.registryTokens.trustedCertificate(registryOf(keys, 'lanyard'));
    const [token, rootBefore] = [signWith(keys), root()];
    world.clock.advance(1);
    await rotateNow();
    await keys.registryTokens.refresh();
    expect(root()).toBe(rootBefore);
    expect(await keys.registryTokens.verifyOwn(token)).toEqual({ subject: 'acme' });
    world.clock.advance(300);
    expect(await keys.registryTokens.verifyOwn(token)).toBeUndefined();
  });

  it('never gives a token that lasts longer than its leaf, with the longest lifetime and leeway', async () => {
    await world.addRegistry({ name: 'slow', tokenTtlSeconds: 900 });
    await keys.registryTokens.refresh();
    world.clock.advance(LEAF_ROTATION_SECONDS - 1);
    await keys.registryTokens.refresh();
    const token = signWith(keys, 'slow');
    expect(leafOf(token).validToDate.getTime()).toBeGreaterThan(Number(decodeJwt(token).exp) * 1000 + 60_000);
  });

  it('needs no shared keys: another process accepts the token', async () => {
    expect(await other.registryTokens.verifyOwn(signWith(keys))).toEqual({ subject: 'acme' });
  });

  it('also happens when the clock is set back, so that the leaf is valid again', async () => {
    const before = await keyId();
    world.clock.advance(-7200);
    await keys.registryTokens.refresh();
    expect(await keyId()).not.toBe(before);
    expect(leafOf(signWith(keys)).validFromDate.getTime()).toBeLessThanOrEqual(world.clock.now());
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

  it('are found by their service, after the next refresh', async () => {
    expect(registryOf(keys, 'registry.example.com')).toMatchObject({ name: 'second', kind: 'distribution' });
    expect(keys.registryTokens.registryOf('second')).toBeUndefined();
    expect(keys.registryTokens.registryOf('__proto__')).toBeUndefined();
  });

  it('have a root each, and a token for one is refused by another', async () => {
    expect(certificate('registry.example.com').raw.equals(certificate('lanyard').raw)).toBe(false);
    const token = signWith(keys, 'registry.example.com');
    expect(leafOf(token).verify(certificate('lanyard').publicKey)).toBe(false);
    expect(await keys.registryTokens.verifyOwn(token)).toBeUndefined();
  });

  it('of kind zot have one fixed key, the same in every process and after every rotation', async () => {
    const other = await world.startKeys();
    const before = certificate('zot');
    expect(certificate('zot', other).raw.equals(before.raw)).toBe(true);
    world.clock.advance(LEAF_ROTATION_SECONDS + 1);
    await keys.registryTokens.refresh();
    expect(certificate('zot').raw.equals(before.raw)).toBe(true);
    for (const from of [keys, other]) {
      const token = signWith(from, 'zot');
      expect(decodeProtectedHeader(token)).toEqual({ typ: 'JWT', alg: 'ES256', kid: libtrustKeyId(before.publicKey) });
      const key = { key: before.publicKey, dsaEncoding: 'ieee-p1363' } as const;
      const [header, claims, signature = ''] = token.split('.');
      const signed = Buffer.from(`${header}.${claims}`);
      expect(verify('sha256', signed, key, Buffer.from(signature, 'base64url'))).toBe(true);
    }
  });

  it('of kind zot, which allows no leeway, get start times slightly in the past', async () => {
    const { iat, nbf, exp } = decodeJwt(signWith(keys, 'zot'));
    const now = Math.floor(world.clock.now() / 1000);
    expect({ iat, nbf, exp }).toEqual({ iat: now - 10, nbf: now - 10, exp: now + 300 });
  });

  it('are in the key set with the keys of zot and of the API, without private parts', async () => {
    const { keys: published } = await keys.apiTokens.publicKeys();
    expect(published.map(({ kty, alg, use }) => ({ kty, alg, use }))).toEqual([
      { kty: 'RSA', alg: 'RS256', use: 'sig' },
      { kty: 'EC', alg: 'ES256', use: 'sig' },
    ]);
    expect(published[1]?.kid).toBe(decodeProtectedHeader(signWith(keys, 'zot')).kid);
    const names = published.flatMap((key) => Object.keys(key));
    expect(names.filter((name) => ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'].includes(name))).toEqual([]);
    const jwk = { key: published[1], format: 'jwk' } as Parameters<typeof createPublicKey>[0];
    expect(createPublicKey(jwk).equals(certificate('zot').publicKey)).toBe(true);
  });
});
