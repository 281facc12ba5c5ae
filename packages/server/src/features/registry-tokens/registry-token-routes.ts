import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import { z } from 'zod';
import { defineHotRoute, defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../../services.ts';
import type { Source } from '../access/caller.ts';
import { type IssuedRegistryToken, issueRegistryToken } from './issue-registry-token.ts';
import { type BasicCredential, listCommandLineOrganizations } from './registry-principal.ts';

const text = z.string().max(2048);
const scopes = z
  .union([text, z.array(text).max(100)])
  .optional()
  .transform((value) => (value === undefined ? [] : [value].flat()));

/** Clients add parameters of their own; what decides is named here, the rest is not read. */
const tokenQuery = z.object({ service: text, scope: scopes, organizations: text.optional() });

const tokenForm = z.object({
  grant_type: text,
  service: text,
  scope: scopes,
  username: text.optional(),
  password: z.string().max(4096).optional(),
});

const tokenAnswer = z.object({
  token: z.string(),
  access_token: z.string(),
  expires_in: z.number().int().min(60),
  issued_at: z.string(),
});

const common = {
  path: '/token',
  surface: 'registry',
  credential: 'basic',
  scope: 'anyone',
  rate: ['failed-sign-ins', 'new-rows'],
  audit: ['repository.created', 'session.refused', 'token.refused'],
  cache: 'no-store',
} as const;

/** The distribution token specification's endpoint, and its OAuth 2 form. */
export const registryTokenRoutes: readonly Route[] = [
  defineHotRoute({
    ...common,
    method: 'GET',
    csrf: 'none',
    summary: 'Get a registry token, with or without a credential',
    request: { query: tokenQuery },
    answers: { 200: tokenAnswer.extend({ organizations: z.array(z.string()).optional() }) },
    handle: async ({ services, source, query, headers }) => {
      const credential = basicCredential(headers.authorization);
      const issued = await issueRegistryToken(services, source, { ...query, scopes: query.scope, credential });
      if (query.organizations !== 'true') return { status: 200, body: tokenBody(issued) };
      const organizations = await listCommandLineOrganizations(services, issued.principal);
      return { status: 200, body: { ...tokenBody(issued), ...(organizations && { organizations }) } };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    // Clients name no origin. A page could send a form with wrong passwords, which count for its visitor's network (attack 46).
    csrf: 'browser',
    summary: 'Get a registry token with a form, as containerd and BuildKit do',
    request: { body: tokenForm },
    answers: { 200: tokenAnswer.extend({ scope: z.string() }) },
    handle: async ({ services, source, body }) => {
      const issued = await issueByForm(services, source, body);
      return { status: 200, body: { ...tokenBody(issued), scope: scopeOf(issued) } };
    },
  }),
];

/** RFC 7617. Anything else is malformed, not anonymous (attack 4). */
const BASIC_PATTERN = /^basic +((?:[a-z0-9+/]{4})*(?:[a-z0-9+/]{2}(?:==)?|[a-z0-9+/]{3}=?)?)$/i;
const MAXIMUM_HEADER_LENGTH = 8192;
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Undefined without a header. Throws `invalid-input` for any other scheme and for a malformed value. */
function basicCredential(header: string | undefined): BasicCredential | undefined {
  if (header === undefined) return undefined;
  if (header.length > MAXIMUM_HEADER_LENGTH) throw invalidHeader(`is longer than ${MAXIMUM_HEADER_LENGTH} characters`);
  const [, base64] = BASIC_PATTERN.exec(header) ?? [];
  if (base64 === undefined) throw invalidHeader('must be Basic and the base64 of NAME:SECRET');
  const pair = decodeUtf8(Buffer.from(base64, 'base64'));
  const colon = pair.indexOf(':');
  if (colon === -1) throw invalidHeader('must hold NAME:SECRET');
  return { name: pair.slice(0, colon), secret: new Secret(pair.slice(colon + 1)) };
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw invalidHeader('is not UTF-8');
  }
}

function invalidHeader(reason: string): DomainError {
  return new DomainError('invalid-input', { field: 'Authorization', reason });
}

function issueByForm(services: Services, source: Source, form: z.output<typeof tokenForm>) {
  // No refresh token is ever given out, so none can be right (docs/decisions).
  if (form.grant_type === 'refresh_token') throw new DomainError('invalid-credential', {});
  if (form.grant_type !== 'password')
    throw new DomainError('unsupported-grant', { grantType: form.grant_type.slice(0, 80) });
  const credential = {
    name: required(form.username, 'username'),
    secret: new Secret(required(form.password, 'password')),
  };
  return issueRegistryToken(services, source, { service: form.service, scopes: form.scope, credential });
}

function required(value: string | undefined, field: string): string {
  if (value !== undefined) return value;
  throw new DomainError('invalid-input', { field, reason: 'is missing' });
}

function tokenBody({ signed: { token, expiresInSeconds, issuedAt } }: IssuedRegistryToken) {
  const issued_at = new Date(issuedAt).toISOString();
  return { token, access_token: token, expires_in: expiresInSeconds, issued_at };
}

function scopeOf({ access }: IssuedRegistryToken): string {
  return access.map(({ type, name, actions }) => `${type}:${name}:${actions.join(',')}`).join(' ');
}
