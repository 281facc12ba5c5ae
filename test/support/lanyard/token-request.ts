import type { Answer } from './browser.ts';
import type { Lanyard } from './start-lanyard.ts';

/** `GET /token` as docker asks it; `credential` is `name:secret`. */
export function requestToken(
  lanyard: Lanyard,
  { credential, scopes = [], service = 'lanyard' }: TokenRequest = {},
): Promise<Answer> {
  const query = new URLSearchParams([['service', service], ...scopes.map((scope) => ['scope', scope])]);
  const headers: Record<string, string> = credential === undefined ? {} : { authorization: basic(credential) };
  return lanyard.browser().request('GET', `/token?${query}`, { headers });
}

export interface TokenRequest {
  readonly credential?: string;
  readonly scopes?: readonly string[];
  readonly service?: string;
}

export function basic(credential: string): string {
  return `Basic ${Buffer.from(credential).toString('base64')}`;
}

/** The claims of a JWT, unverified. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into tokens of every shape
export function claimsOf(token: string): any {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}
