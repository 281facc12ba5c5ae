import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { Registry } from '../../store/records/registries/registries.ts';
import { administer } from '../access/administer.ts';
import type { Caller } from '../access/caller.ts';
import { subjectOf } from '../access/change.ts';

export interface ConnectRegistryInput {
  /** The name of the registry. */
  readonly name: string;
  /** Makes a new secret. From then on, events with the old one are refused. */
  readonly renewSecret: boolean;
}

/**
 * From now on this server knows the images in the registry. Returns the part of the registry's configuration that sends
 * its events here, with the secret. For the operator and administrators. Errors: `forbidden`, `not-found`, `conflict`
 * without an internal address.
 */
export async function connectRegistry(
  services: Services,
  caller: Caller,
  input: ConnectRegistryInput,
): Promise<string> {
  const { registry, connection } = await administer(services, caller, async ({ records, now, audit }) => {
    const found = await records.registries.lock(input.name);
    if (!found) throw new DomainError('not-found', { what: 'registry' });
    if (found.internalUrl === null) throw noAddress();
    const known = await records.registryConnections.of(found.id);
    const secretMadeAt = known && !input.renewSecret ? known.secretMadeAt : now;
    const made = { registryId: found.id, secretMadeAt, walkAt: now, walkAfter: '', fault: null };
    await records.registryConnections.put(made);
    await audit('registry.images-connected', subjectOf('registry', found, null));
    return { registry: found, connection: made };
  });
  const secret = services.eventSecrets.secretOf(connection).reveal();
  const url = `${services.publicUrl}/registries/${registry.name}/events`;
  return registry.kind === 'zot' ? zotConfiguration(url, secret) : distributionConfiguration(registry, url, secret);
}

/** Everything that was known about its images is deleted. Errors: `forbidden`, `not-found`. */
export async function disconnectRegistry(services: Services, caller: Caller, name: string): Promise<void> {
  await administer(services, caller, async ({ records, audit }) => {
    const found = await records.registries.lock(name);
    if (!found || !(await records.registryConnections.of(found.id)))
      throw new DomainError('not-found', { what: 'registry' });
    await records.registryConnections.delete(found.id);
    await audit('registry.images-disconnected', subjectOf('registry', found, null));
  });
}

function noAddress(): DomainError {
  const reason = 'has no internal address: set it with "registry set-internal-url"';
  return new DomainError('conflict', { field: 'registry', reason: `the registry ${reason}` });
}

/** Leaves out pulls and layers: the gate records who pulled, and a manifest names its layers. */
function distributionConfiguration({ name }: Registry, url: string, secret: string): string {
  return `# Lanyard knows the images of the registry ${name}: add this to its configuration.
# It holds a secret: let only the registry read it.
notifications:
  endpoints:
    - name: lanyard
      url: ${url}
      headers:
        X-Lanyard-Events: [${secret}]
      timeout: 5s
      threshold: 5
      backoff: 30s
      ignoredmediatypes: [application/octet-stream]
      ignore:
        mediatypes: [application/octet-stream]
        actions: [pull]
`;
}

function zotConfiguration(address: string, secret: string): string {
  const sink = { type: 'http', address, timeout: '5s', headers: { 'X-Lanyard-Events': secret } };
  return `${JSON.stringify({ extensions: { events: { enable: true, sinks: [sink] } } }, undefined, 2)}\n`;
}
