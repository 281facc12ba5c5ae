import { X509Certificate } from 'node:crypto';
import { type CertifiedKey, issueLeaf, privateKeyOf } from '@lanyard/server/keys/private-root';
import { type Forgery, type ForgeryTarget, type JsonObject, signedBy } from './forgery.ts';

const ABSENT = Symbol('absent');

/** Signed by the real key, but as no honest signer would do it. The signature alone must not be enough. */
export function misusedKeyForgeries(target: ForgeryTarget): readonly Forgery[] {
  return [...wrongClaims(target), ...wrongHeaders(target), ...twice(target)];
}

function wrongClaims(target: ForgeryTarget): readonly Forgery[] {
  const { honest, now, trueKey } = target;
  const { iss, aud } = honest.claims as { readonly iss: string; readonly aud: string };
  const values: Readonly<Record<string, readonly unknown[]>> = {
    iss: [
      ABSENT,
      null,
      '',
      `${iss}/`,
      iss.toUpperCase(),
      `${iss}.attacker.example`,
      'https://attacker.example',
      [iss],
      { iss },
    ],
    aud: [
      ABSENT,
      null,
      '',
      aud.toUpperCase(),
      `${aud} `,
      `${aud}2`,
      'other',
      [],
      ['other'],
      [aud],
      [aud, 'other'],
      { [aud]: true },
    ],
    exp: [ABSENT, null, 0, -1, now, now - 61, now - 86_400, `${now + 300}`, [now + 300], true, {}],
    nbf: [now + 61, now + 86_400, `${now}`, [now], true, 1e15],
    iat: [ABSENT, null, `${now}`, true],
    jti: [ABSENT],
    sub: [ABSENT, 1, {}],
  };
  return Object.entries(values).flatMap(([claim, wrong]) =>
    wrong.map((value) => ({
      name: `the true key with ${claim} ${nameOf(value)}`,
      token: signedBy(trueKey, honest.header, changed(honest.claims, claim, value)),
    })),
  );
}

function wrongHeaders({ honest, trueKey, now }: ForgeryTarget): readonly Forgery[] {
  const other = trueKey.alg === 'ES256' ? 'RS256' : 'ES256';
  const values: Readonly<Record<string, readonly unknown[]>> = {
    typ: [
      ABSENT,
      null,
      '',
      1,
      'JOSE',
      'id_token+jwt',
      'secevent+jwt',
      'dpop+jwt',
      honest.header.typ === 'JWT' ? 'at+jwt' : 'JWT',
    ],
    alg: [ABSENT, null, 'none', 'HS256', 'ES384', 'PS256', 'EdDSA', other, trueKey.alg.toLowerCase(), [trueKey.alg]],
    crit: [[], ['exp'], ['b64'], ['http://example.com/unknown'], 'exp', true],
    b64: [false],
  };
  const single = Object.entries(values).flatMap(([field, wrong]) =>
    wrong.map((value) => ({ what: `${field} ${nameOf(value)}`, header: changed(honest.header, field, value) })),
  );
  const pairs = [
    { what: 'b64 false made critical', header: { ...honest.header, b64: false, crit: ['b64'] } },
    { what: 'an unknown critical field', header: { ...honest.header, limit: now, crit: ['limit'] } },
  ];
  return [...single, ...pairs].map(({ what, header }) => ({
    name: `the true key with ${what}`,
    token: signedBy(trueKey, header, honest.claims),
  }));
}

/** RFC 7519, section 4: some parsers use the last one, and others the first. */
function twice({ honest, trueKey, now }: ForgeryTarget): readonly Forgery[] {
  const claims = {
    iss: 'https://attacker.example',
    aud: 'other',
    sub: 'administrator',
    exp: now + 86_400,
    nbf: 0,
    access: [],
  };
  const headers = { alg: 'none', typ: 'other', kid: 'AAAA' };
  const inBothOrders = (part: JsonObject, field: string, value: unknown) => {
    const [more, text] = [JSON.stringify({ [field]: value }), JSON.stringify(part)];
    return { first: `${more.slice(0, -1)},${text.slice(1)}`, last: `${text.slice(0, -1)},${more.slice(1)}` };
  };
  const present = Object.entries(claims).filter(([field]) => field in honest.claims);
  const ofClaims = present.flatMap(([field, value]) =>
    Object.entries(inBothOrders(honest.claims, field, value)).map(([place, text]) => ({
      name: `the true key with ${field} twice, the wrong one ${place}`,
      token: signedBy(trueKey, honest.header, text),
    })),
  );
  const ofHeaders = Object.entries(headers).flatMap(([field, value]) =>
    Object.entries(inBothOrders(honest.header, field, value)).map(([place, text]) => ({
      name: `the true key with ${field} twice, the wrong one ${place}`,
      token: signedBy(trueKey, text, honest.claims),
    })),
  );
  return [...ofClaims, ...ofHeaders];
}

function changed(part: JsonObject, field: string, value: unknown): JsonObject {
  const { [field]: _, ...rest } = part;
  return value === ABSENT ? rest : { ...rest, [field]: value };
}

function nameOf(value: unknown): string {
  return value === ABSENT ? 'absent' : JSON.stringify(value);
}

/** Signed under the real root, but by a leaf that is not valid now, or with a chain that is not exactly that leaf. */
export async function misusedRootForgeries(target: ForgeryTarget, root: CertifiedKey): Promise<readonly Forgery[]> {
  const at = target.now * 1000;
  const [expired, early] = [await issueLeaf(root, at - 86_400_000, 3600), await issueLeaf(root, at + 86_400_000, 3600)];
  const leaf = await issueLeaf(root, at, 3600);
  const [leafDer, rootDer] = [derOf(leaf), derOf(root)];
  const keys: Readonly<Record<string, readonly [CertifiedKey, unknown]>> = {
    'a leaf that has ended': [expired, [derOf(expired)]],
    'a leaf that has not begun': [early, [derOf(early)]],
    'the root itself': [root, [rootDer]],
    'a leaf that is not in x5c': [leaf, undefined],
    'another leaf in x5c': [leaf, target.certificates],
    'x5c empty': [leaf, []],
    'x5c a text': [leaf, leafDer],
    'x5c a number': [leaf, [1]],
    'x5c in a list more': [leaf, [[leafDer]]],
    'x5c cut': [leaf, [leafDer.slice(0, 200)]],
    'x5c of no certificate': [leaf, [Buffer.from('no certificate').toString('base64')]],
    'x5c of its bare key': [leaf, [Buffer.from(leaf.publicKeyPem).toString('base64')]],
    'x5c null': [leaf, null],
  };
  return Object.entries(keys).map(([what, [key, x5c]]) => ({
    name: `under the true root by ${what}`,
    token: signedBy({ alg: 'ES256', privateKey: privateKeyOf(key) }, headerOf(target, x5c), target.honest.claims),
  }));
}

function headerOf({ honest }: ForgeryTarget, x5c: unknown) {
  const { x5c: _, ...rest } = honest.header;
  return x5c === undefined ? rest : { ...rest, x5c };
}

function derOf({ certificatePem }: CertifiedKey): string {
  return new X509Certificate(certificatePem).raw.toString('base64');
}
