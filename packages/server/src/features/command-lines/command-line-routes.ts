import { describeClient } from '@lanyard/core/command-lines/client-label';
import { CLIENT_SCOPE_NAMES } from '@lanyard/core/command-lines/client-scope';
import type { WorkstationPolicyFile } from '@lanyard/core/command-lines/workstation-policy';
import { z } from 'zod';
import { clientSchema, isoTime } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { showAutoTokens } from './auto-tokens.ts';
import { type ListedCommandLine, listCommandLines, signOutCommandLine } from './command-lines.ts';
import { showWorkstationPolicy } from './workstation-policy.ts';

const common = { surface: 'api', credential: 'account', scope: 'own', rate: 'none', cache: 'no-store' } as const;

export const commandLineSchema = z.object({
  id: z.string(),
  client: clientSchema,
  address: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string(),
  expiresAt: z.string(),
  /** The id of its auto-generated token. Null until the command line asks for one. */
  tokenId: z.string().nullable(),
  /** The scopes for which it was approved, besides that token. */
  scopes: z.array(z.enum(CLIENT_SCOPE_NAMES)),
  /** The registry for which it signed in. Null if it did not say. */
  registry: z.string().nullable(),
  /** The manual access tokens that it created. They stay after a sign-out, unless the request says otherwise. */
  madeTokens: z.array(z.object({ id: z.string(), description: z.string() })),
});

const MEDIA_TYPES: Readonly<Record<WorkstationPolicyFile, string>> = {
  'registry.json': 'application/json; charset=utf-8',
  'desktop.plist': 'application/x-plist',
  'com.docker.config.plist': 'application/x-plist',
  'docker.mobileconfig': 'application/x-apple-aspen-config',
  'docker.reg': 'text/x-ms-regedit; charset=utf-16',
};

/** The device login itself belongs to OAuth: see protocols/oauth and protocols/pages. */
export const commandLineRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/sign-ins',
    summary: 'List the command lines that are signed in, newest first',
    csrf: 'none',
    audit: [],
    request: {},
    answers: { 200: z.object({ signIns: z.array(commandLineSchema) }) },
    handle: async ({ services, caller }) => {
      const commandLines = await listCommandLines(services, caller);
      return { status: 200, body: { signIns: commandLines.map(commandLineBody) } };
    },
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    path: '/api/sign-ins/:id',
    summary:
      'Sign out a command line and delete its auto-generated token; with tokens=all, also all tokens that it created',
    csrf: 'origin',
    freshSignIn: { notNeeded: 'it ends something, and an end must not wait' },
    audit: ['sign-in.ended', 'token.deleted'],
    request: {
      params: z.strictObject({ id: z.string().max(64) }),
      query: z.strictObject({ tokens: z.enum(['auto', 'all']).default('auto') }),
    },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params, query }) => {
      await signOutCommandLine(services, caller, params.id, query.tokens);
      return { status: 204 };
    },
  }),
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/account/auto-tokens',
    summary: 'Show how many auto-generated tokens the account keeps, and which one the next command-line login removes',
    csrf: 'none',
    audit: [],
    request: {},
    answers: {
      200: z.object({ kept: z.number(), limit: z.number(), nextToGo: z.string().nullable() }),
    },
    handle: async ({ services, caller }) => ({ status: 200, body: await showAutoTokens(services, caller) }),
  }),
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/organizations/:organization/workstation-policy/:file',
    scope: 'member',
    summary: `Get a file that makes Docker Desktop require a sign-in by a member: ${Object.keys(MEDIA_TYPES).join(', ')}`,
    csrf: 'none',
    audit: [],
    request: { params: z.strictObject({ organization: z.string().max(100), file: z.string().max(100) }) },
    answers: { 200: z.string() },
    handle: async ({ services, caller, params }) => {
      const { file, bytes } = await showWorkstationPolicy(services, caller, params.organization, params.file);
      const headers = {
        'Content-Type': MEDIA_TYPES[file],
        'Content-Disposition': `attachment; filename="${file}"`,
      };
      return { status: 200, headers, body: bytes };
    },
  }),
];

export function commandLineBody(commandLine: ListedCommandLine): z.input<typeof commandLineSchema> {
  const { id, client, address, createdAt, lastUsedAt, expiresAt, tokenId } = commandLine;
  const times = { createdAt: isoTime(createdAt), lastUsedAt: isoTime(lastUsedAt), expiresAt: isoTime(expiresAt) };
  const approved = { scopes: [...commandLine.scopes], registry: commandLine.registryHost };
  const madeTokens = commandLine.madeTokens.map((token) => ({ id: token.id, description: token.description }));
  return { id, client: { ...describeClient(client) }, address, ...times, tokenId, ...approved, madeTokens };
}
