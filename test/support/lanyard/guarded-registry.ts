import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireSuccess, runProgram } from '../programs/run-program.ts';
import { freePort } from '../programs/serve-http.ts';
import { type Registry, type RegistryOptions, startRegistry } from '../programs/start-registry.ts';
import type { Lanyard } from './start-lanyard.ts';

/**
 * Debian's docker-registry, with the configuration that the operator's command prints for the registry with that
 * service.
 */
export async function startGuardedRegistry(
  lanyard: Lanyard,
  folder: string,
  service = 'lanyard',
  options: Partial<Pick<RegistryOptions, 'port' | 'notificationsYaml'>> = {},
): Promise<Registry> {
  const registry = lanyard.services.registryTokens.registryOf(service);
  if (!registry) throw new Error(`no registry has the service ${service}`);
  const home = join(folder, registry.name);
  await mkdir(home, { recursive: true });
  const certificatePath = join(home, 'root.pem');
  await writeFile(certificatePath, await adminOutput(lanyard, ['registry', 'root', registry.name]));
  const print = ['registry', 'config', registry.name, '--for', 'distribution-2.8', '--root-file', certificatePath];
  const configurationYaml = await adminOutput(lanyard, print);
  const { port = await freePort(), notificationsYaml } = options;
  const started = await startRegistry({ configurationYaml, notificationsYaml, port, folder: home });
  await setRegistryHosts(lanyard, registry.name, [started.host]);
  return started;
}

/** Sets where clients reach the registry. `lanyard login` works only for these hosts. */
export async function setRegistryHosts(lanyard: Lanyard, name: string, hosts: readonly string[]): Promise<void> {
  await adminOutput(lanyard, ['registry', 'set-hosts', name, ...hosts]);
}

async function adminOutput(lanyard: Lanyard, args: readonly string[]): Promise<string> {
  const file = fileURLToPath(import.meta.resolve('@lanyard/server/admin'));
  const env = { LANYARD_DATA_DIR: lanyard.dataFolder, LANYARD_PUBLIC_URL: lanyard.url };
  return (await requireSuccess(runProgram(process.execPath, [file, ...args], { env }))).stdout;
}
