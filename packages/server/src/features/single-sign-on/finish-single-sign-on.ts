import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import type { ProvenIdentity } from '../../identity/identity-provider.ts';
import type { Services } from '../../services.ts';
import { requireMayTry } from '../access/authenticate-password.ts';
import type { Source } from '../access/caller.ts';
import { changeOf } from '../access/change.ts';
import { flowDigest, type SingleSignOnFlow, takeFlow } from '../sessions/flow-state.ts';
import type { LoginOutcome } from '../sessions/sign-in.ts';
import { type ConnectToAccount, enterWithIdentity } from './enter-with-identity.ts';
import { type ConnectedOrganization, oidcConnection, requireConnection, samlConnection } from './sso-connection.ts';

/** What came back through the browser. */
export interface ProviderAnswer {
  readonly organizationName: string;
  /** OIDC's `state`, SAML's `RelayState`. */
  readonly state: Secret;
  /** From the cookie of the browser that set out. */
  readonly browser: Secret | undefined;
  /** The session that the browser has already. */
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
 * The answer of a provider, once: whatever comes of it, its state is used up (R31, attack 16).
 * Errors: `assertion-refused`, `provider-unavailable`, `too-many-attempts`, those of `enterWithIdentity`.
 */
export async function finishSingleSignOn(
  services: Services,
  source: Source,
  input: ProviderAnswer,
): Promise<FinishedSingleSignOn> {
  const connected = await requireConnection(services.store.read, input.organizationName);
  const flow = await services.store.transaction((records) =>
    takeFlow(changeOf(services, records, { address: '', client: '' }), 'single-sign-on', input.state),
  );
  if (!flow) throw refused('the state is unknown, used or older than 10 minutes');
  requireOwn(services, connected, flow.data, input.browser);
  const identity = await throttled(services, source, input.organizationName, () =>
    identityOf(services, connected, flow.data, input),
  );
  const outcome = await enterWithIdentity(services, source, connected, identity, flow.data, input.previous);
  return { outcome, returnTo: flow.data.returnTo };
}

/** To verify costs; whoever brings what is refused again and again has to wait. */
async function throttled(
  services: Services,
  { address }: Source,
  organizationName: string,
  verify: () => Promise<ProvenIdentity>,
): Promise<ProvenIdentity> {
  // No account has such a name: it shares no counter with passwords.
  const attempt = { accountName: `sso/${organizationName}`, address };
  await requireMayTry(services, attempt);
  try {
    return await verify();
  } catch (error) {
    if (error instanceof DomainError && error.code === 'assertion-refused')
      await services.throttle.recordFailure(attempt);
    throw error;
  }
}

function requireOwn(
  services: Services,
  { organization, connection }: ConnectedOrganization,
  flow: SingleSignOnFlow,
  browser: Secret | undefined,
): void {
  if (!browser || flowDigest(services, browser) !== flow.browserDigest) throw refused('another browser set out for it');
  if (flow.organizationId !== organization.id) throw refused('it is for another organization');
  if (flow.connectionId !== connection.id) throw refused('the connection was changed meanwhile');
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
    return services.saml.finish(
      samlConnection(services, organization, settings),
      proof.requestId,
      answer.response,
      again,
    );
  }
  throw refused('the answer is of another protocol');
}

function refused(why: string): DomainError {
  return new DomainError('assertion-refused', {}, why);
}
