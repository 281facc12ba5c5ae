import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import { requireUsable } from '@lanyard/core/tokens/access-token';
import { repositoryScopesOfHubResources } from '@lanyard/core/tokens/hub-grants';
import type { ApiTokenClaims, ApiTokenSource } from '../../keys/api-tokens.ts';
import type { Services } from '../../services.ts';
import type { Credential } from '../../store/records/access/access.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { CommandLine } from '../../store/records/command-lines/command-lines.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Session } from '../../store/records/sessions/sessions.ts';
import type { Reads } from '../../store/store.ts';
import { requireActiveAccount } from './accounts.ts';
import type { AccountCaller, OrganizationTokenCaller, ScimCaller, Source } from './caller.ts';
import { subjectOf } from './change.ts';

export const SESSION_IDLE_SECONDS = 3600;
export const SESSION_ABSOLUTE_SECONDS = 86_400;
/** The time of the last request is stored no more often than this. */
const TOUCH_SECONDS = 60;

/** The account of a session cookie. Errors: `unauthenticated`, `account-disabled`. */
export async function authenticateSession(services: Services, source: Source, secret: Secret): Promise<AccountCaller> {
  const found = await services.store.read.sessions.byDigest(services.digester.digest('session', secret));
  const { session, account } = requireAlive(services, found);
  await touch(services, session);
  const { id: credentialId, authenticatedAt } = session;
  const by = { credential: 'session', clientScopes: null, credentialId, authenticatedAt } as const;
  return { type: 'account', account, ...by, ...source };
}

async function touch({ store, clock }: Services, session: Session): Promise<void> {
  const now = clock.now();
  if (now - session.lastSeenAt < TOUCH_SECONDS * 1000) return;
  await store.transaction(({ sessions }) => sessions.touch(session.id, now));
}

interface FoundSession {
  readonly session: Session;
  readonly account: Account;
}

function requireAlive({ clock }: Services, found: FoundSession | undefined): FoundSession {
  if (!found || hasEnded(found.session, clock.now())) throw new DomainError('unauthenticated', {});
  requireActiveAccount(found.account);
  return found;
}

/** Whether the session was idle for 1 h or is 24 h old (R34). Its row may still exist. */
export function hasEnded({ lastSeenAt, createdAt, endsAt }: Session, now: number): boolean {
  if (endsAt !== null && now >= endsAt) return true;
  return now - lastSeenAt >= SESSION_IDLE_SECONDS * 1000 || now - createdAt >= SESSION_ABSOLUTE_SECONDS * 1000;
}

/**
 * The account of an API token. The API token ends with the session, command-line login or access token that it was made
 * from, so both are read at every request. Errors: `unauthenticated`, and the reason why the parent ended.
 */
export async function authenticateApiToken(
  services: Services,
  source: Source,
  secret: Secret,
): Promise<AccountCaller | OrganizationTokenCaller> {
  const claims = await services.apiTokens.verify(secret);
  if (!claims) throw new DomainError('unauthenticated', {});
  if (claims.source === 'organization-token') return { ...source, ...(await organizationTokenOf(services, claims)) };
  return { type: 'account', ...source, ...(await PARENT_OF[claims.source](services, claims)) };
}

async function organizationTokenOf(
  { store, clock }: Services,
  { parentId, accountId }: ApiTokenClaims,
): Promise<Omit<OrganizationTokenCaller, keyof Source>> {
  const token = await store.read.tokens.byId(parentId);
  const organization = await store.read.organizations.byId(accountId);
  if (!token || !organization || token.ownerId !== organization.id) throw new DomainError('unauthenticated', {});
  requireUsable(token, clock.now());
  const repositoryScopes = repositoryScopesOfHubResources(token.hubResources ?? [], organization.name);
  const scopes = token.organizationScopes ?? [];
  return { type: 'organization-token', organization, token, scopes, repositoryScopes };
}

type Parent = Omit<AccountCaller, 'type' | keyof Source>;
type AccountSource = Exclude<ApiTokenSource, 'organization-token'>;

const PARENT_OF: Readonly<Record<AccountSource, (services: Services, claims: ApiTokenClaims) => Promise<Parent>>> = {
  password: async (services, { parentId }) => {
    const { account, session } = requireAlive(services, await services.store.read.sessions.byId(parentId));
    const { id: credentialId, authenticatedAt } = session;
    return { account, credential: 'password-jwt', clientScopes: null, credentialId, authenticatedAt };
  },
  token: async ({ store, clock }, { parentId, accountId }) => {
    const token = await store.read.tokens.byId(parentId);
    const account = await store.read.accounts.byId(accountId);
    if (!token || !account) throw new DomainError('unauthenticated', {});
    requireUsable(token, clock.now());
    requireActiveAccount(account);
    return { account, credential: 'token-jwt', clientScopes: null, credentialId: token.id, authenticatedAt: null };
  },
  'sign-in': async (services, { parentId }) => {
    const { read } = services.store;
    const commandLine = await read.commandLines.byId(parentId);
    const account = commandLine && (await read.accounts.byId(commandLine.accountId));
    if (!account) throw new DomainError('unauthenticated', {});
    requireActiveAccount(account);
    await requireCommandLineAlive(services, read, commandLine);
    const { id: credentialId, scopes: clientScopes, createdAt } = commandLine;
    // The login was approved in a browser, within minutes after a sign-in.
    return { account, credential: 'command-line-jwt', clientScopes, credentialId, authenticatedAt: createdAt };
  },
};

/**
 * A command-line login ends after 30 days without use and after 90 days in any case, or earlier if a policy says so.
 * Each use of its token extends the 30 days. Errors: `oauth` invalid_grant.
 */
export async function requireCommandLineAlive(
  { clock }: Pick<Services, 'clock'>,
  { tokens }: Pick<Reads, 'tokens'>,
  commandLine: CommandLine,
): Promise<void> {
  const token = commandLine.tokenId === null ? undefined : await tokens.byId(commandLine.tokenId);
  const lastUsedAt = Math.max(commandLine.lastUsedAt, token?.lastUsedAt ?? 0);
  if (isCommandLineAlive({ ...commandLine, lastUsedAt }, clock.now())) return;
  throw new DomainError('oauth', { error: 'invalid_grant', description: 'this sign-in has ended; sign in again' });
}

/** `lastUsedAt` is the last use of the command-line login or of its token, whichever is later. */
export function isCommandLineAlive(
  { expiresAt, lastUsedAt, idleSeconds }: Pick<CommandLine, 'expiresAt' | 'lastUsedAt' | 'idleSeconds'>,
  now: number,
): boolean {
  return now < expiresAt && now < lastUsedAt + idleSeconds * 1000;
}

/** The directory of a SCIM token. Errors: `unauthenticated`. */
export async function authenticateScim(services: Services, source: Source, secret: Secret): Promise<ScimCaller> {
  const { scimTokens, organizations } = services.store.read;
  const organizationId = await scimTokens.organizationIdOf(services.digester.digest('scim-token', secret));
  const organization = organizationId === undefined ? undefined : await organizations.byId(organizationId);
  if (!organization) {
    recordRefusedToken(services, source, 'invalid-scim-token');
    throw new DomainError('unauthenticated', {});
  }
  return { type: 'scim', organization, ...source };
}

/** The organization in the address. If it is not the token's, it looks like a missing one (R25). */
export function requireScimOrganization({ organization }: ScimCaller, name: string): Organization {
  if (organization.name === name) return organization;
  throw new DomainError('not-found', { what: 'organization' });
}

/** The owner's log shows the refusal. If the token is unknown, the server's log does. */
export function recordRefusedToken(
  { refusals }: Services,
  { address, client }: Source,
  reason: string,
  credential?: Pick<Credential, 'owner' | 'token'>,
): void {
  const { token, owner } = credential ?? {};
  const named = token && { id: token.id, name: token.description };
  const subject = named && owner && subjectOf('token', named, owner.name);
  refusals.record({ action: 'token.refused', address, client, reason, subject });
}
