import { X509Certificate } from 'node:crypto';
import {
  type CertifiedKey,
  createFixedKey,
  createPrivateRoot,
  issueLeaf,
  privateKeyOf,
} from '@lanyard/server/keys/private-root';
import {
  type AttackerKey,
  attackerKeys,
  type Forgery,
  type ForgeryTarget,
  type JsonObject,
  signedBy,
} from './forgery.ts';

const FAR_URL = 'https://attacker.example/keys';

/** Attack 2: a valid signature by the forger's own key, in every place where a token can name a key. */
export async function ownKeyForgeries(target: ForgeryTarget): Promise<readonly Forgery[]> {
  return [...attackerKeys().flatMap((key) => byNamedKey(target, key)), ...(await byOwnAuthority(target))];
}

function byNamedKey({ honest, wanted, certificates }: ForgeryTarget, key: AttackerKey): readonly Forgery[] {
  const { kid } = honest.header;
  const own = key.publicKey.export({ format: 'jwk' });
  const headers: Readonly<Record<string, JsonObject>> = {
    'no key named': {},
    'the honest kid': { kid },
    jwk: { jwk: own },
    'jwk and the honest kid': { kid, jwk: own },
    'jwk that holds the honest kid': { kid, jwk: { ...own, kid, use: 'sig', alg: key.alg } },
    'jwk with x5c in it': { kid, jwk: { ...own, kid, x5c: certificates } },
    'jwk as text': { kid, jwk: JSON.stringify(own) },
    'the honest x5c': { kid, x5c: certificates },
    'the honest x5c and jwk': { kid, x5c: certificates, jwk: own },
    jku: { kid, jku: FAR_URL },
    x5u: { kid, x5u: FAR_URL },
    'x5t of the honest leaf': { kid, 'x5t#S256': kid },
  };
  return Object.entries(headers).map(([what, header]) => ({
    name: `${key.alg} by the forger's key with ${what}`,
    token: signedBy(key, { typ: honest.header.typ, alg: key.alg, ...header }, wanted),
  }));
}

/** The forger's own authority, with the name of the honest one. */
async function byOwnAuthority({ honest, wanted, certificates, now }: ForgeryTarget): Promise<readonly Forgery[]> {
  const root = await createPrivateRoot('default', now * 1000);
  const leaf = await issueLeaf(root, now * 1000, 86_400);
  const selfSigned = await createFixedKey('default', now * 1000);
  const { kid } = honest.header;
  const chains: Readonly<Record<string, [CertifiedKey, readonly string[]]>> = {
    'its leaf': [leaf, [derOf(leaf)]],
    'its leaf and root': [leaf, [derOf(leaf), derOf(root)]],
    'its leaf and the honest chain': [leaf, [derOf(leaf), ...certificates]],
    'the honest chain and its leaf': [leaf, [...certificates, derOf(leaf)]],
    'the honest leaf and its root': [leaf, [...certificates.slice(0, 1), derOf(root)]],
    'its root alone': [root, [derOf(root)]],
    'its root and the honest chain': [root, [derOf(root), ...certificates]],
    'a self-signed leaf': [selfSigned, [derOf(selfSigned)]],
    'a self-signed leaf and the honest chain': [selfSigned, [derOf(selfSigned), ...certificates]],
  };
  return Object.entries(chains).flatMap(([what, [key, x5c]]) =>
    [{}, { kid }].map((hint) => ({
      name: `a foreign authority of the same name, x5c of ${what}${'kid' in hint ? ', the honest kid' : ''}`,
      token: signedBy(
        { alg: 'ES256', privateKey: privateKeyOf(key) },
        { typ: honest.header.typ, alg: 'ES256', ...hint, x5c },
        wanted,
      ),
    })),
  );
}

function derOf({ certificatePem }: CertifiedKey): string {
  return new X509Certificate(certificatePem).raw.toString('base64');
}
