import { Alert, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { TimeText } from '../../parts/time-text.tsx';
import { holdsQuery } from './use-tokens.ts';

/** In which organizations owners blocked the token, and why; nothing where there is none. */
export function TokenHolds({ id }: { readonly id: string }) {
  const { data } = useQuery(holdsQuery(id));
  if (!data || data.holds.length === 0) return null;
  return (
    <Stack gap="xs" mb="lg">
      {data.holds.map(({ organization, type, reason, at }) => (
        <Alert
          key={organization}
          color={type === 'blocked' ? 'red' : 'yellow'}
          variant="light"
          title={type === 'blocked' ? `Blocked in ${organization}` : `Waiting for approval by ${organization}`}
        >
          {type === 'blocked' ? (
            <>
              <Text size="sm">{reason}</Text>
              <Text size="sm">
                An owner blocked it there
                {at !== null && (
                  <>
                    {' '}
                    <TimeText at={at} />
                  </>
                )}
                . Elsewhere it works as before.
              </Text>
            </>
          ) : (
            <Text size="sm">
              Another token of yours is blocked there, so an owner has to approve this one. Elsewhere it works.
            </Text>
          )}
        </Alert>
      ))}
    </Stack>
  );
}
