import type { Secret } from '@lanyard/core/secret';
import type { Source } from '../ports/caller.ts';
import type { Account } from '../ports/records.ts';
import type { Services } from '../ports/services.ts';
import { authenticatePassword } from './authenticate-password.ts';
import { type StartedSession, startSession } from './start-session.ts';

export interface SignInInput {
  /** The account's name or e-mail address. */
  readonly identifier: string;
  readonly password: Secret;
}

/** Errors: those of `authenticatePassword`. */
export async function signIn(
  services: Services,
  source: Source,
  input: SignInInput,
): Promise<StartedSession & { readonly account: Account }> {
  const account = await authenticatePassword(services, source, input.identifier, input.password);
  return services.store.transaction(async (records) => ({
    ...(await startSession(services, records, source, account)),
    account,
  }));
}
