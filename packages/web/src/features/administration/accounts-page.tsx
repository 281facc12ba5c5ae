import { Group, SegmentedControl, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Account } from '../../api/types.ts';
import { AnchorLink } from '../../parts/anchor-link.tsx';
import { AccountBadges } from '../../parts/badges.tsx';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { CardTable, Pager } from '../../parts/lists.tsx';
import { EmptyState, SectionHead } from '../../parts/page-head.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { InviteButton } from '../invitations/sent/invite-button.tsx';
import { SentInvitations } from '../invitations/sent/sent-invitations.tsx';
import { type AccountSearch, type AccountShow, readAccountSearch } from './account-search.ts';
import { accountsQuery } from './use-accounts.ts';

const route = getRouteApi('/shell/administration/accounts');
const PAGE_SIZE = 25;

/** Everybody with an account, and everybody who is invited to create one. */
export function AccountsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const onSearch = (changes: { readonly [_ in keyof AccountSearch]?: unknown }) =>
    void navigate({ search: readAccountSearch({ ...search, ...changes }), replace: true });
  return (
    <Stack gap="2.5rem">
      <section>
        <SectionHead title="Accounts" actions={<InviteButton to={null} />}>
          Everybody who can sign in. Open an account to change its role or its e-mail address, or to end its access.
        </SectionHead>
        <Filters search={search} onSearch={onSearch} />
        <AccountList search={search} onSearch={onSearch} />
      </section>
      <SentInvitations to={null}>
        People who were invited and have no account yet. Anyone who accepts chooses a name and a password.
      </SentInvitations>
    </Stack>
  );
}

interface SearchProps {
  readonly search: AccountSearch;
  readonly onSearch: (changes: { readonly [_ in keyof AccountSearch]?: unknown }) => void;
}

function Filters({ search, onSearch }: SearchProps) {
  return (
    <Group component="search" mb="md" gap="sm" aria-label="Accounts">
      <SearchField
        by="name or e-mail address"
        value={search.search ?? ''}
        onSearch={(text) => onSearch({ search: text, page: 1 })}
      />
      <SegmentedControl
        aria-label="Accounts that are shown"
        data={[
          { value: '', label: 'All' },
          { value: 'administrators', label: 'Administrators' },
          { value: 'disabled', label: 'Disabled' },
        ]}
        value={search.show ?? ''}
        onChange={(show) => onSearch({ show: show as AccountShow | '', page: 1 })}
      />
    </Group>
  );
}

function AccountList({ search, onSearch }: SearchProps) {
  const { page = 1, ...filter } = search;
  const query = useQuery(accountsQuery({ ...filter, page, pageSize: PAGE_SIZE }));
  const { data } = query;
  return (
    <>
      <QueryStatus query={query} name="accounts" height={{ rows: 7 }} />
      {data?.total === 0 && <EmptyState title="No matching accounts">Try another name or filter.</EmptyState>}
      {data && data.accounts.length > 0 && (
        <CardTable label="Accounts" columns={['Account', 'E-mail address', 'State', 'Created']}>
          {data.accounts.map((account) => (
            <AccountRow key={account.name} account={account} />
          ))}
        </CardTable>
      )}
      <Pager
        total={data?.total ?? 0}
        pageSize={PAGE_SIZE}
        page={page}
        onPage={(next) => onSearch({ page: next })}
        noun="accounts"
      />
    </>
  );
}

function AccountRow({ account }: { readonly account: Account }) {
  const { name, email, createdAt } = account;
  return (
    <Table.Tr>
      <Table.Td>
        <AnchorLink to="/administration/accounts/$account" params={{ account: name }} fz="inherit" fw={500}>
          {name}
        </AnchorLink>
      </Table.Td>
      <Table.Td data-label="E-mail address">
        <Text component="span" fz="inherit">
          {email}
        </Text>
      </Table.Td>
      <Table.Td data-label="State">
        <AccountBadges account={account} />
      </Table.Td>
      <Table.Td data-label="Created">
        <TimeText at={createdAt} />
      </Table.Td>
    </Table.Tr>
  );
}
