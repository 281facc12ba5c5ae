import { Badge, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { EvidenceAccount, EvidenceToken } from '../../api/types.ts';
import { HoldBadge, TokenStatusBadge } from '../../parts/badges.tsx';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { CardTable, Pager } from '../../parts/lists.tsx';
import { DayText } from '../../parts/time-text.tsx';
import { HELD_BACK } from '../access-review/describe-reach.ts';
import { accountsQuery, PAGE_SIZE, tokensQuery } from './use-evidence.ts';

interface WhoCanProps {
  readonly repository: string;
  /** The moment just before this time; undefined for now. */
  readonly before: string | undefined;
  /** "Today", "At the end of the period". */
  readonly title: string;
}

/** The accounts and tokens that reach the repository at one moment. */
export function WhoCan({ repository, before, title }: WhoCanProps) {
  const [page, setPage] = useState(1);
  const query = useQuery(accountsQuery({ repository, before, page }));
  const { data } = query;
  return (
    <Stack gap="sm">
      <Title order={3} size="h4">
        {title}
      </Title>
      <QueryStatus query={query} name={`accounts: ${title}`} height={{ rows: 3 }} />
      {data && <Text size="sm">{describeVisibility(data.visibility, before !== undefined)}</Text>}
      {data && data.visibility !== null && (
        <>
          <Text size="sm" fw={600}>
            {counted(data.total, 'account')} with a permission
          </Text>
          <CardTable label={`Accounts: ${title}`} columns={['Account', 'Permission', 'Through']}>
            {data.accounts.map((account) => (
              <AccountRow key={account.name} account={account} />
            ))}
          </CardTable>
          <Pager total={data.total} pageSize={PAGE_SIZE} page={page} onPage={setPage} noun="accounts" />
          <Tokens repository={repository} before={before} title={title} />
        </>
      )}
    </Stack>
  );
}

function describeVisibility(visibility: 'public' | 'private' | null, isThen: boolean): string {
  if (visibility === null) return isThen ? 'There was no such repository.' : 'There is no such repository any more.';
  const verb = isThen ? 'was' : 'is';
  return visibility === 'public'
    ? `The repository ${verb} public: anyone can pull from it${isThen ? ' then' : ''}.`
    : `The repository ${verb} private.`;
}

function AccountRow({ account: { name, right, through, disabled } }: { readonly account: EvidenceAccount }) {
  const sources = through.map(({ type, team, right: given }) =>
    team === null ? SOURCES[type] : `team ${team}: ${given}`,
  );
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600}>
          {name}
        </Text>
        {disabled && (
          <Badge color="gray" variant="light">
            Disabled
          </Badge>
        )}
      </Table.Td>
      <Table.Td data-label="Permission">{right}</Table.Td>
      <Table.Td data-label="Through">
        <span>{sources.join(', ')}</span>
      </Table.Td>
    </Table.Tr>
  );
}

const SOURCES = { owner: 'owner', editor: 'editor', team: 'team', account: 'given to the account' } as const;

function Tokens({ repository, before, title }: WhoCanProps) {
  const [page, setPage] = useState(1);
  const query = useQuery(tokensQuery({ repository, before, page }));
  const { data } = query;
  if (!data) return <QueryStatus query={query} name={`access tokens: ${title}`} height={{ rows: 3 }} />;
  return (
    <>
      <Text size="sm" fw={600}>
        {counted(data.total, 'access token')}
      </Text>
      {data.total > 0 && (
        <CardTable label={`Access tokens: ${title}`} columns={['Token', 'May do', 'Created', 'Expires', 'Status']}>
          {data.tokens.map((token) => (
            <TokenRow key={token.id} token={token} />
          ))}
        </CardTable>
      )}
      <Pager total={data.total} pageSize={PAGE_SIZE} page={page} onPage={setPage} noun="access tokens" />
    </>
  );
}

function TokenRow({ token }: { readonly token: EvidenceToken }) {
  const { id, holder, description, actions, createdAt, expiresAt, deletedAt, status, hold, heldBack } = token;
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600}>
          {holder.name}
        </Text>
        <Text size="xs" c="dimmed">
          {description ?? 'Access token'}
        </Text>
        <Text size="xs" c="dimmed">
          {id.slice(0, 8)}
        </Text>
      </Table.Td>
      <Table.Td data-label="May do">{actions.join(', ') || 'nothing'}</Table.Td>
      <Table.Td data-label="Created">
        <DayText at={createdAt} />
      </Table.Td>
      <Table.Td data-label="Expires">{expiresAt === null ? <span>Never</span> : <DayText at={expiresAt} />}</Table.Td>
      <Table.Td data-label="Status">
        <div>
          {hold ? <HoldBadge type={hold} /> : <TokenStatusBadge status={status} />}
          {heldBack !== null && (
            <Text size="xs" c="dimmed">
              {HELD_BACK[heldBack]}
            </Text>
          )}
          {deletedAt !== null && (
            <Text size="xs" c="dimmed">
              Deleted later: <DayText at={deletedAt} />
            </Text>
          )}
        </div>
      </Table.Td>
    </Table.Tr>
  );
}

export function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count.toLocaleString()} ${noun}s`;
}
