import { DomainError } from '@lanyard/core/domain-error';
import { listRegistryHosts } from '../../features/registries/registry-hosts.ts';
import { errorAnswer } from '../../http/error-answer.ts';
import type { Answer } from '../../http/route.ts';
import type { Services } from '../../services.ts';
import { registrySurface } from './registry-surface.ts';

/** The addresses of what a registry holds: a name, which can hold slashes, and what is asked of it. */
const REGISTRY_ADDRESS = /^\/v2\/.+\/(?:manifests\/[^/]+|blobs\/.+|referrers\/[^/]+|tags\/list)(?:\?|$)/;

/** `docker login` works here, so people push and pull here too: they are told where the registry is. */
export async function answerNotTheRegistry(services: Services, url: string): Promise<Answer | undefined> {
  if (!REGISTRY_ADDRESS.test(url)) return undefined;
  const error = new DomainError('not-the-registry', { hosts: await listRegistryHosts(services) });
  return errorAnswer(registrySurface, error, services.clock.now());
}
