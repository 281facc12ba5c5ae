import { Alert, List, Stack, Text } from '@mantine/core';
import type { SingleSignOn } from '../../api/types.ts';
import { TimeText } from '../../parts/time-text.tsx';

/** What an owner must know if the provider does not confirm members. Shows nothing while it confirms everybody. */
export function RecheckFaults({ singleSignOn }: { readonly singleSignOn: SingleSignOn }) {
  const { outage, failing } = singleSignOn;
  if (outage === null && failing.length === 0) return null;
  return (
    <Alert color={outage ? 'red' : 'yellow'} title={titleOf(singleSignOn)}>
      <Stack gap="xs">
        <Text size="sm">
          {outage ? (
            <>
              Since <TimeText at={outage.since} /> the provider has confirmed nobody when Lanyard asked. The last cause:{' '}
              {outage.cause}. Nobody is signed out because of this. Until it works again, disconnect or remove members
              who have left yourself.
            </>
          ) : (
            'The provider confirms other members, but not these. If it keeps refusing them, they are signed out.'
          )}
        </Text>
        <List size="sm">
          {failing.map(({ account, since, cause }) => (
            <List.Item key={account}>
              {account}: {cause}, since <TimeText at={since} />
            </List.Item>
          ))}
        </List>
      </Stack>
    </Alert>
  );
}

function titleOf({ outage, failing }: SingleSignOn): string {
  if (outage) return 'The identity provider confirms nobody';
  return failing.length === 1 ? 'One member is not confirmed' : `${failing.length} members are not confirmed`;
}
