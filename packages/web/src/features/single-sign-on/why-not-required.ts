import type { Domain, SingleSignOn } from '../../api/types.ts';

/** What has to be so before sign-in at the provider can be required; undefined once it is. */
export function whyNotRequired(domains: readonly Domain[], signOn: SingleSignOn): string | undefined {
  if (!domains.some(({ status }) => status === 'verified')) return 'Verify an e-mail domain first.';
  if (signOn.connection === null) return 'Connect an identity provider first.';
  if (signOn.connectedMembers === 0) return 'Have a member sign in at the provider first, to see that it works.';
  return undefined;
}
