import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  REGISTRY_PRODUCTS,
  type RegistryProduct,
  registryConfiguration,
} from '../../../src/features/registries/registry-configuration.ts';
import type { Registry } from '../../../src/store/records/registries.ts';

const PUBLIC_URL = 'https://tokens.example.com';
const CERTIFICATE_PATH = '/etc/docker/lanyard-root.pem';

function configurationOf(product: RegistryProduct, changes: Partial<Registry> = {}, path = CERTIFICATE_PATH): string {
  const kind = product === 'zot' ? 'zot' : 'distribution';
  const registry = { id: '1', name: 'default', service: 'lanyard', kind, tokenTtlSeconds: 300 } as const;
  const times = { leafNotBefore: 0, createdAt: 0 };
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

describe('the printed configuration', () => {
  it('of Distribution 2.8 names realm, service, issuer and root', () => {
    expect(parse(configurationOf('distribution-2.8'))).toEqual({ auth: { token: TOKEN } });
  });

  it('of Distribution 3 also allows the one algorithm that is used', () => {
    const token = { ...TOKEN, signingalgorithms: ['ES256'] };
    expect(parse(configurationOf('distribution-3'))).toEqual({ auth: { token } });
  });

  it('of zot is JSON with realm, service and certificate', () => {
    const bearer = { realm: TOKEN.realm, service: 'lanyard', cert: CERTIFICATE_PATH };
    expect(JSON.parse(configurationOf('zot'))).toEqual({ http: { auth: { bearer } } });
  });

  it('says where it goes, and where the certificate comes from', () => {
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
    it(`of ${product} stays text and well-formed, whatever the names are, to readers of YAML 1.1 too`, () => {
      for (const service of [...HOSTILE, 'x\nauth: none', 'ü'.repeat(120), 'a b '.repeat(60)]) {
        const text = configurationOf(product, { service, name: service }, `/etc/${service}`);
        const { auth } = product === 'zot' ? JSON.parse(text).http : parse(text, { version: '1.1' });
        expect(auth).toEqual({ [product === 'zot' ? 'bearer' : 'token']: expect.objectContaining({ service }) });
      }
    });
  }

  it('is refused for a registry of another kind, whose tokens the product could not verify', () => {
    const refused = expect.objectContaining({ code: 'invalid-input' });
    expect(() => configurationOf('zot', { kind: 'distribution' })).toThrow(refused);
    expect(() => configurationOf('distribution-2.8', { kind: 'zot' })).toThrow(refused);
    expect(() => configurationOf('distribution-3', { kind: 'zot' })).toThrow(refused);
  });
});
