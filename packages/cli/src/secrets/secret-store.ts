import type { Secret } from '@lanyard/core/secret';

/** What may be listed without touching a secret. */
export interface SecretEntry {
  /** As `credentialKey` and `signInKey` make them. */
  readonly key: string;
  readonly account: string;
}

/** Where this machine keeps what must stay secret. Any number of processes may use it at once. */
export interface SecretStore {
  /** What people know it by, for messages. */
  readonly name: string;
  list(): Promise<readonly SecretEntry[]>;
  read(key: string): Promise<Secret | undefined>;
  write(entry: SecretEntry, secret: Secret): Promise<void>;
  /** True where there was one. With `only`, removes nothing if another secret stands there by now. */
  remove(key: string, only?: Secret): Promise<boolean>;
}

export interface Keychain {
  readonly name: string;
  read(key: string): Promise<string | undefined>;
  write(key: string, text: string): Promise<void>;
  remove(key: string): Promise<void>;
}
