import { Secret } from '@lanyard/core/secret';
import type { OidcConnection, ProvenIdentity } from './identity-provider.ts';
import { OidcFault } from './oidc-fault.ts';

const MAXIMUM_GROUPS = 500;
const MAXIMUM_GROUP_LENGTH = 200;
const MAXIMUM_SUBJECT_LENGTH = 255;

type Claims = Readonly<Record<string, unknown>>;

/**
 * The person whom the claims describe. Claims of the ID token take precedence over those of userinfo. Errors:
 * OidcFault.
 */
export function checkedIdentity(
  { issuer, groupsClaim }: OidcConnection,
  idToken: Claims,
  userInfo: Claims | undefined,
  tokens: { readonly refresh_token?: string | undefined },
): ProvenIdentity {
  const claims = { ...userInfo, ...idToken };
  return {
    issuer,
    subject: requireSubject(claims),
    email: verifiedEmail(idToken) ?? verifiedEmail(userInfo ?? {}),
    groups: groupsOf(claims[groupsClaim]),
    refreshToken: tokens.refresh_token === undefined ? undefined : new Secret(tokens.refresh_token),
    authenticatedAt: typeof idToken.auth_time === 'number' ? idToken.auth_time * 1000 : undefined,
  };
}

/** OpenID Connect core, 2: at most 255 ASCII characters, compared exactly. */
export function requireSubject({ sub }: Claims): string {
  if (typeof sub === 'string' && sub !== '' && sub.length <= MAXIMUM_SUBJECT_LENGTH) return sub;
  throw new OidcFault('no subject');
}

/**
 * If the provider does not call an address verified, anybody may have typed it. `email_verified` in an answer is about
 * the address in the same answer.
 */
function verifiedEmail({ email, email_verified: isVerified }: Claims): string | undefined {
  if (typeof email !== 'string' || (isVerified !== true && isVerified !== 'true')) return undefined;
  return email.trim().toLowerCase();
}

function groupsOf(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  const groups: readonly unknown[] = typeof value === 'string' ? [value] : Array.isArray(value) ? value : [undefined];
  if (groups.length <= MAXIMUM_GROUPS && groups.every(isGroup)) return groups as readonly string[];
  throw new OidcFault(`groups that are no list of at most ${MAXIMUM_GROUPS} names`);
}

function isGroup(group: unknown): boolean {
  return typeof group === 'string' && group.length <= MAXIMUM_GROUP_LENGTH;
}
