import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import type { ProvenIdentity } from '../../identity/identity-provider.ts';
import type { Services } from '../../services.ts';
import type { FlowPurpose, FlowState } from '../../store/records/sessions/flow-states.ts';
import type { SessionAtProvider } from '../../store/records/sessions/sessions.ts';
import type { Source } from '../access/caller.ts';
import type { Asker, Change } from '../access/change.ts';
import type { ProofsSoFar } from '../access/login-facts.ts';

/** How far a sign-in has come. */
export interface LoginProgress extends ProofsSoFar {
  /** A person at a provider, who is linked to the account once the sign-in is complete. */
  readonly link?: IdentityLink;
  /** When the provider says that it last asked the person. The sign-in counts as no fresher than that (R34). */
  readonly askedAt?: number | undefined;
  /** The session at the provider, if it has a name there. */
  readonly providerSession?: SessionAtProvider | undefined;
}

/** How long the next step may take. Afterwards the stored data is void. */
export const FLOW_SECONDS: Readonly<Record<FlowPurpose, number>> = {
  login: 300,
  connect: 300,
  'connect-by-mail': 1800,
  'passkey-login': 300,
  'totp-enrolment': 600,
  'passkey-enrolment': 300,
  'single-sign-on': 600,
  'provider-session': 600,
  'provider-sign-out': 600,
  // Longer than a request of a provider is accepted.
  'logout-request': 900,
};

/** The data between two steps, by purpose. */
export interface FlowData {
  login: LoginProgress & { readonly challenge: string | null };
  connect: LoginProgress;
  /** The digest is null until the mail is sent. */
  'connect-by-mail': LoginProgress & { readonly codeDigest: string | null };
  'passkey-login': { readonly challenge: string };
  'totp-enrolment': { readonly seed: string };
  'passkey-enrolment': { readonly challenge: string };
  'single-sign-on': SingleSignOnFlow;
  /** A session at a provider, which goes on after its session here ended. */
  'provider-session': EndedSession;
  /** A request to end it, which the provider has not answered yet. */
  'provider-sign-out': EndedSession & Pick<SingleSignOnFlow, 'browserDigest'>;
  /** A request of a provider, which counts once. */
  'logout-request': Record<never, never>;
}

export interface EndedSession {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly session: SessionAtProvider;
}

/** A provider's statement about a person, kept until the account is signed in. */
export interface IdentityLink extends Pick<ProvenIdentity, 'issuer' | 'subject'> {
  /** The connection that the statement came through. If the connection changes, the statement is void. */
  readonly connectionId: string;
  /**
   * The account proves in this sign-in that it belongs to the person, for the first time or again after the link became
   * void.
   */
  readonly isNew: boolean;
  readonly groups: readonly string[] | null;
  readonly sealedRefreshToken: string | null;
}

export interface SingleSignOnFlow {
  readonly organizationId: string;
  readonly connectionId: string;
  /**
   * The digest of the cookie that the browser got at the start. The provider's answer is valid only in that browser
   * (R31).
   */
  readonly browserDigest: string;
  /** The values that the answer must match. Its `state` or `RelayState` is the secret of this flow. */
  readonly proof:
    | { readonly protocol: 'oidc'; readonly nonce: string; readonly codeVerifier: string }
    | { readonly protocol: 'saml'; readonly requestId: string };
  readonly returnTo: string;
  /** The provider had to ask the person, even if the person has a session there. */
  readonly again: boolean;
  /** The person was asked to agree that this server may later ask the provider about them. */
  readonly consent: boolean;
  /** The account that was signed in here at the start. */
  readonly accountId: string | null;
  /** The same account must return, because it only proves itself again. */
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

/** Seals and stores the data for the next step, which finds it by this secret. */
export function keepFlow<Purpose extends FlowPurpose>(
  keeping: Keeping,
  purpose: Purpose,
  secret: Secret,
  flow: Flow<Purpose>,
): Promise<void> {
  return keeping.records.flowStates.put(stateOf(keeping, purpose, secret, flow));
}

/** The same, but false if there already is a flow with this secret. */
export function keepFlowOnce<Purpose extends FlowPurpose>(
  keeping: Keeping,
  purpose: Purpose,
  secret: Secret,
  flow: Flow<Purpose>,
): Promise<boolean> {
  return keeping.records.flowStates.putOnce(stateOf(keeping, purpose, secret, flow));
}

function stateOf<Purpose extends FlowPurpose>(
  { services, now }: Keeping,
  purpose: Purpose,
  secret: Secret,
  { accountId, data }: Flow<Purpose>,
): FlowState {
  return {
    purpose,
    digest: flowDigest(services, secret),
    accountId,
    sealedData: sealed(services, purpose, data),
    wrongCodes: 0,
    expiresAt: now + FLOW_SECONDS[purpose] * 1000,
  };
}

/** Checked before a flow is stored for a person who has proven nothing yet. Errors: `too-many-attempts`. */
export async function requireMayBegin({ flowLimit }: Services, { address }: Source): Promise<void> {
  const retryAfterSeconds = await flowLimit.countSource(address);
  if (retryAfterSeconds !== undefined) throw new DomainError('too-many-attempts', { retryAfterSeconds });
}

/** Replaces the data. The end and the number of wrong codes do not change. */
export function changeFlow<Purpose extends FlowPurpose>(
  { services, records }: Keeping,
  purpose: Purpose,
  secret: Secret,
  data: FlowData[Purpose],
): Promise<void> {
  return records.flowStates.setData(purpose, flowDigest(services, secret), sealed(services, purpose, data));
}

/** Replaces the data of a flow, found by its digest. False if the flow has ended. */
export async function replaceFlow<Purpose extends FlowPurpose>(
  { services, records, now }: Keeping,
  purpose: Purpose,
  digest: string,
  change: (data: FlowData[Purpose]) => FlowData[Purpose],
): Promise<boolean> {
  const state = await records.flowStates.find(purpose, digest, now);
  if (!state) return false;
  const data = change(opened(services, purpose, state.sealedData));
  await records.flowStates.setData(purpose, digest, sealed(services, purpose, data));
  return true;
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

/** Removes the flow and returns it, so only one caller gets it. */
export async function takeFlow<Purpose extends FlowPurpose>(
  { services, records, now }: Keeping,
  purpose: Purpose,
  secret: Secret,
): Promise<Flow<Purpose> | undefined> {
  const state = await records.flowStates.take(purpose, flowDigest(services, secret), now);
  return state && { accountId: state.accountId, data: opened(services, purpose, state.sealedData) };
}

/** The sign-in that this step continues is unknown, already used or too old. */
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
