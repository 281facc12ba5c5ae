import { Secret } from '@lanyard/core/secret';
import { failed } from '../cli-error.ts';
import type { Answer } from './send-request.ts';

export const CLIENT_ID = 'lanyard-cli';

export interface OAuthTokens {
  /** Good for minutes; kept nowhere. */
  readonly accessToken: Secret;
  /** Good until its first use. */
  readonly refreshToken: Secret;
}

/** Of a successful answer of the token endpoint (RFC 6749, 5.1). */
export function oauthTokens({ body }: Answer): OAuthTokens {
  const { access_token: access, refresh_token: refresh } = body;
  if (typeof access !== 'string' || typeof refresh !== 'string')
    throw failed('the server gave an answer without tokens');
  return { accessToken: new Secret(access), refreshToken: new Secret(refresh) };
}
