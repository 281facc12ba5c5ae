import type { Domain, SingleSignOn } from '../../api/types.ts';

/** What an owner must do before these rules can be set. Undefined for a rule that can be set now. */
export function ruleObstacles(domains: readonly Domain[], { connection, connectedMembers }: SingleSignOn) {
  const notConnected = connection === null ? 'Connect an identity provider first.' : undefined;
  const notTried =
    connectedMembers === 0
      ? 'Ask a member to sign in at the identity provider first, to see that it works.'
      : undefined;
  const notVerified = domains.some(({ status }) => status === 'verified')
    ? undefined
    : 'Verify an e-mail domain first.';
  return {
    requireSingleSignOn: notVerified ?? notConnected ?? notTried,
    tokenSignOnSeconds: notConnected,
  };
}
