import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import type { ProvenIdentity } from '../../identity/identity-provider.ts';
import type { Services } from '../../services.ts';
import type { FlowPurpose } from '../../store/records/flow-states.ts';
import type { Asker, Change } from '../access/change.ts';
import type { ProofsSoFar } from '../access/login-facts.ts';

/** How far a sign-in has come. */
export interface LoginProgress extends ProofsSoFar {
  /** A person at a provider, who is connected with the account once it is signed in. */
  readonly link?: IdentityLink;
  /** When the provider says that it asked the person again: the sign-in is no fresher than that (R34). */
  readonly askedAt?: number | undefined;
}

/** How long the next step may take, and then what is kept is void. */
export const FLOW_SECONDS: Readonly<Record<FlowPurpose, number>> = {
  login: 300,
  connect: 300,
  'passkey-login': 300,
  'totp-enrolment': 600,
  'passkey-enrolment': 300,
  'single-sign-on': 600,
};

/** What is kept between two steps, by purpose. */
export interface FlowData {
  login: LoginProgress & { readonly challenge: string | null };
  connect: LoginProgress;
  'passkey-login': { readonly challenge: string };
  'totp-enrolment': { readonly seed: string };
  'passkey-enrolment': { readonly challenge: string };
  'single-sign-on': SingleSignOnFlow;
}

/** What a provider said about a person, kept until the account is signed in. */
export interface IdentityLink extends Omit<ProvenIdentity, 'refreshToken' | 'email' | 'groups' | 'authenticatedAt'> {
  readonly groups: readonly string[] | null;
  readonly sealedRefreshToken: string | null;
}

export interface SingleSignOnFlow {
  readonly organizationId: string;
  readonly connectionId: string;
  /** Of the cookie that the browser got at the start: the provider's answer counts in that browser alone (R31). */
  readonly browserDigest: string;
  /** What the answer must match. Its `state` or `RelayState` is the secret of this flow. */
  readonly proof:
    | { readonly protocol: 'oidc'; readonly nonce: string; readonly codeVerifier: string }
    | { readonly protocol: 'saml'; readonly requestId: string };
  readonly returnTo: string;
  /** The provider had to ask the person, even where it has a session already. */
  readonly again: boolean;
  /** The account that was signed in here at the start. */
  readonly accountId: string | null;
  /** The same account must come back: it only proves itself again. */
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

type Keeping = Pick<Change<Asker>, 'services' | 'records' | 'now'>;

/** Seals and keeps what the next step needs. The step finds it by this secret. */
export function keepFlow<Purpose extends FlowPurpose>(
  { services, records, now }: Keeping,
  purpose: Purpose,
  secret: Secret,
  { accountId, data }: Flow<Purpose>,
): Promise<void> {
  return records.flowStates.put({
    purpose,
    digest: flowDigest(services, secret),
    accountId,
    sealedData: sealed(services, purpose, data),
    wrongCodes: 0,
    expiresAt: now + FLOW_SECONDS[purpose] * 1000,
  });
}

/** Replaces the data. The end and the number of wrong codes stay as they are. */
export function changeFlow<Purpose extends FlowPurpose>(
  { services, records }: Keeping,
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

/** Removes the flow and returns it: only one caller gets it. */
export async function takeFlow<Purpose extends FlowPurpose>(
  { services, records, now }: Keeping,
  purpose: Purpose,
  secret: Secret,
): Promise<Flow<Purpose> | undefined> {
  const state = await records.flowStates.take(purpose, flowDigest(services, secret), now);
  return state && { accountId: state.accountId, data: opened(services, purpose, state.sealedData) };
}

/** The sign-in that this step continues is unknown, used or too old. */
export function loginOver(): DomainError {
  return new DomainError('login-over', {});
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
