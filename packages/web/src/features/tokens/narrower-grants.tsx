import { Alert, Button, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import type { Token } from '../../api/types.ts';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { PermissionChips } from './permission-chips.tsx';
import { narrowerGrantsQuery, useChangeTokens, useTokenOwner } from './use-tokens.ts';

/**
 * Offers the grants that would have been enough for every use of the token. Shows nothing if it needs all that it has.
 */
export function NarrowerGrants({ token }: { readonly token: Token }) {
  const organization = useTokenOwner();
  const { data } = useQuery(narrowerGrantsQuery(organization, token));
  const change = useChangeTokens();
  const grants = data?.grants;
  if (!grants || token.status === 'expired') return null;
  const narrow = () =>
    change.mutate(
      { ids: [token.id], change: { grants } },
      { onSuccess: () => notifications.show({ message: 'The token may do what it did, and no more.' }) },
    );
  return (
    <Alert color="gray" variant="light" mb="lg" title="This token may do more than it does">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">
          For everything that it did in the last 90 days, these permissions would have been enough. Its secret stays the
          same.
        </Text>
        <PermissionChips grants={grants} />
        <FaultAlert fault={change.error} />
        <Button size="xs" variant="default" loading={change.isPending} onClick={narrow}>
          Use these permissions
        </Button>
      </Stack>
    </Alert>
  );
}
