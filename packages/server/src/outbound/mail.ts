import type { Secret } from '@lanyard/core/secret';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  /** Plain; it may hold a link that is a credential. */
  readonly text: Secret;
}

/** Mail goes out after the answer: neither time nor failure may tell whether there was one to send. */
export interface Mailer {
  /** `write` runs later, and may find that there is nothing to send. False where too many wait already. */
  send(write: () => Promise<Mail | undefined>): boolean;
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>;
}
