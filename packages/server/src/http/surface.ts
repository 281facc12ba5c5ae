import type { DomainErrorCode, OAuthErrorCode } from '@lanyard/core/domain-error';
import type { FastifyRequest } from 'fastify';
import type { ZodType } from 'zod';

/** The protocol whose format the answers have, including errors. */
export type Surface = 'registry' | 'hub' | 'api' | 'oauth' | 'scim' | 'page' | 'plain' | 'events';

/** A fault, before it gets the format of a surface. */
export interface Fault {
  readonly status: number;
  readonly text: string;
  /** Undefined if the request failed before a use case ran: malformed JSON, an unknown content type, no such route. */
  readonly code?: DomainErrorCode;
  /** The field of the request with the fault. */
  readonly field?: string;
  /** The organization whose single sign-on is required. */
  readonly organization?: string;
  readonly oauthError?: OAuthErrorCode;
  /** Why a token does not work, for a program that decides whether to keep it. */
  readonly detail?: { readonly reason: string };
  /** When the client may try again: in seconds from now, and in seconds since the epoch. */
  readonly retry?: { readonly afterSeconds: number; readonly atSeconds: number };
}

/** What a surface reads, and how it reports a fault. Each protocol has one. The application passes them in. */
export interface SurfaceForm {
  /** The media types of JSON that it reads. Any other body is refused before a route sees it (attack 28). */
  readonly json: readonly string[];
  /** The largest form that it reads, in bytes. 0 if it reads no forms. */
  readonly formBytes: number;
  readonly readsCookies: boolean;
  /** True if some clients add a slash at the end of addresses and others do not. Both forms are the same route. */
  readonly eitherSlash?: boolean;
  /** An address that begins like this and has no route is refused in this format. */
  readonly addressesUnder?: string;
  /** How many requests a network can send in a minute, if clients read this limit from every answer. */
  readonly requestsPerMinute?: number;
  /** RFC 9110 11.6.1. Sent with every 401. */
  readonly challenge: string;
  /** The schema of an error's body. It applies to every route, so no route has to declare it. */
  readonly errors: ZodType;
  readonly errorBody: (fault: Fault) => unknown;
  readonly errorHeaders?: (fault: Fault) => Readonly<Record<string, string>>;
}

export type SurfaceForms = Readonly<Record<Surface, SurfaceForm>>;

/** The form of the error answer to a request: that of its route, or that of its address if it has no route. */
export function formOfRequest(forms: SurfaceForms, request: FastifyRequest): SurfaceForm {
  const surface = request.is404 ? undefined : request.routeOptions.config?.surface;
  const form = surface === undefined ? formOfUnserved(forms, request.url) : forms[surface];
  return form === forms.api && isForPerson(request) ? forms.page : form;
}

/** Programs ask for JSON or accept anything. A browser that opens an address asks for HTML first. */
function isForPerson({ method, headers: { accept = '' } }: FastifyRequest): boolean {
  return (method === 'GET' || method === 'HEAD') && accept.startsWith('text/html');
}

/** The form for an address that no route serves. */
export function formOfUnserved(forms: SurfaceForms, address: string): SurfaceForm {
  const named = Object.values(forms).find(
    ({ addressesUnder: start }) => start !== undefined && address.startsWith(start),
  );
  return named ?? forms.api;
}
