import { Anchor, Checkbox, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Token } from '../../api/types.ts';
import { TokenStatusBadge } from '../../parts/badges.tsx';
import { describeClient, describeProgram } from '../../parts/describe-client.ts';
import { DayText, TimeText } from '../../parts/time-text.tsx';
import { OutOfReachText } from './out-of-reach.tsx';
import { PermissionChips } from './permission-chips.tsx';
import { TokenMenu } from './token-menu.tsx';
import classes from './tokens.module.css';
import type { Selection } from './use-selection.ts';

interface TokenRowProps {
  readonly token: Token;
  readonly selection: Selection;
}

export function TokenRow({ token, selection }: TokenRowProps) {
  const isSelected = selection.ids.has(token.id);
  return (
    <Table.Tr className={classes.row ?? ''} data-selected={isSelected || undefined} aria-selected={isSelected}>
      <Table.Td className={classes.select ?? ''}>
        <Checkbox
          aria-label={`Select ${token.description}`}
          checked={isSelected}
          onChange={(event) => selection.toggle(token.id, (event.nativeEvent as MouseEvent).shiftKey)}
        />
      </Table.Td>
      <Table.Td className={classes.description ?? ''}>
        <Anchor component={Link} to={`/account/tokens/${token.id}`} fz="inherit" fw={500}>
          {token.description}
        </Anchor>
      </Table.Td>
      <Table.Td data-label="Source">
        <Source token={token} />
      </Table.Td>
      <Table.Td data-label="Permissions">
        <PermissionChips grants={token.grants} />
        <OutOfReachText token={token} />
      </Table.Td>
      <Table.Td data-label="Status">
        <TokenStatusBadge status={token.status} />
      </Table.Td>
      <Table.Td data-label="Created" className={classes.time ?? ''}>
        <DayText at={token.createdAt} />
      </Table.Td>
      <Table.Td data-label="Last used">
        <LastUse token={token} />
      </Table.Td>
      <Table.Td data-label="Expires" className={classes.time ?? ''}>
        {token.expiresAt === null ? 'Never' : <DayText at={token.expiresAt} />}
      </Table.Td>
      <Table.Td className={classes.menu ?? ''}>
        <TokenMenu token={token} />
      </Table.Td>
    </Table.Tr>
  );
}

function Source({ token: { signedInWith, commandLineId } }: { readonly token: Token }) {
  if (!signedInWith && commandLineId === null) return 'Manual';
  return (
    <>
      {signedInWith ? 'Auto-generated' : 'Manual'}
      <Text size="xs" c="dimmed">
        {signedInWith ? describeClient(signedInWith) : 'by a command line'}
      </Text>
    </>
  );
}

function LastUse({ token: { lastUsed } }: { readonly token: Token }) {
  if (!lastUsed)
    return (
      <Text size="sm" c="dimmed">
        Never
      </Text>
    );
  return (
    <>
      <TimeText at={lastUsed.at} />
      <Text size="xs" c="dimmed" className={classes.client ?? ''} title={lastUsed.client}>
        {lastUsed.address} · {describeProgram(lastUsed.client)}
      </Text>
    </>
  );
}
