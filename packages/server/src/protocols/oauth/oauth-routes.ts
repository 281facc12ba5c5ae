import { parseClientScopes } from '@lanyard/core/command-lines/client-scope';
import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import { z } from 'zod';
import type { Source } from '../../features/access/caller.ts';
import { openDeviceLogin, redeemDeviceCode } from '../../features/command-lines/device-login.ts';
import {
  type IssuedCommandLine,
  refreshCommandLine,
  revokeRefreshToken,
} from '../../features/command-lines/refresh-tokens.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../../services.ts';

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
/** The scopes that docker requests. Every login has them. */
const STANDARD_SCOPES = ['openid', 'offline_access'];

const common = {
  method: 'POST',
  surface: 'oauth',
  credential: 'none',
  scope: 'anyone',
  // A program sends no origin. A page that did could use up the codes of its visitor's network (attack 46).
  csrf: 'browser',
  cache: 'no-store',
} as const;

const clientId = z.string().min(1).max(128);
const secretText = z.string().min(1).max(1024);

/** `registry`: the host for which the command line wants a token, in the form in which it stores the host. */
const deviceForm = z.object({
  client_id: clientId,
  scope: z.string().max(1024).default(''),
  registry: z.string().max(300).optional(),
});

/** RFC 6749 3.2: unknown parameters are ignored. */
const tokenForm = z.object({
  grant_type: z.string().max(128),
  client_id: clientId,
  device_code: secretText.optional(),
  refresh_token: secretText.optional(),
});

/** These are the paths that the docker CLI uses. */
export const oauthRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    path: '/oauth/device/code',
    summary: 'Start a device login for a command line (RFC 8628 3.1)',
    rate: ['waiting-codes'],
    audit: [],
    request: { body: deviceForm },
    answers: {
      200: z.object({
        device_code: z.string(),
        user_code: z.string(),
        verification_uri: z.string(),
        verification_uri_complete: z.string(),
        expires_in: z.number(),
        interval: z.number(),
        /** The registry that may get the token, if the command line named one. */
        registry: z.string().optional(),
      }),
    },
    handle: async ({ services, source, body }) => {
      const { client_id: client, scope, registry } = body;
      const asked = { clientId: client, scopes: parseClientScopes(scope), registryHost: registry ?? null };
      const opened = await openDeviceLogin(services, source, asked);
      const page = `${services.publicUrl}/activate`;
      return {
        status: 200,
        body: {
          device_code: opened.deviceCode.reveal(),
          user_code: opened.userCode,
          verification_uri: page,
          verification_uri_complete: `${page}?user_code=${opened.userCode}`,
          expires_in: opened.expiresInSeconds,
          interval: opened.intervalSeconds,
          ...(registry !== undefined && { registry }),
        },
      };
    },
  }),
  defineRoute({
    ...common,
    path: '/oauth/token',
    summary: 'Redeem a device code, or rotate a refresh token (RFC 8628 3.4, RFC 6749 6)',
    rate: 'none',
    audit: ['sign-in.started', 'sign-in.reused', 'token.deleted', 'token.refused'],
    request: { body: tokenForm },
    answers: {
      200: z.object({
        access_token: z.string(),
        refresh_token: z.string(),
        token_type: z.literal('Bearer'),
        expires_in: z.number(),
        scope: z.string(),
      }),
    },
    handle: async ({ services, source, body }) => {
      const issued = await issueFor(services, source, body);
      return { status: 200, body: tokenBody(issued) };
    },
  }),
  defineRoute({
    ...common,
    path: '/oauth/revoke',
    summary:
      'Sign out a command line and delete its auto-generated token; with tokens=all, all tokens that it created (RFC 7009)',
    rate: 'none',
    audit: ['sign-in.ended', 'token.deleted'],
    request: {
      body: z.object({ client_id: clientId, token: secretText, tokens: z.enum(['auto', 'all']).default('auto') }),
    },
    answers: { 200: z.object({ tokens_left: z.array(z.object({ id: z.string(), description: z.string() })) }) },
    handle: async ({ services, source, body }) => {
      const { client_id: client, tokens } = body;
      const input = { clientId: client, refreshToken: new Secret(body.token), tokens };
      const left = await revokeRefreshToken(services, source, input);
      return { status: 200, body: { tokens_left: left.map(({ id, description }) => ({ id, description })) } };
    },
  }),
];

function issueFor(services: Services, source: Source, form: z.output<typeof tokenForm>): Promise<IssuedCommandLine> {
  const { client_id: client, grant_type: grantType } = form;
  if (grantType === DEVICE_GRANT) {
    const deviceCode = required(form.device_code, 'device_code');
    return redeemDeviceCode(services, source, { clientId: client, deviceCode });
  }
  if (grantType === 'refresh_token') {
    const refreshToken = required(form.refresh_token, 'refresh_token');
    return refreshCommandLine(services, source, { clientId: client, refreshToken });
  }
  throw new DomainError('oauth', {
    error: 'unsupported_grant_type',
    description: 'use a device code or a refresh token',
  });
}

function required(value: string | undefined, field: string): Secret {
  if (value !== undefined) return new Secret(value);
  throw new DomainError('oauth', { error: 'invalid_request', description: `${field} is missing` });
}

function tokenBody({ accessToken, refreshToken, expiresInSeconds, scopes }: IssuedCommandLine) {
  const tokens = { access_token: accessToken.reveal(), refresh_token: refreshToken.reveal() };
  const scope = [...STANDARD_SCOPES, ...scopes].join(' ');
  return { ...tokens, token_type: 'Bearer' as const, expires_in: expiresInSeconds, scope };
}
