import { stringify } from 'yaml';
import type { Registry } from '../ports/records.ts';

export const REGISTRY_PRODUCTS = ['distribution-2.8', 'distribution-3', 'zot'] as const;
export type RegistryProduct = (typeof REGISTRY_PRODUCTS)[number];

export interface RegistryConfigurationInput {
  readonly product: RegistryProduct;
  readonly registry: Registry;
  readonly publicUrl: string;
  /** Where the registry finds the certificate that it trusts, as `registry root` prints it. */
  readonly certificatePath: string;
}

/** The part of a registry's configuration that makes it trust this server, ready to paste. */
export function registryConfiguration(input: RegistryConfigurationInput): string {
  if (input.product === 'zot') return zotConfiguration(input);
  return `${introduction(input)}${stringify({ auth: { token: distributionToken(input) } })}`;
}

function introduction({ product, registry, certificatePath }: RegistryConfigurationInput): string {
  return [
    `# CNCF ${product === 'distribution-3' ? 'Distribution 3' : 'Distribution 2.8'}: merge into config.yml.`,
    `# ${certificatePath} holds what "registry root ${registry.name}" prints; signing keys under it rotate without a restart.`,
    '',
  ].join('\n');
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

/** zot has JSON and no comments: https://zotregistry.dev, "Bearer authentication". */
function zotConfiguration({ registry, publicUrl, certificatePath }: RegistryConfigurationInput): string {
  const bearer = { realm: `${publicUrl}/token`, service: registry.service, cert: certificatePath };
  return `${JSON.stringify({ http: { auth: { bearer } } }, undefined, 2)}\n`;
}
