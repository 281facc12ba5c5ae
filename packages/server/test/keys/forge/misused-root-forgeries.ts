import { X509Certificate } from 'node:crypto';
import { type CertifiedKey, issueLeaf, privateKeyOf } from '../../../src/keys/private-root.ts';
import { signedBy } from './attacker-keys.ts';
import type { Forgery, ForgeryTarget } from './forgery.ts';

/** Signed under the true root, but not by a leaf that is good now, or with a chain that is not exactly that leaf. */
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
