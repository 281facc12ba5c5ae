import type { DomainErrorCode, OAuthErrorCode } from '@lanyard/core/domain-error';
import type { FastifyRequest } from 'fastify';
import type { ZodType } from 'zod';

/** Whose language the answers speak, errors included. */
export type Surface = 'registry' | 'hub' | 'api' | 'oauth' | 'scim' | 'page' | 'plain' | 'events';

/** What went wrong, before it has the form of a surface. */
export interface Fault {
  readonly status: number;
  readonly text: string;
  /** Missing where the request failed before a use case ran: malformed JSON, an unknown content type, no such route. */
  readonly code?: DomainErrorCode;
  /** The field of the request that is at fault. */
  readonly field?: string;
  /** The organization whose single sign-on is required. */
  readonly organization?: string;
  readonly oauthError?: OAuthErrorCode;
  /** Why a token does not work, for a program that decides whether to keep it. */
  readonly detail?: { readonly reason: string };
  /** When the client may try again: in seconds from now, and in seconds since the epoch. */
  readonly retry?: { readonly afterSeconds: number; readonly atSeconds: number };
}

/** What a surface reads and how it says that something went wrong. A protocol has one; the application hands them in. */
export interface SurfaceForm {
  /** The media types of JSON that it reads; any other body is refused before a route sees it (attack 28). */
  readonly json: readonly string[];
  /** The largest form that it reads, in bytes; 0 where it reads none. */
  readonly formBytes: number;
  readonly readsCookies: boolean;
  /** Where its clients write an address now with a slash at the end, now without: both are the same route. */
  readonly eitherSlash?: boolean;
  /** What is served nowhere is refused in this form where the address starts so. */
  readonly addressesUnder?: string;
  /** How many requests a network may send in a minute, where its clients read the limit from every answer. */
  readonly requestsPerMinute?: number;
  /** RFC 9110 11.6.1, with every 401. */
  readonly challenge: string;
  /** The schema of an error's body: every route may answer one, so that no route has to say it. */
  readonly errors: ZodType;
  readonly errorBody: (fault: Fault) => unknown;
  readonly errorHeaders?: (fault: Fault) => Readonly<Record<string, string>>;
}

export type SurfaceForms = Readonly<Record<Surface, SurfaceForm>>;

/** Whose language the answer to a request speaks: that of its route, or of its address where no route serves it. */
export function formOfRequest(forms: SurfaceForms, request: FastifyRequest): SurfaceForm {
  const surface = request.is404 ? undefined : request.routeOptions.config?.surface;
  const form = surface === undefined ? formOfUnserved(forms, request.url) : forms[surface];
  return form === forms.api && isForPerson(request) ? forms.page : form;
}

/** Programs ask for JSON or for anything; a browser that opens an address asks for HTML first. */
function isForPerson({ method, headers: { accept = '' } }: FastifyRequest): boolean {
  return (method === 'GET' || method === 'HEAD') && accept.startsWith('text/html');
}

/** Whose language an address speaks that no route serves. */
export function formOfUnserved(forms: SurfaceForms, address: string): SurfaceForm {
  const named = Object.values(forms).find(
    ({ addressesUnder: start }) => start !== undefined && address.startsWith(start),
  );
  return named ?? forms.api;
}
