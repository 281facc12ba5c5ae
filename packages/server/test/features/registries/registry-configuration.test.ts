import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  REGISTRY_PRODUCTS,
  type RegistryProduct,
  registryConfiguration,
} from '../../../src/features/registries/registry-configuration.ts';
import type { Registry } from '../../../src/store/records/registries/registries.ts';

const PUBLIC_URL = 'https://tokens.example.com';
const CERTIFICATE_PATH = '/etc/docker/lanyard-root.pem';

function configurationOf(product: RegistryProduct, changes: Partial<Registry> = {}, path = CERTIFICATE_PATH): string {
  const kind = product === 'zot' ? 'zot' : 'distribution';
  const registry = { id: '1', name: 'default', service: 'lanyard', kind, hosts: [], tokenTtlSeconds: 300 } as const;
  const times = {
    pushTokenTtlSeconds: null,
    leafNotBefore: 0,
    gateSecretMadeAt: null,
    internalUrl: null,
    lastUsedAt: null,
    pastGateSeenAt: null,
    gateTestedAt: null,
    createdAt: 0,
  };
  return registryConfiguration({
    product,
    registry: { ...registry, ...times, ...changes },
    publicUrl: PUBLIC_URL,
    certificatePath: path,
  });
}

const TOKEN = {
  realm: `${PUBLIC_URL}/token`,
  service: 'lanyard',
  issuer: PUBLIC_URL,
  rootcertbundle: CERTIFICATE_PATH,
};

describe('the generated configuration', () => {
  it('for Distribution 2.8 names realm, service, issuer and root certificate', () => {
    expect(parse(configurationOf('distribution-2.8'))).toEqual({ auth: { token: TOKEN } });
  });

  it('for Distribution 3 also names the one signing algorithm', () => {
    const token = { ...TOKEN, signingalgorithms: ['ES256'] };
    expect(parse(configurationOf('distribution-3'))).toEqual({ auth: { token } });
  });

  it('attack 50: for zot is a whole file with realm, service and certificate, and says why layers are not shared', () => {
    const bearer = { realm: TOKEN.realm, service: 'lanyard', cert: CERTIFICATE_PATH };
    const text = configurationOf('zot', { pushTokenTtlSeconds: 900 });
    expect(parse(text)).toMatchObject({ storage: { dedupe: false }, http: { auth: { bearer } } });
    expect(text).toMatch(/# Not true: .*\n +dedupe: false/);
    expect(text).toContain('must end within 900 s');
    expect(configurationOf('zot')).toContain('must end within 300 s');
  });

  it('says which file it belongs in, and how to get the certificate', () => {
    const lines = configurationOf('distribution-2.8').split('\n');
    const comments = lines.filter((line) => line.startsWith('#')).join(' ');
    expect(comments).toContain('merge into config.yml');
    expect(comments).toContain('"registry root default"');
  });

  const HOSTILE = [
    'on',
    'null',
    '0x1f',
    '1_000',
    '2026-11-23',
    '~',
    '*a',
    '&a',
    '!!int 3',
    'a: b',
    'a #b',
    "it's",
    'a"b',
  ];
  for (const product of REGISTRY_PRODUCTS) {
    it(`for ${product} is well-formed and keeps every name as text, also for YAML 1.1`, () => {
      for (const service of [...HOSTILE, 'x\nauth: none', 'ü'.repeat(120), 'a b '.repeat(60)]) {
        const text = configurationOf(product, { service, name: service }, `/etc/${service}`);
        const file = parse(text, { version: '1.1' });
        const { auth } = product === 'zot' ? file.http : file;
        expect(auth).toEqual({ [product === 'zot' ? 'bearer' : 'token']: expect.objectContaining({ service }) });
      }
    });
  }

  it('is refused for a registry of another kind, because the product could not verify its tokens', () => {
    const refused = expect.objectContaining({ code: 'invalid-input' });
    expect(() => configurationOf('zot', { kind: 'distribution' })).toThrow(refused);
    expect(() => configurationOf('distribution-2.8', { kind: 'zot' })).toThrow(refused);
    expect(() => configurationOf('distribution-3', { kind: 'zot' })).toThrow(refused);
  });
});
