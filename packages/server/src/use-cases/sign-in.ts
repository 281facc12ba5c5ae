import type { Secret } from '@lanyard/core/secret';
import type { Source } from '../ports/caller.ts';
import type { Services } from '../ports/services.ts';
import { advanceLogin, type LoginOutcome } from './advance-login.ts';
import { authenticatePassword } from './authenticate-password.ts';
import { requireAccountById } from './require-account.ts';

export interface SignInInput {
  readonly entrance: 'browser' | 'hub';
  /** The account's name or e-mail address. */
  readonly identifier: string;
  readonly password: Secret;
  /** Asks for the way around single sign-on that administrators have. */
  readonly breakGlass?: boolean;
  /** Of the session that the browser has already. */
  readonly previous?: Secret | undefined;
}

/** The first step with a password. Errors: those of `authenticatePassword` and `advanceLogin`. */
export async function signIn(services: Services, source: Source, input: SignInInput): Promise<LoginOutcome> {
  const { entrance, identifier, password, previous, breakGlass = false } = input;
  const proven = await authenticatePassword(services, source, identifier, password, { breakGlass });
  const progress = { entrance, proofs: ['password'], organizationId: null, breakGlass } as const;
  return services.store.transaction(async (records) => {
    const account = await requireAccountById(records, proven.id);
    return advanceLogin(services, records, source, account, progress, previous);
  });
}
