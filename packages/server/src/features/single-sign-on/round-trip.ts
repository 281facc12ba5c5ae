import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import type { ProvenIdentity } from '../../identity/identity-provider.ts';
import type { Services } from '../../services.ts';
import { requireMayTry } from '../access/authenticate-password.ts';
import type { Source } from '../access/caller.ts';
import { transact } from '../access/change.ts';
import { flowDigest, keepFlow, newFlowSecret, type SingleSignOnFlow, takeFlow } from '../sessions/flow-state.ts';
import type { LoginOutcome } from '../sessions/sign-in.ts';
import { type ConnectToAccount, enterWithIdentity } from './enter-with-identity.ts';
import { type ConnectedOrganization, oidcConnection, requireConnection, samlConnection } from './provider.ts';

export interface StartSingleSignOn {
  readonly organizationName: string;
  /** An address of this server, where the browser goes on afterwards. */
  readonly returnTo: string;
  /** The account that is signed in only proves itself again. */
  readonly isSameAccount: boolean;
  /** The account that is signed in, if any. */
  readonly accountId: string | null;
}

export interface StartedSingleSignOn {
  /** Of the provider. */
  readonly url: string;
  /** For a cookie: the answer counts only in the browser that has it (R31). */
  readonly browser: Secret;
}

/** Sends a browser to the organization's provider. Errors: `not-found`, `provider-unavailable`. */
export async function startSingleSignOn(
  services: Services,
  source: Source,
  input: StartSingleSignOn,
): Promise<StartedSingleSignOn> {
  const connected = await requireConnection(services.store.read, input.organizationName);
  const browser = newFlowSecret(services);
  // Somebody is signed in here already: a session that still runs at the provider must not make this sign-in fresh (R34).
  const again = input.accountId !== null;
  const { url, state, proof } = await providerRequest(services, connected, again);
  const data: SingleSignOnFlow = {
    organizationId: connected.organization.id,
    connectionId: connected.connection.id,
    browserDigest: flowDigest(services, browser),
    proof,
    returnTo: input.returnTo,
    again,
    accountId: input.accountId,
    isSameAccount: again && input.isSameAccount,
  };
  await transact(services, source, (change) => keepFlow(change, 'single-sign-on', state, { accountId: null, data }));
  return { url, browser };
}

interface ProviderRequest {
  readonly url: string;
  readonly state: Secret;
  readonly proof: SingleSignOnFlow['proof'];
}

async function providerRequest(
  services: Services,
  { organization, connection }: ConnectedOrganization,
  again: boolean,
): Promise<ProviderRequest> {
  const { settings, sealedSecret } = connection;
  if (settings.protocol === 'saml') {
    const state = newFlowSecret(services);
    const requestId = services.saml.newRequestId();
    const provider = samlConnection(services, organization, settings);
    const url = await services.saml.requestUrl(provider, requestId, state.reveal(), again);
    return { url, state, proof: { protocol: 'saml', requestId } };
  }
  const login = services.oidc.newLogin();
  const provider = oidcConnection(services, organization, settings, sealedSecret ?? '');
  const url = await services.oidc.authorizationUrl(provider, login, again);
  const proof = { protocol: 'oidc', nonce: login.nonce, codeVerifier: login.codeVerifier.reveal() } as const;
  return { url, state: new Secret(login.state), proof };
}

/** What came back through the browser. */
export interface ProviderAnswer {
  readonly organizationName: string;
  /** OIDC's `state`, SAML's `RelayState`. */
  readonly state: Secret;
  /** From the cookie that `startSingleSignOn` gave. */
  readonly browser: Secret | undefined;
  /** The cookie of the session that the browser has already. */
  readonly previous: Secret | undefined;
  readonly answer:
    | { readonly protocol: 'oidc'; readonly callbackUrl: string }
    | { readonly protocol: 'saml'; readonly response: string };
}

export interface FinishedSingleSignOn {
  readonly outcome: LoginOutcome | ConnectToAccount;
  readonly returnTo: string;
}

/**
 * Takes the answer of a provider, once: its state is used up whatever comes of it (R31, attack 16).
 * Errors: `assertion-refused`, `provider-unavailable`, `too-many-attempts`, those of `enterWithIdentity`.
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
  const arrival = { ...connected, proven, flow: flow.data, previous: input.previous };
  const outcome = await transact(services, source, (change) => enterWithIdentity(change, arrival));
  return { outcome, returnTo: flow.data.returnTo };
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

/** Verifying an answer costs, so a source whose answers are refused again and again has to wait. */
async function throttled(
  services: Services,
  { address }: Source,
  organizationName: string,
  verify: () => Promise<ProvenIdentity>,
): Promise<ProvenIdentity> {
  // No account can have such a name, so it shares no counter with passwords.
  const attempt = { accountName: `sso/${organizationName}`, address };
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
