import type { Services } from '../../services.ts';
import type { Caller } from '../access/caller.ts';
import { type RegistryProduct, registryConfiguration } from './registry-configuration.ts';
import { type RegistryWithCertificate, showRegistry } from './show-registry.ts';

export interface RegistryConfigurationQuery {
  readonly name: string;
  readonly product: RegistryProduct;
  /** Where the registry will find the certificate. */
  readonly certificatePath: string;
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
