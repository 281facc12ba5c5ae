import { DomainError } from '@lanyard/core/domain-error';
import type { GateAnswer } from '../../features/gate/decide-registry-request.ts';
import { listRegistryHosts } from '../../features/registries/registry-hosts.ts';
import { errorAnswer } from '../../http/error-answer.ts';
import type { Answer } from '../../http/route.ts';
import type { Services } from '../../services.ts';
import { registrySurface } from './registry-surface.ts';

const VERSION_HEADER = { 'Docker-Distribution-Api-Version': 'registry/2.0' };

/**
 * The registry's own refusal. A proxy that does not pass on the body finds it in a header. `now` is in milliseconds.
 */
export function gateRefusal({ error, challenge }: Extract<GateAnswer, { allowed: false }>, now: number): Answer {
  const { headers, ...refused } = errorAnswer(registrySurface, error, now);
  const { 'WWW-Authenticate': _basic, ...others } = headers ?? {};
  const leads = refused.status === 401 && challenge !== undefined ? { 'WWW-Authenticate': challenge } : {};
  return {
    ...refused,
    headers: { ...others, ...leads, ...VERSION_HEADER, 'X-Lanyard-Error': headerText(refused.body) },
  };
}

/** A header can contain only ASCII, but the reason of a quarantine can contain other letters. JSON can escape them. */
function headerText(body: unknown): string {
  return JSON.stringify(body).replace(
    /[\u007f-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The addresses of a registry's content: a name, which can contain slashes, and the kind of content. */
const REGISTRY_ADDRESS = /^\/v2\/.+\/(?:manifests\/[^/]+|blobs\/.+|referrers\/[^/]+|tags\/list)(?:\?|$)/;

/** People push and pull here because `docker login` works here. The answer tells them where the registry is. */
export async function answerNotTheRegistry(services: Services, url: string): Promise<Answer | undefined> {
  if (!REGISTRY_ADDRESS.test(url)) return undefined;
  const error = new DomainError('not-the-registry', { hosts: await listRegistryHosts(services) });
  return errorAnswer(registrySurface, error, services.clock.now());
}
