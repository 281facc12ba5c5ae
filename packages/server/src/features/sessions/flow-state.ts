import { Secret } from '@lanyard/core/secret';
import type { ProvenIdentity } from '../../identity/proven-identity.ts';
import type { Services } from '../../services.ts';
import type { FlowPurpose } from '../../store/records/flow-states.ts';

import type { Asker, Change } from '../access/change.ts';
import type { ProofsSoFar } from '../access/login-facts.ts';

/** How far a sign-in has come. */
export interface LoginProgress extends ProofsSoFar {
  /** A person at a provider, to be connected with the account once it is signed in. */
  readonly link?: IdentityLink;
  /** When a provider asked the person again, as it says: the sign-in is as fresh as that (R34). */
  readonly askedAt?: number | undefined;
}

/** What is kept between two steps, by purpose. */
export interface FlowData {
  login: LoginProgress & { readonly challenge: string | null };
  connect: LoginProgress;
  'passkey-login': { readonly challenge: string };
  'totp-enrolment': { readonly seed: string };
  'passkey-enrolment': { readonly challenge: string };
  'single-sign-on': SingleSignOnFlow;
}

/** What a provider said of a person, as it is kept until the account is signed in. */
export interface IdentityLink extends Omit<ProvenIdentity, 'refreshToken' | 'email' | 'groups' | 'authenticatedAt'> {
  readonly groups: readonly string[] | null;
  readonly sealedRefreshToken: string | null;
}

export interface SingleSignOnFlow {
  readonly organizationId: string;
  readonly connectionId: string;
  /** What the browser that began holds in a cookie: the answer counts in no other (R31). */
  readonly browserDigest: string;
  /** What the answer has to match; its `state` or `RelayState` is the flow's own secret. */
  readonly proof:
    | { readonly protocol: 'oidc'; readonly nonce: string; readonly codeVerifier: string }
    | { readonly protocol: 'saml'; readonly requestId: string };
  readonly returnTo: string;
  /** The provider was to ask the person, whatever session it has. */
  readonly again: boolean;
  /** The account that was signed in as it began. */
  readonly accountId: string | null;
  /** It must come back as that account: it only proves itself again. */
  readonly isSameAccount: boolean;
}

export interface Flow<Purpose extends FlowPurpose> {
  readonly accountId: string | null;
  readonly data: FlowData[Purpose];
}

const SECRET_BYTES = 32;

export function newFlowSecret({ random }: Pick<Services, 'random'>): Secret {
  return new Secret(Buffer.from(random.bytes(SECRET_BYTES)).toString('base64url'));
}

/** Keeps what the next step needs, sealed, under a secret that its holder brings again. */
export function keepFlow<Purpose extends FlowPurpose>(
  { services, records, now }: Change<Asker>,
  purpose: Purpose,
  secret: Secret,
  { accountId, data }: Flow<Purpose>,
  lifetimeSeconds: number,
): Promise<void> {
  return records.flowStates.put({
    purpose,
    digest: flowDigest(services, secret),
    accountId,
    sealedData: sealed(services, purpose, data),
    wrongCodes: 0,
    expiresAt: now + lifetimeSeconds * 1000,
  });
}

/** Neither the time nor the tries so far change. */
export function changeFlow<Purpose extends FlowPurpose>(
  { services, records }: Change<Asker>,
  purpose: Purpose,
  secret: Secret,
  data: FlowData[Purpose],
): Promise<void> {
  return records.flowStates.setData(purpose, flowDigest(services, secret), sealed(services, purpose, data));
}

export async function findFlow<Purpose extends FlowPurpose>(
  services: Services,
  purpose: Purpose,
  secret: Secret,
): Promise<Flow<Purpose> | undefined> {
  const { flowStates } = services.store.read;
  const state = await flowStates.find(purpose, flowDigest(services, secret), services.clock.now());
  return state && { accountId: state.accountId, data: opened(services, purpose, state.sealedData) };
}

/** The flow for the one who took it first, then never again. */
export async function takeFlow<Purpose extends FlowPurpose>(
  { services, records, now }: Change<Asker>,
  purpose: Purpose,
  secret: Secret,
): Promise<Flow<Purpose> | undefined> {
  const state = await records.flowStates.take(purpose, flowDigest(services, secret), now);
  return state && { accountId: state.accountId, data: opened(services, purpose, state.sealedData) };
}

export function flowDigest({ digester }: Pick<Services, 'digester'>, secret: Secret): string {
  return digester.digest('flow', secret);
}

function sealed<Purpose extends FlowPurpose>({ sealer }: Services, purpose: Purpose, data: FlowData[Purpose]): string {
  return sealer.seal(`flow ${purpose}`, Buffer.from(JSON.stringify(data)));
}

function opened<Purpose extends FlowPurpose>({ sealer }: Services, purpose: Purpose, sealedData: string) {
  return JSON.parse(Buffer.from(sealer.open(`flow ${purpose}`, sealedData)).toString()) as FlowData[Purpose];
}
