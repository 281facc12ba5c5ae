import { DomainError } from '@lanyard/core/domain-error';
import type { Source } from '../../features/access/caller.ts';
import { decideRegistryRequest, type RegistryRequestAsked } from '../../features/gate/decide-registry-request.ts';
import { listPullable } from '../../features/gate/list-pullable.ts';
import type { Answer } from '../../http/route.ts';
import type { Services } from '../../services.ts';
import { gateRefusal } from './refusals.ts';

const NAMES_AT_MOST = 1000;

export interface CatalogueAsked extends Pick<RegistryRequestAsked, 'registry' | 'token' | 'upstream'> {
  /** As the client sent it, with `n` and `last`. */
  readonly query: string;
}

/**
 * A page of names, as in the distribution specification, with only the repositories that the caller may pull. Any
 * registry token gives access, whatever it is for. A page can have fewer names than requested. Its `Link` leads to the
 * next. Errors: `unavailable`.
 */
export async function gateCatalogue(
  services: Services,
  source: Source,
  { query, ...asked }: CatalogueAsked,
): Promise<Answer> {
  const answer = await decideRegistryRequest(services, source, { ...asked, method: 'GET', target: '/v2/' });
  if (!answer.allowed) return gateRefusal(answer, services.clock.now());
  if (!answer.checked) throw new DomainError('unavailable', { what: 'database' });
  const parameters = new URLSearchParams(query);
  const limit = Math.min(Math.max(Math.trunc(Number(parameters.get('n'))) || NAMES_AT_MOST, 1), NAMES_AT_MOST);
  const { registry, upstream } = asked;
  const place = { after: (parameters.get('last') ?? '').slice(0, 255), limit };
  const { names, next } = await listPullable(services, { registry, upstream }, answer.checked, place);
  const more = new URLSearchParams({ n: String(limit), last: next ?? '' });
  return {
    status: 200,
    body: { repositories: names },
    headers: {
      'Content-Type': 'application/json',
      'Docker-Distribution-Api-Version': 'registry/2.0',
      ...(next !== undefined && { Link: `</v2/_catalog?${more}>; rel="next"` }),
    },
  };
}
