import { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import { changeOf } from '../access/change.ts';
import { flowDigest, keepFlow, newFlowSecret, type SingleSignOnFlow } from '../sessions/flow-state.ts';
import { type ConnectedOrganization, oidcConnection, requireConnection, samlConnection } from './sso-connection.ts';

export interface StartSingleSignOn {
  readonly organizationName: string;
  /** An address of this server, where the browser goes on after it. */
  readonly returnTo: string;
  /** The account that is signed in only proves itself again. */
  readonly isSameAccount: boolean;
  /** The account that is signed in, if any. */
  readonly accountId: string | null;
}

export interface StartedSingleSignOn {
  /** Of the provider. */
  readonly url: string;
  /** Kept by the browser, for the answer to find it (R31). */
  readonly browser: Secret;
}

/** Sends a browser to the organization's provider. Errors: `not-found`, `provider-unavailable`. */
export async function startSingleSignOn(services: Services, input: StartSingleSignOn): Promise<StartedSingleSignOn> {
  const connected = await requireConnection(services.store.read, input.organizationName);
  const browser = newFlowSecret(services);
  // Whoever is signed in here already does not get a fresh sign-in from a session that waits at the provider (R34).
  const again = input.accountId !== null;
  const { url, state, proof } = await request(services, connected, again);
  const flow: SingleSignOnFlow = {
    organizationId: connected.organization.id,
    connectionId: connected.connection.id,
    browserDigest: flowDigest(services, browser),
    proof,
    returnTo: input.returnTo,
    again,
    accountId: input.accountId,
    isSameAccount: again && input.isSameAccount,
  };
  await services.store.transaction((records) =>
    keepFlow(changeOf(services, records, { address: '', client: '' }), 'single-sign-on', state, {
      accountId: null,
      data: flow,
    }),
  );
  return { url, browser };
}

interface ProviderRequest {
  readonly url: string;
  readonly state: Secret;
  readonly proof: SingleSignOnFlow['proof'];
}

async function request(
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
