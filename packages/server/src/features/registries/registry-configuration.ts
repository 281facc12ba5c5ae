import { DomainError } from '@lanyard/core/domain-error';
import { Document } from 'yaml';
import type { Services } from '../../services.ts';
import type { Registry } from '../../store/records/registries.ts';
import type { Caller } from '../access/caller.ts';
import { type RegistryWithCertificate, showRegistry } from './registries.ts';

export const REGISTRY_PRODUCTS = ['distribution-2.8', 'distribution-3', 'zot'] as const;
export type RegistryProduct = (typeof REGISTRY_PRODUCTS)[number];

/** Where the registry finds its root unless another place is given. */
export const DEFAULT_CERTIFICATE_PATH = '/etc/lanyard/root.pem';

export interface RegistryConfigurationInput {
  readonly product: RegistryProduct;
  readonly registry: Registry;
  readonly publicUrl: string;
  /** Where the registry finds the certificate that it trusts, as `registry root` prints it. */
  readonly certificatePath: string;
}

export interface RegistryConfigurationQuery extends Pick<RegistryConfigurationInput, 'product' | 'certificatePath'> {
  readonly name: string;
}

/** For administrators and the operator. Errors: `forbidden`, `not-found`, `invalid-input` for a product of another kind. */
export async function showRegistryConfiguration(
  services: Services,
  caller: Caller,
  { name, ...input }: RegistryConfigurationQuery,
): Promise<RegistryWithCertificate & { readonly configuration: string }> {
  const shown = await showRegistry(services, caller, name);
  const configuration = registryConfiguration({ ...input, registry: shown.registry, publicUrl: services.publicUrl });
  return { ...shown, configuration };
}

/**
 * The part of a registry's configuration that makes it trust this server, ready to paste. Throws `invalid-input` where
 * the registry is not of the product's kind: zot would look for a fixed key where there is a root, and the reverse.
 */
export function registryConfiguration(input: RegistryConfigurationInput): string {
  const { product, registry } = input;
  if ((product === 'zot') !== (registry.kind === 'zot')) {
    throw new DomainError('invalid-input', { field: 'for', reason: `the registry is of kind ${registry.kind}` });
  }
  return product === 'zot' ? zotConfiguration(input) : distributionConfiguration(input);
}

/** Distribution reads YAML 1.1, where a plain `on` or `1_000` is no text: so every text is quoted. */
function distributionConfiguration(input: RegistryConfigurationInput): string {
  const document = new Document({ auth: { token: distributionToken(input) } });
  document.commentBefore = introduction(input).join('\n');
  return document.toString({ defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 0 });
}

function introduction({ product, registry, certificatePath }: RegistryConfigurationInput): readonly string[] {
  return [
    ` CNCF ${product === 'distribution-3' ? 'Distribution 3' : 'Distribution 2.8'}: merge into config.yml.`,
    ` ${certificatePath} holds what "registry root ${registry.name}" prints;`,
    ' signing keys under it rotate without a restart of the registry.',
  ];
}

function distributionToken({ product, registry, publicUrl, certificatePath }: RegistryConfigurationInput) {
  const token = {
    realm: `${publicUrl}/token`,
    service: registry.service,
    issuer: publicUrl,
    rootcertbundle: certificatePath,
  };
  return product === 'distribution-3' ? { ...token, signingalgorithms: ['ES256'] } : token;
}

/** zot's configuration is JSON, which has no comments. */
function zotConfiguration({ registry, publicUrl, certificatePath }: RegistryConfigurationInput): string {
  const bearer = { realm: `${publicUrl}/token`, service: registry.service, cert: certificatePath };
  return `${JSON.stringify({ http: { auth: { bearer } } }, undefined, 2)}\n`;
}
