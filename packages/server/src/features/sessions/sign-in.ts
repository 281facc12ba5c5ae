import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import { authenticatePassword } from '../access/authenticate-password.ts';
import type { Source } from '../access/caller.ts';
import { requireAccountById } from '../access/require-account.ts';
import { advanceLogin, type LoginOutcome } from './advance-login.ts';

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
