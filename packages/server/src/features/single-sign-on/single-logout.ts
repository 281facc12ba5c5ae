import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import type { LogoutRequest, ReceivedLogout } from '../../identity/saml-logout.ts';
import type { Services } from '../../services.ts';
import type { Session } from '../../store/records/sessions/sessions.ts';
import { requireAccountById } from '../access/accounts.ts';
import type { Source } from '../access/caller.ts';
import { type Change, subjectOf, transact } from '../access/change.ts';
import { requireRoomFor } from '../access/require-room.ts';
import { byProvider } from '../sessions/apply-identity.ts';
import { type EndedSession, flowDigest, keepFlow, keepFlowOnce, takeFlow } from '../sessions/flow-state.ts';
import {
  type ConnectedOrganization,
  noProvider,
  requireConnection,
  type SamlSettings,
  samlConnection,
} from './provider.ts';

interface LeavingBrowser {
  readonly organizationName: string;
  /** From the cookie that the sign-out set. */
  readonly browser: Secret | undefined;
}

/**
 * Returns the address at the provider that ends the session there, for the browser whose session here has just ended.
 * It works once. Errors: `not-found`.
 */
export async function startProviderSignOut(
  services: Services,
  source: Source,
  { organizationName, browser }: LeavingBrowser,
): Promise<string> {
  const connected = await requireConnection(services.store.read, organizationName);
  const { connection, organization } = connected;
  const flow = browser && (await transact(services, source, (change) => takeFlow(change, 'provider-session', browser)));
  if (!flow || !isOfConnection(flow.data, connected) || connection.settings.protocol !== 'saml') throw nothingToEnd();
  const requestId = services.saml.newRequestId();
  const provider = samlConnection(services, organization, connection.settings);
  const url = await services.saml.logoutRequestUrl(provider, requestId, flow.data.session);
  if (url === undefined) throw nothingToEnd();
  const data = { ...flow.data, browserDigest: flowDigest(services, browser) };
  // Found by the id of the request, which the provider repeats in its signed answer. So no RelayState is needed.
  await transact(services, source, (change) =>
    keepFlow(change, 'provider-sign-out', new Secret(requestId), { ...flow, data }),
  );
  return url;
}

function nothingToEnd(): DomainError {
  return new DomainError('not-found', { what: 'session at the identity provider that this browser can end' });
}

function isOfConnection(
  { organizationId, connectionId }: EndedSession,
  { organization, connection }: ConnectedOrganization,
): boolean {
  return organizationId === organization.id && connectionId === connection.id;
}

/** What the browser shows next. */
export type LogoutOutcome =
  /** The provider ended a session here, and waits for our answer at this address. */
  | { readonly type: 'answer-provider'; readonly url: string }
  | { readonly type: 'ended-here' }
  /** The provider answered us. */
  | { readonly type: 'ended-there'; readonly isWhole: boolean };

/**
 * Handles what a provider sent to our single logout service: its request to end sessions of a person, or its answer to
 * ours. Each counts once (attack 16). A request ends browser sessions with their API tokens, but no access tokens and no
 * command lines (decision 52). Errors: `assertion-refused`, `not-found`,
 * `too-many-attempts`.
 */
export async function receiveLogout(
  services: Services,
  source: Source,
  { organizationName, browser, received }: LeavingBrowser & { readonly received: ReceivedLogout },
): Promise<LogoutOutcome> {
  const connected = await requireConnection(services.store.read, organizationName);
  const { settings } = connected.connection;
  if (settings.protocol !== 'saml') throw refused('the provider does not use SAML');
  const provider = samlConnection(services, connected.organization, settings);
  const message = await services.saml.readLogout(provider, received);
  if (message.type === 'request') {
    await requireRoomFor(services, 'provider-logouts', connected.organization.id);
    const isKnown = await transact(services, source, (change) => endSessions(change, connected, settings, message));
    const url = await services.saml.logoutAnswerUrl(provider, message, isKnown);
    const answers = url !== undefined && (await hasProvenDomain(services, connected));
    return answers ? { type: 'answer-provider', url } : { type: 'ended-here' };
  }
  const flow = await transact(services, source, (change) =>
    takeFlow(change, 'provider-sign-out', new Secret(message.inResponseTo)),
  );
  if (!flow) throw refused('the answer to no request, to a used one or to one older than 10 minutes');
  if (!browser || flowDigest(services, browser) !== flow.data.browserDigest)
    throw refused('another browser started it');
  if (!isOfConnection(flow.data, connected)) throw refused('the connection was changed meanwhile');
  return { type: 'ended-there', isWhole: message.isWhole };
}

/** False if we do not know the person. */
async function endSessions(
  change: Change<Source>,
  { organization, connection }: ConnectedOrganization,
  { entityId }: SamlSettings,
  request: LogoutRequest,
): Promise<boolean> {
  const { records } = change;
  await records.organizations.lock(organization.id);
  const current = await records.singleSignOnConnections.ofOrganization(organization.id);
  // As for a request that arrives after the end of the connection.
  if (!current) throw noProvider();
  if (current.id !== connection.id) throw refused('the connection was changed meanwhile');
  const once = new Secret(`${organization.id} ${request.id}`);
  if (!(await keepFlowOnce(change, 'logout-request', once, { accountId: null, data: {} })))
    throw refused('the request was used before');
  const identity = await records.identities.bySubject(organization.id, entityId, request.nameId);
  if (!identity) return false;
  const account = await requireAccountById(records, identity.accountId);
  const { audit } = byProvider(change, organization);
  for (const session of await records.sessions.ofAccount(account.id)) {
    if (session.organizationId !== organization.id || !isMeant(session, entityId, request)) continue;
    if (!(await records.sessions.delete(session.id))) continue;
    await audit('session.ended', subjectOf('session', { id: session.id, name: session.client }, account.name));
  }
  return true;
}

/** A session whose name at the provider is unknown counts as meant, because staying signed in would be worse. */
function isMeant(
  { providerSession }: Session,
  entityId: string,
  { nameId, sessionIndexes }: Pick<LogoutRequest, 'nameId' | 'sessionIndexes'>,
): boolean {
  if (providerSession === null) return true;
  if (providerSession.issuer !== entityId || providerSession.nameId !== nameId) return false;
  const { sessionIndex } = providerSession;
  return sessionIndexes.length === 0 || sessionIndex === undefined || sessionIndexes.includes(sessionIndex);
}

/**
 * Anybody can create an organization and name a provider. Without a proven domain, our address must not lead browsers
 * to it (an open redirect).
 */
async function hasProvenDomain({ store }: Services, { organization }: ConnectedOrganization): Promise<boolean> {
  const domains = await store.read.domains.ofOrganization(organization.id);
  return domains.some(({ verifiedAt }) => verifiedAt !== null);
}

function refused(why: string): DomainError {
  return new DomainError('assertion-refused', {}, why);
}
