import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';

import { requireEmail } from '../access/require-email.ts';
import { requireNamespaceName } from '../access/require-namespace-name.ts';
import { requirePassword } from './require-password.ts';

export interface NewAccountInput {
  readonly name: string;
  readonly email: string;
  readonly password: Secret;
}

/** All of a new account but the hash of its password, which costs. Errors: `invalid-input`. */
export function newAccount(
  services: Services,
  input: NewAccountInput,
  isAdministrator: boolean,
): Omit<Account, 'passwordHash'> {
  const name = requireNamespaceName(input.name);
  const email = requireEmail(input.email);
  requirePassword(input.password, { name, email });
  const createdAt = services.clock.now();
  return {
    id: services.random.uuid(),
    name,
    email,
    isAdministrator,
    disabledAt: null,
    createdAt,
    hasSecondFactor: false,
  };
}
