import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import type { ProvenIdentity } from '../../identity/identity-provider.ts';
import type { Wanted } from '../../identity/oidc.ts';
import type { Services } from '../../services.ts';
import type { Reads } from '../../store/store.ts';
import { requireMayTry } from '../access/authenticate-password.ts';
import type { Source } from '../access/caller.ts';
import { transact } from '../access/change.ts';
import { requireRoomFor } from '../access/require-room.ts';
import {
  flowDigest,
  keepFlow,
  newFlowSecret,
  requireMayBegin,
  type SingleSignOnFlow,
  takeFlow,
} from '../sessions/flow-state.ts';
import type { LoginOutcome } from '../sessions/sign-in.ts';
import { type ConnectToAccount, mailConnectCode } from './connect-account.ts';
import { enterWithIdentity } from './enter-with-identity.ts';
import {
  type ConnectedOrganization,
  noProvider,
  oidcConnection,
  requireConnection,
  samlConnection,
} from './provider.ts';

export interface StartSingleSignOn {
  readonly organizationName: string;
  /** An address of this server to which the browser goes afterwards. */
  readonly returnTo: string;
  /** The account that is signed in only proves itself again. */
  readonly isSameAccount: boolean;
  /** The account that is signed in, if any. */
  readonly accountId: string | null;
}

export interface StartedSingleSignOn {
  /** The address at the provider. */
  readonly url: string;
  /** The value of a cookie. The answer is valid only in the browser that has it (R31). */
  readonly browser: Secret;
}

/**
 * Sends a browser to the organization's provider. While the organization has proven no domain, only an owner can go
 * there, to try it. Anybody can create an organization, and must not be able to redirect people from our address to
 * another one (an open redirect). Errors: `not-found`, `too-many-attempts`, `provider-unavailable`.
 */
export async function startSingleSignOn(
  services: Services,
  source: Source,
  input: StartSingleSignOn,
): Promise<StartedSingleSignOn> {
  const connected = await requireConnection(services.store.read, input.organizationName);
  await requireMayLeadThere(services.store.read, connected, input);
  await requireMayBegin(services, source);
  // Somebody is already signed in here. An existing session at the provider must not make this sign-in fresh (R34).
  const again = input.accountId !== null;
  return leave(services, source, connected, { ...input, again, consent: needsConsent(connected) });
}

interface Leaving extends Pick<SingleSignOnFlow, 'returnTo' | 'accountId' | 'isSameAccount' | 'again' | 'consent'> {
  readonly isProvenNow?: boolean;
}

/** Stores the values that the answer must match, and returns the address at the provider. */
async function leave(
  services: Services,
  source: Source,
  connected: ConnectedOrganization,
  leaving: Leaving,
): Promise<StartedSingleSignOn> {
  const { returnTo, accountId, again, consent, isProvenNow = false } = leaving;
  const browser = newFlowSecret(services);
  const { url, state, proof } = await providerRequest(services, connected, { again, consent, isProvenNow });
  const data: SingleSignOnFlow = {
    organizationId: connected.organization.id,
    connectionId: connected.connection.id,
    browserDigest: flowDigest(services, browser),
    proof,
    returnTo,
    again,
    consent,
    accountId,
    isSameAccount: again && leaving.isSameAccount,
  };
  await transact(services, source, (change) => keepFlow(change, 'single-sign-on', state, { accountId: null, data }));
  return { url, browser };
}

async function requireMayLeadThere(
  { domains, organizations }: Reads,
  { organization }: ConnectedOrganization,
  { accountId }: StartSingleSignOn,
): Promise<void> {
  if ((await domains.ofOrganization(organization.id)).some(({ verifiedAt }) => verifiedAt !== null)) return;
  const role = accountId === null ? undefined : await organizations.role(organization.id, accountId);
  if (role !== 'owner') throw noProvider();
}

interface ProviderRequest {
  readonly url: string;
  readonly state: Secret;
  readonly proof: SingleSignOnFlow['proof'];
}

async function providerRequest(
  services: Services,
  { organization, connection }: ConnectedOrganization,
  wanted: Wanted,
): Promise<ProviderRequest> {
  const { settings, sealedSecret } = connection;
  if (settings.protocol === 'saml') {
    const state = newFlowSecret(services);
    const requestId = services.saml.newRequestId();
    const provider = samlConnection(services, organization, settings);
    const url = await services.saml.requestUrl(provider, requestId, state.reveal(), wanted.again);
    return { url, state, proof: { protocol: 'saml', requestId } };
  }
  const login = services.oidc.newLogin();
  const provider = oidcConnection(services, organization, settings, sealedSecret ?? '');
  const url = await services.oidc.authorizationUrl(provider, login, wanted);
  const proof = { protocol: 'oidc', nonce: login.nonce, codeVerifier: login.codeVerifier.reveal() } as const;
  return { url, state: new Secret(login.state), proof };
}

/** The answer that came back through the browser. */
export interface ProviderAnswer {
  readonly organizationName: string;
  /** OIDC's `state`, SAML's `RelayState`. */
  readonly state: Secret;
  /** From the cookie that `startSingleSignOn` set. */
  readonly browser: Secret | undefined;
  /** The cookie of the session that the browser already has. */
  readonly previous: Secret | undefined;
  readonly answer:
    | { readonly protocol: 'oidc'; readonly callbackUrl: string }
    | { readonly protocol: 'saml'; readonly response: string };
}

export interface FinishedSingleSignOn {
  readonly outcome: LoginOutcome | ConnectToAccount | BackForConsent;
  readonly returnTo: string;
}

/** Nothing is decided yet, because the provider sends no refresh token without consent. */
export interface BackForConsent extends StartedSingleSignOn {
  readonly type: 'consent';
}

/**
 * Handles the answer of a provider, only once: its state is used up whatever the result is (R31, attack 16). Errors:
 * `assertion-refused`, `provider-unavailable`, `too-many-attempts`, those of `enterWithIdentity` and `mailConnectCode`.
 */
export async function finishSingleSignOn(
  services: Services,
  source: Source,
  input: ProviderAnswer,
): Promise<FinishedSingleSignOn> {
  const connected = await requireConnection(services.store.read, input.organizationName);
  const flow = await transact(services, source, (change) => takeFlow(change, 'single-sign-on', input.state));
  if (!flow) throw refused('the state is unknown, used or older than 10 minutes');
  requireOwn(services, connected, flow.data, input.browser);
  const proven = await throttled(services, source, input.organizationName, () =>
    identityOf(services, connected, flow.data, input),
  );
  const back = await backForConsent(services, source, connected, { flow: flow.data, proven });
  if (back) return { outcome: back, returnTo: flow.data.returnTo };
  const arrival = { ...connected, proven, flow: flow.data, previous: input.previous };
  const { identities } = services.store.read;
  const known = await identities.bySubject(connected.organization.id, proven.issuer, proven.subject);
  // An unknown person may get an account.
  if (!known) await requireRoomFor(services, 'accounts-brought', connected.organization.id);
  const outcome = await transact(services, source, (change) => enterWithIdentity(change, arrival));
  if (outcome.type === 'refused') throw new DomainError('forbidden', { reason: outcome.reason });
  if (outcome.type === 'connect-by-mail') await mailConnectCode(services, source, outcome, input.organizationName);
  return { outcome, returnTo: flow.data.returnTo };
}

function needsConsent({ connection: { settings } }: ConnectedOrganization): boolean {
  return settings.protocol === 'oidc' && settings.needsConsent === true;
}

/**
 * OpenID Connect core, 11: some providers send a refresh token only if the request asks the person for consent. Most
 * send it anyway, and would show an unnecessary page each time. So consent is requested only if the first answer has no
 * refresh token and none is stored.
 */
async function backForConsent(
  services: Services,
  source: Source,
  connected: ConnectedOrganization,
  { flow, proven }: { readonly flow: SingleSignOnFlow; readonly proven: ProvenIdentity },
): Promise<BackForConsent | undefined> {
  const { organization, connection } = connected;
  if (connection.settings.protocol === 'saml' || flow.consent || proven.refreshToken) return undefined;
  const provider = oidcConnection(services, organization, connection.settings, connection.sealedSecret ?? '');
  if (!(await services.oidc.givesRefreshTokens(provider))) return undefined;
  const known = await services.store.read.identities.bySubject(organization.id, proven.issuer, proven.subject);
  if (known && known.sealedRefreshToken !== null) return undefined;
  await services.store.transaction((records) => records.singleSignOnConnections.setNeedsConsent(connection));
  return {
    type: 'consent',
    ...(await leave(services, source, connected, { ...flow, consent: true, isProvenNow: true })),
  };
}

function requireOwn(
  services: Services,
  { organization, connection }: ConnectedOrganization,
  flow: SingleSignOnFlow,
  browser: Secret | undefined,
): void {
  if (!browser || flowDigest(services, browser) !== flow.browserDigest) throw refused('another browser started it');
  if (flow.organizationId !== organization.id) throw refused('it is for another organization');
  if (flow.connectionId !== connection.id) throw refused('the connection was changed meanwhile');
}

/** Verifying an answer is expensive, so a source whose answers are refused again and again must wait. */
async function throttled(
  services: Services,
  { address }: Source,
  organizationName: string,
  verify: () => Promise<ProvenIdentity>,
): Promise<ProvenIdentity> {
  // No account can have such a name, so this shares no counter with passwords.
  const known = { network: false };
  const attempt = { account: `sso/${organizationName}`, address, known, proof: 'other' } as const;
  await requireMayTry(services, attempt);
  try {
    return await verify();
  } catch (error) {
    const isRefused = error instanceof DomainError && error.code === 'assertion-refused';
    if (isRefused) await services.throttle.recordFailure(attempt);
    throw error;
  }
}

function identityOf(
  services: Services,
  { organization, connection: { settings, sealedSecret } }: ConnectedOrganization,
  { proof, again }: SingleSignOnFlow,
  { answer, state }: ProviderAnswer,
): Promise<ProvenIdentity> {
  if (proof.protocol === 'oidc' && answer.protocol === 'oidc' && settings.protocol === 'oidc') {
    const login = { state: state.reveal(), nonce: proof.nonce, codeVerifier: new Secret(proof.codeVerifier) };
    const provider = oidcConnection(services, organization, settings, sealedSecret ?? '');
    return services.oidc.finish(provider, login, answer.callbackUrl, again);
  }
  if (proof.protocol === 'saml' && answer.protocol === 'saml' && settings.protocol === 'saml') {
    const provider = samlConnection(services, organization, settings);
    return services.saml.finish(provider, proof.requestId, answer.response, again);
  }
  throw refused('the answer is of another protocol');
}

function refused(why: string): DomainError {
  return new DomainError('assertion-refused', {}, why);
}
