import { Secret } from '@lanyard/core/secret';
import { failed } from '../cli-error.ts';
import { jsonObject } from '../json-object.ts';
import type { SecretStore } from './secret-store.ts';

/** What the token endpoint of a registry is, as its challenge told when this machine signed in. */
export interface TokenEndpoint {
  readonly realm: string;
  readonly service: string;
}

/** What a client shows to the registry of one host. */
export interface Credential {
  readonly account: string;
  readonly secret: Secret;
  /** Where to ask whether an auto-generated token is still good; null for what `docker login` stored. */
  readonly endpoint: TokenEndpoint | null;
  /** Those that the account belonged to at its sign-in; unknown for what an older version or `docker login` stored. */
  readonly organizations?: readonly string[];
}

const PREFIX = 'credential ';

/** The host must have come out of `registryHost`. */
function credentialKey(host: string): string {
  return `${PREFIX}${host}`;
}

/** By host; touches no secret. */
export async function listCredentials(store: SecretStore): Promise<Map<string, string>> {
  const entries = (await store.list()).filter(({ key }) => key.startsWith(PREFIX));
  return new Map(entries.map(({ key, account }) => [key.slice(PREFIX.length), account]));
}

export async function readCredential(store: SecretStore, host: string): Promise<Credential | undefined> {
  const stored = await store.read(credentialKey(host));
  return stored && parseCredential(stored);
}

export async function writeCredential(store: SecretStore, host: string, credential: Credential): Promise<void> {
  await store.write({ key: credentialKey(host), account: credential.account }, serialize(credential));
}

/** True where there was one. With `only`, spares what another process stored meanwhile. */
export async function removeCredential(store: SecretStore, host: string, only?: Credential): Promise<boolean> {
  return store.remove(credentialKey(host), only && serialize(only));
}

/** Whether it came from a sign-in at that server; what `docker login` stored did not. */
export function isOfServer({ endpoint }: Credential, server: string): boolean {
  return endpoint !== null && URL.parse(endpoint.realm)?.origin === server;
}

/** Spares what somebody stored for the host by another way. */
export async function removeCredentialOfServer(store: SecretStore, host: string, server: string): Promise<boolean> {
  const credential = await readCredential(store, host);
  if (!credential || !isOfServer(credential, server)) return false;
  return removeCredential(store, host, credential);
}

function serialize({ account, secret, endpoint, organizations }: Credential): Secret {
  return new Secret(JSON.stringify({ account, secret: secret.reveal(), endpoint, organizations }));
}

function parseCredential(stored: Secret): Credential {
  const { account, secret, endpoint, organizations } = jsonObject(stored.reveal()) ?? {};
  if (typeof account !== 'string' || typeof secret !== 'string') throw failed('a stored credential is damaged');
  return {
    account,
    secret: new Secret(secret),
    endpoint: isEndpoint(endpoint) ? endpoint : null,
    ...(isListOfTexts(organizations) && { organizations }),
  };
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isEndpoint(value: unknown): value is TokenEndpoint {
  const { realm, service } = (value ?? {}) as Partial<TokenEndpoint>;
  return typeof realm === 'string' && typeof service === 'string';
}
