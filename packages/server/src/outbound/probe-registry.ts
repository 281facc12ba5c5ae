import { DomainError } from '@lanyard/core/domain-error';
import { getDomain } from 'tldts';
import { fetch } from 'undici';

const WHOLE_MILLISECONDS = 10_000;

export interface RegistryProbe {
  readonly status: number;
  /** The realm of its `Bearer` challenge. Undefined if it sent none. */
  readonly realm: string | undefined;
  readonly service: string | undefined;
}

/** How an administrator's or operator's test asks a registry. */
export interface RegistryProbing {
  ask(address: string, token?: string): Promise<RegistryProbe>;
  /** For example `example.co.uk`. Null for an IP address, or a name without one. */
  registrableDomain(host: string): string | null;
}

export const REGISTRY_PROBING: RegistryProbing = { ask: probeRegistry, registrableDomain: getDomain };

/**
 * Sends a request to a registry's `/v2/`, with or without a registry token. The operator chose the address. Errors:
 * `invalid-input`.
 */
async function probeRegistry(address: string, token?: string): Promise<RegistryProbe> {
  const base = URL.parse(address.endsWith('/') ? address : `${address}/`);
  if (!base || !['http:', 'https:'].includes(base.protocol)) throw refused('must be an http or https address');
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const signal = AbortSignal.timeout(WHOLE_MILLISECONDS);
  const answer = await fetch(new URL('v2/', base), { headers, redirect: 'manual', signal }).catch((error: unknown) => {
    const { cause } = error as { readonly cause?: { readonly code?: string } };
    throw refused(`${base.origin} does not answer: ${cause?.code ?? 'no answer in time'}`);
  });
  await answer.body?.cancel();
  const challenge = answer.headers.get('www-authenticate') ?? '';
  const parameter = (name: string) =>
    /^bearer /i.test(challenge) ? new RegExp(`[ ,]${name}="([^"]*)"`, 'i').exec(challenge)?.[1] : undefined;
  return { status: answer.status, realm: parameter('realm'), service: parameter('service') };
}

function refused(reason: string): DomainError {
  return new DomainError('invalid-input', { field: 'url', reason });
}
