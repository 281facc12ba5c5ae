import { OWN_REGISTRY } from '@lanyard/core/registries/own-registry';

/** What `/v2/` tells a client without a token; the realm is the configured address, never the request's Host (R37). */
export function challenge(publicUrl: string): string {
  return `Bearer realm="${publicUrl}/token",service="${OWN_REGISTRY.service}"`;
}
