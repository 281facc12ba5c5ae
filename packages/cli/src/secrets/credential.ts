import { Secret } from '@lanyard/core/secret';
import { failed } from '../cli-error.ts';
import { jsonObject } from '../foreign-text.ts';
import type { SecretStore } from './secret-store.ts';

/** The token endpoint of a registry, from its challenge at the time of the sign-in. */
export interface TokenEndpoint {
  readonly realm: string;
  readonly service: string;
}

/** What a client sends to the registry of one host. */
export interface Credential {
  readonly account: string;
  readonly secret: Secret;
  /** Where to ask whether an auto-generated token still works. Null for a login that `docker login` stored. */
  readonly endpoint: TokenEndpoint | null;
  /**
   * The host that the server confirmed at the sign-in. Unknown if `docker login` or an older version stored the login.
   */
  readonly confirmedHost?: string;
  /** The account's organizations at the sign-in. Unknown if `docker login` or an older version stored the login. */
  readonly organizations?: readonly string[];
}

const PREFIX = 'credential ';

/** The host must be a result of `registryHost`. */
function credentialKey(host: string): string {
  return `${PREFIX}${host}`;
}

/** The account of each host. Reads no secret. */
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

/** Returns true if there was one. With `only`, it keeps a login that another process stored in the meantime. */
export async function removeCredential(store: SecretStore, host: string, only?: Credential): Promise<boolean> {
  return store.remove(credentialKey(host), only && serialize(only));
}

/** Whether it came from a sign-in at that server. A login that `docker login` stored did not. */
export function isOfServer({ endpoint }: Credential, server: string): boolean {
  return endpoint !== null && URL.parse(endpoint.realm)?.origin === server;
}

/** Keeps a login that somebody stored for the host in another way. */
export async function removeCredentialOfServer(store: SecretStore, host: string, server: string): Promise<boolean> {
  const credential = await readCredential(store, host);
  if (!credential || !isOfServer(credential, server)) return false;
  return removeCredential(store, host, credential);
}

function serialize({ account, secret, endpoint, confirmedHost, organizations }: Credential): Secret {
  return new Secret(JSON.stringify({ account, secret: secret.reveal(), endpoint, confirmedHost, organizations }));
}

function parseCredential(stored: Secret): Credential {
  const { account, secret, endpoint, confirmedHost, organizations } = jsonObject(stored.reveal()) ?? {};
  if (typeof account !== 'string' || typeof secret !== 'string') throw failed('a stored credential is damaged');
  return {
    account,
    secret: new Secret(secret),
    endpoint: isEndpoint(endpoint) ? endpoint : null,
    ...(typeof confirmedHost === 'string' && { confirmedHost }),
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
