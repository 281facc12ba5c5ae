import { Alert, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { TokenHold } from '../../api/types.ts';
import { TimeText } from '../../parts/time-text.tsx';
import { holdsQuery } from './use-tokens.ts';

/**
 * Organizations where the token reaches nothing because of an owner's decision, and why. Shows nothing if there are
 * none.
 */
export function TokenHolds({ id }: { readonly id: string }) {
  const { data } = useQuery(holdsQuery(id));
  if (!data || data.holds.length === 0) return null;
  return (
    <Stack gap="xs" mb="lg">
      {data.holds.map((hold) => (
        <Alert
          key={hold.organization}
          color={hold.type === 'waiting' ? 'yellow' : 'red'}
          variant="light"
          title={`${TITLES[hold.type]} ${hold.organization}`}
        >
          {hold.type === 'waiting' ? <Waiting because={hold.because} /> : <Said hold={hold} />}
        </Alert>
      ))}
    </Stack>
  );
}

const TITLES = { blocked: 'Blocked in', refused: 'Refused by', waiting: 'Waiting for approval by' } as const;

function Waiting({ because }: Pick<TokenHold, 'because'>) {
  return (
    <Text size="sm">
      {because === 'policy'
        ? 'An owner has to approve new access tokens there, and those that get more permissions. The owners are told by mail. Elsewhere it works.'
        : 'Another token of yours is blocked there, so an owner has to approve this one. Elsewhere it works.'}
    </Text>
  );
}

function Said({ hold: { type, reason, at } }: { readonly hold: TokenHold }) {
  return (
    <>
      <Text size="sm">{reason}</Text>
      <Text size="sm">
        {type === 'blocked' ? 'An owner blocked it there' : 'An owner did not let it in there'}
        {at !== null && (
          <>
            {' '}
            <TimeText at={at} />
          </>
        )}
        . Elsewhere it works as before.
      </Text>
    </>
  );
}
