import { policyRefusal } from '@lanyard/core/lifetimes/policy-refusal';
import { Alert, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Membership, Token } from '../../api/types.ts';
import { StopLines } from '../lifetimes/stops-of-token.tsx';
import { organizationsQuery } from '../organizations/use-organization.ts';

type Judged = Pick<Token, 'origin' | 'grants'>;
type Organization = Pick<Membership, 'name' | 'policy'>;

/**
 * Organizations in which the token has permissions, but the rules about tokens allow it nothing: "acme: longer than 30
 * days".
 */
export function outOfReach(organizations: readonly Organization[], token: Judged): readonly string[] {
  return organizations.flatMap(({ name, policy }) => {
    const actions = token.grants.flatMap((grant) =>
      grant.type === 'repository' && isOf(grant.pattern, name) ? grant.actions : [],
    );
    if (actions.length === 0) return [];
    return policyRefusal(policy, token.origin, actions, undefined) ? [`${name}: not allowed there`] : [];
  });
}

function isOf(pattern: string, organization: string): boolean {
  return pattern === '*' || pattern.startsWith(`${organization}/`);
}

/** In a row of the list. */
export function OutOfReachText({ token }: { readonly token: Token }) {
  return (
    <>
      {useOutOfReach(token).map((where) => (
        <Text key={where} size="xs" c="dimmed" mt={2}>
          Does not reach {where}
        </Text>
      ))}
      <StopLines id={token.id} />
    </>
  );
}

/** On the page of the token. */
export function OutOfReachNotice({ token }: { readonly token: Token }) {
  const places = useOutOfReach(token);
  if (places.length === 0) return null;
  return (
    <Alert color="yellow" variant="light" mb="lg" title="Kept out by a policy">
      {places.map((where) => (
        <Text key={where} size="sm">
          This token does not reach {where}. Create another token that fits the policy of the organization.
        </Text>
      ))}
    </Alert>
  );
}

/** An expired or deactivated token reaches nothing at all, so nothing is shown for it. */
function useOutOfReach(token: Token): readonly string[] {
  const { data } = useQuery({ ...organizationsQuery, staleTime: 60_000 });
  return data && token.status === 'active' ? outOfReach(data.organizations, token) : [];
}
