import type { DomainErrorCode, OAuthErrorCode } from '@lanyard/core/domain-error';
import type { ZodType } from 'zod';

/** Whose language the answers speak, errors included. */
export type Surface = 'registry' | 'hub' | 'api' | 'oauth' | 'scim' | 'page' | 'plain';

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
  /** RFC 9110 11.6.1, with every 401. */
  readonly challenge: string;
  /** The schema of an error's body: every route may answer one, so that no route has to say it. */
  readonly errors: ZodType;
  readonly errorBody: (fault: Fault) => unknown;
  readonly errorHeaders?: (fault: Fault) => Readonly<Record<string, string>>;
}

export type SurfaceForms = Readonly<Record<Surface, SurfaceForm>>;
