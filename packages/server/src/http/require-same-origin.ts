import { DomainError } from '@lanyard/core/domain-error';
import type { FastifyRequest } from 'fastify';

/**
 * An unsafe request with a cookie must prove that it comes from our own pages, whatever its content type (R35, attack 27).
 * Browsers always send one of the two headers; a request with neither is refused.
 */
export function requireSameOrigin(request: FastifyRequest, publicUrl: string): void {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (origin === undefined && site === undefined) throw refused('it names no origin');
  refuseOtherOrigin(request, publicUrl);
}

/** Sign-in itself: another site must not sign its visitor in as somebody else, but a program may sign in. */
export function refuseOtherOrigin(request: FastifyRequest, publicUrl: string): void {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw refused('it was started by another site');
  // A form under `Referrer-Policy: no-referrer` has the origin `null`; the browser's own word for the site then counts.
  if (origin === 'null' && site === 'same-origin') return;
  if (origin !== undefined && origin !== new URL(publicUrl).origin) throw refused('its origin is another');
}

function refused(reason: string): DomainError {
  return new DomainError('csrf', { reason });
}
