import { ActionIcon, Menu, Table, Text } from '@mantine/core';
import type { Token } from '../../api/types.ts';
import { AnchorLink } from '../../parts/anchor-link.tsx';
import { CardTable } from '../../parts/card-table.tsx';
import { summarizeGrants } from '../../parts/describe-grants.ts';
import { TimeText } from '../../parts/time-text.tsx';
import { TokenStatusBadge } from '../../parts/token-status-badge.tsx';
import { useTokenActions } from './use-token-actions.tsx';

interface OrganizationTokenTableProps {
  readonly organization: string;
  readonly tokens: readonly Token[];
}

const COLUMNS = ['Description', 'May do', 'Status', 'Made', 'Last used', 'Expires', ''];

export function OrganizationTokenTable({ organization, tokens }: OrganizationTokenTableProps) {
  return (
    <CardTable label="Access tokens" columns={COLUMNS}>
      {tokens.map((token) => (
        <Table.Tr key={token.id}>
          <Table.Td>
            <AnchorLink
              to="/organizations/$organization/tokens/$id"
              params={{ organization, id: token.id }}
              fz="inherit"
              fw={500}
            >
              {token.description}
            </AnchorLink>
          </Table.Td>
          <Table.Td data-label="May do">
            <span>{summarizeGrants(token.grants)}</span>
          </Table.Td>
          <Table.Td data-label="Status">
            <TokenStatusBadge status={token.status} />
          </Table.Td>
          <Table.Td data-label="Made">
            <div>
              <TimeText at={token.createdAt} />
              <Text size="xs" c="dimmed">
                by {token.createdBy ?? 'the operator'}
              </Text>
            </div>
          </Table.Td>
          <Table.Td data-label="Last used">
            <LastUse token={token} />
          </Table.Td>
          <Table.Td data-label="Expires">
            {token.expiresAt === null ? <span>Never</span> : <TimeText at={token.expiresAt} />}
          </Table.Td>
          <Table.Td>
            <RowMenu token={token} />
          </Table.Td>
        </Table.Tr>
      ))}
    </CardTable>
  );
}

function LastUse({ token: { lastUsed } }: { readonly token: Token }) {
  if (!lastUsed) return <span>Never</span>;
  return (
    <div>
      <TimeText at={lastUsed.at} />
      <Text size="xs" c="dimmed">
        {lastUsed.address}
      </Text>
    </div>
  );
}

function RowMenu({ token }: { readonly token: Token }) {
  const actions = useTokenActions(() => undefined);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${token.description}`}>
            ⋯
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {token.status === 'active' && (
            <Menu.Item onClick={() => actions.setActive([token], false)}>Deactivate</Menu.Item>
          )}
          {token.status === 'inactive' && (
            <Menu.Item onClick={() => actions.setActive([token], true)}>Activate</Menu.Item>
          )}
          <Menu.Item color="red" onClick={() => actions.askToDelete([token])}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {actions.dialog}
    </>
  );
}
