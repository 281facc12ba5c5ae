import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import { requireUsable } from '@lanyard/core/tokens/access-token';
import { parseTokenKind } from '@lanyard/core/tokens/token-format';
import type { Services } from '../../services.ts';
import type { Credential } from '../../store/records/tokens.ts';

/**
 * The one place where a token's secret is accepted. The account name, where given, must belong to it.
 * Errors: `invalid-credential` for an unknown secret; anyone who holds a real one learns the cause.
 */
export async function authenticateToken(
  services: Services,
  secret: Secret,
  accountName: string | undefined,
): Promise<Credential> {
  if (parseTokenKind(secret.reveal()) === undefined) throw new DomainError('invalid-credential', {});
  const credential = await services.store.read.tokens.findCredential(services.digester.digest('token', secret));
  if (!credential) throw new DomainError('invalid-credential', {});
  if (accountName !== undefined && accountName.toLowerCase() !== credential.owner.name) {
    throw new DomainError('token-of-another-account', {});
  }
  requireUsable(credential.token, services.clock.now());
  if (credential.owner.disabledAt !== null) throw new DomainError('account-disabled', {});
  return credential;
}
