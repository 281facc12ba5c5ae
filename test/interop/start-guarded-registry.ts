import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { registryConfiguration } from '@lanyard/server/registry-configuration/registry-configuration';
import { freePort } from '../harness/free-port.ts';
import { type Registry, startRegistry } from '../harness/start-registry.ts';
import type { Lanyard } from '../lanyard/start-lanyard.ts';

/** Debian's docker-registry with the configuration that this server prints for its registry of that service. */
export async function startGuardedRegistry(lanyard: Lanyard, folder: string, service = 'lanyard'): Promise<Registry> {
  const { registryTokens, publicUrl } = lanyard.services;
  const registry = registryTokens.registryOf(service);
  if (!registry) throw new Error(`no registry has the service ${service}`);
  const home = join(folder, registry.name);
  await mkdir(home, { recursive: true });
  const certificatePath = join(home, 'root.pem');
  await writeFile(certificatePath, registryTokens.trustedCertificate(registry));
  const input = { product: 'distribution-2.8', registry, publicUrl, certificatePath } as const;
  return startRegistry({ configurationYaml: registryConfiguration(input), port: await freePort(), folder: home });
}
