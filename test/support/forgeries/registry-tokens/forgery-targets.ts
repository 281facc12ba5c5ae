import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { loadMasterKey } from '@lanyard/server/keys/master-key';
import { type CertifiedKey, issueLeaf, privateKeyOf } from '@lanyard/server/keys/private-root';
import type { RegistryTokens } from '@lanyard/server/keys/registry-tokens';
import { createSealer } from '@lanyard/server/keys/seal';
import type { Registry } from '@lanyard/server/store/records/registries/registries';
import type { SigningKey } from '@lanyard/server/store/records/signing-keys';
import type { Store } from '@lanyard/server/store/store';
import type { Clock } from '@lanyard/server/world';
import { type ForgeryTarget, type JsonObject, partsOf, signedBy } from './forgery.ts';

/** A server's keys, as an attacker with its database and its master key has them. */
export interface KeyHolder {
  readonly store: Store;
  readonly clock: Clock;
  readonly masterKeyFile: string;
}

const WANTED_ACCESS = [{ type: 'repository', name: 'acme/app', actions: ['pull', 'push', 'delete'] }];

/** The registry's own tokens, signed by a leaf that is made here under the real root. */
export async function registryTokenTarget(
  holder: KeyHolder,
  registryTokens: RegistryTokens,
  registry: Registry,
): Promise<ForgeryTarget & { readonly root: CertifiedKey }> {
  const root = await openKey(holder, `root:${registry.id}`);
  const leaf = await issueLeaf(root, holder.clock.now(), 3600);
  const honest = partsOf(
    (await registryTokens.sign(registry, { subject: 'acme', access: [], credential: { type: 'anonymous' } })).token,
  );
  const certificate = new X509Certificate(leaf.certificatePem);
  const header = { ...honest.header, x5c: [certificate.raw.toString('base64')] };
  const trueKey = { alg: 'ES256', privateKey: privateKeyOf(leaf) };
  return {
    honest: partsOf(signedInUrlLetters(() => signedBy(trueKey, header, honest.claims))),
    wanted: { ...honest.claims, sub: 'administrator', access: WANTED_ACCESS },
    publicMaterial: {
      ...publicForms(leaf.publicKeyPem, String(honest.header.kid)),
      'the leaf in PEM': leaf.certificatePem,
      'the leaf in DER': certificate.raw,
      'the leaf as in x5c': certificate.raw.toString('base64'),
      'the root in PEM': root.certificatePem,
      'the root in DER': new X509Certificate(root.certificatePem).raw,
      "the root's key in PEM": root.publicKeyPem,
    },
    certificates: header.x5c,
    trueKey,
    now: Math.floor(holder.clock.now() / 1000),
    root,
  };
}

/**
 * Repeats until the signature has a character that exists only in base64url. Without one, the token in standard base64
 * is the honest token with padding, which a registry accepts. That is so for one in fifteen ECDSA signatures.
 */
function signedInUrlLetters(sign: () => string): string {
  for (;;) {
    const token = sign();
    if (/[-_]/.test(token.slice(token.lastIndexOf('.')))) return token;
  }
}

/** The API's own tokens. */
export async function apiTokenTarget(holder: KeyHolder, honestToken: string): Promise<ForgeryTarget> {
  const { publicKeyPem, privateKeyDer } = await openKey(holder, 'api');
  const honest = partsOf(honestToken);
  const hub = honest.claims['https://hub.docker.com'] as JsonObject;
  return {
    honest,
    wanted: { ...honest.claims, sub: 'administrator', 'https://hub.docker.com': { ...hub, uuid: 'administrator' } },
    publicMaterial: publicForms(publicKeyPem, String(honest.header.kid)),
    certificates: [],
    trueKey: { alg: 'RS256', privateKey: createPrivateKey({ key: privateKeyDer, format: 'der', type: 'pkcs8' }) },
    now: Math.floor(holder.clock.now() / 1000),
  };
}

async function openKey({ store, masterKeyFile }: KeyHolder, purpose: string): Promise<CertifiedKey> {
  const sealer = createSealer(await loadMasterKey(masterKeyFile, { mayCreate: false }));
  const isMeant = (key: SigningKey) => key.purpose === purpose;
  const key = (await store.read.signingKeys.list()).find(isMeant);
  if (!key) throw new Error(`there is no key for ${purpose}`);
  const privateKeyDer = sealer.open(purpose, key.sealedPrivateKey);
  return { certificatePem: key.certificatePem ?? '', publicKeyPem: key.publicKeyPem, privateKeyDer };
}

function publicForms(publicKeyPem: string, kid: string): ForgeryTarget['publicMaterial'] {
  const key = createPublicKey(publicKeyPem);
  return {
    'the key in PEM': publicKeyPem,
    'the key in PEM without its line end': publicKeyPem.trimEnd(),
    'the key in DER': key.export({ type: 'spki', format: 'der' }),
    'the key as JWK': JSON.stringify(key.export({ format: 'jwk' })),
    'the kid': kid,
    nothing: '',
  };
}
