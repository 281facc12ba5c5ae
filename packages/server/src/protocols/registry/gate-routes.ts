import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Source } from '../../features/access/caller.ts';
import { decideRegistryRequest } from '../../features/gate/decide-registry-request.ts';
import { noteRequest } from '../../http/observe-requests.ts';
import { type Answer, defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../../services.ts';
import type { Registry } from '../../store/records/registries/registries.ts';
import { gateCatalogue } from './gate-catalogue.ts';
import { gateRefusal } from './refusals.ts';

const common = {
  surface: 'registry',
  credential: 'none',
  scope: 'anyone',
  csrf: 'none',
  rate: 'none',
  audit: ['token.refused', 'session.refused'],
  cache: 'no-store',
  answers: { 204: z.undefined() },
} as const;

/**
 * Answers the sub-request of a proxy in front of a registry: 204, or the registry's own refusal. Without the registry's
 * secret nothing is decided, whatever other headers say (attack 51).
 */
export const gateRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: '/gate/:registry',
    summary: 'Decide a request to a registry; X-Forwarded-Method and X-Forwarded-Uri say which',
    request: { params: z.strictObject({ registry: z.string().max(100) }) },
    handle: async ({ services, source, params, raw }) => {
      const method = header(raw, 'x-forwarded-method');
      const target = header(raw, 'x-forwarded-uri');
      return answerGate(services, source, { name: params.registry, method, target, raw });
    },
  }),
  defineRoute({
    ...common,
    method: 'GET',
    path: '/gate/:registry/catalog',
    summary: "Answer the registry's catalogue in its place, with what the caller may pull",
    request: { params: z.strictObject({ registry: z.string().max(100) }) },
    answers: { 200: z.object({ repositories: z.array(z.string()) }) },
    handle: async ({ services, source, params, raw }) => {
      const registry = requireProxy(services, params.registry, header(raw, 'x-lanyard-gate'));
      const query = raw.raw.url?.split('?')[1] ?? '';
      const asked = { registry, token: registryToken(raw), query };
      return gateCatalogue(services, { ...source, address: lastForwarded(raw) ?? source.address }, asked);
    },
  }),
  // Envoy asks with the client's own method, and with the client's path behind a prefix.
  ...(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).map((method) =>
    defineRoute({
      ...common,
      method,
      path: '/gate/:registry/*',
      summary: 'Decide the request whose method and address this one repeats, as Envoy does',
      request: { params: z.strictObject({ registry: z.string().max(100), '*': z.string() }) },
      handle: async ({ services, source, params, raw }) => {
        const target = raw.raw.url?.slice(`/gate/${params.registry}`.length) ?? '';
        return answerGate(services, source, { name: params.registry, method: raw.method, target, raw });
      },
    }),
  ),
];

interface SubRequest {
  /** The name of the registry. */
  readonly name: string;
  readonly method: string;
  readonly target: string;
  readonly raw: FastifyRequest;
}

async function answerGate(services: Services, source: Source, { name, raw, ...asked }: SubRequest): Promise<Answer> {
  const registry = requireProxy(services, name, header(raw, 'x-lanyard-gate'));
  const token = registryToken(raw);
  const client = { ...source, address: lastForwarded(raw) ?? source.address };
  const answer = await decideRegistryRequest(services, client, { registry, token, ...asked });
  if (answer.allowed) {
    services.passages.record({ registry: registry.name, method: asked.method, source: client, ...answer });
    return { status: 204 };
  }
  noteRequest(raw, { code: answer.error.code, account: answer.error.account });
  return gateRefusal(answer, services.clock.now());
}

/** A registry without a gate and a wrong secret get the same answer. */
function requireProxy(services: Services, name: string, given: string): Registry {
  const registry = services.registryTokens.registryNamed(name);
  if (registry && services.gateSecrets.accepts(registry, new Secret(given))) return registry;
  throw new DomainError('forbidden', {
    reason: "only the proxy in front of a registry asks here, with the registry's secret",
  });
}

/** With two lines, the registry could read the other one. */
export function registryToken({ raw }: Pick<FastifyRequest, 'raw'>): string | undefined {
  const [authorization, ...more] = raw.headersDistinct.authorization ?? [];
  return more.length > 0 ? undefined : /^bearer +([A-Za-z0-9._-]+)$/i.exec(authorization ?? '')?.[1];
}

function header({ headers }: FastifyRequest, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

/** The client's address as the proxy saw it. The proxy has authenticated, and adds it to the end of the list. */
function lastForwarded(request: FastifyRequest): string | undefined {
  return header(request, 'x-forwarded-for').split(',').at(-1)?.trim() || undefined;
}
