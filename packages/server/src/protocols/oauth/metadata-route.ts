import { CLIENT_SCOPE_NAMES } from '@lanyard/core/command-lines/client-scope';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';

/** RFC 8414: the addresses of all other endpoints, for a command line. */
export const oauthMetadataRoute: Route = defineRoute({
  method: 'GET',
  path: '/.well-known/oauth-authorization-server',
  surface: 'plain',
  summary: 'Describe the endpoints of device login (RFC 8414)',
  credential: 'none',
  scope: 'anyone',
  csrf: 'none',
  rate: 'none',
  audit: [],
  cache: 'public',
  request: {},
  answers: { 200: z.record(z.string(), z.union([z.string(), z.array(z.string())])) },
  handle: async ({ services: { publicUrl } }) => ({
    status: 200,
    body: {
      issuer: publicUrl,
      device_authorization_endpoint: `${publicUrl}/oauth/device/code`,
      token_endpoint: `${publicUrl}/oauth/token`,
      revocation_endpoint: `${publicUrl}/oauth/revoke`,
      jwks_uri: `${publicUrl}/.well-known/jwks.json`,
      grant_types_supported: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
      scopes_supported: ['openid', 'offline_access', ...CLIENT_SCOPE_NAMES],
      response_types_supported: [],
      token_endpoint_auth_methods_supported: ['none'],
      revocation_endpoint_auth_methods_supported: ['none'],
    },
  }),
});
