import { Badge, Table } from '@mantine/core';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, client } from '../../api/client.ts';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { CardTable, Pager } from '../../parts/lists.tsx';
import { EmptyState, SectionHead } from '../../parts/page-head.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { TimeText } from '../../parts/time-text.tsx';

const PAGE_SIZE = 25;

/** Every organization with its counts. Its content is only for its members. */
export function ServerOrganizationsPage() {
  const [{ search, page }, show] = useState({ search: '', page: 1 });
  const query = useQuery(organizationsQuery(search, page));
  const { data } = query;
  return (
    <section>
      <SectionHead title="Organizations">
        All organizations of this server. Only members can see what is in them, so this page shows only numbers.
      </SectionHead>
      <SearchField by="name" mb="md" value={search} onSearch={(text) => show({ search: text, page: 1 })} />
      <QueryStatus query={query} name="organizations" height={{ rows: 5 }} />
      {data?.total === 0 && (
        <EmptyState title={search === '' ? 'No organizations yet' : 'No matching organizations'}>
          {search === '' ? 'Everybody who has an account can create one.' : 'Try another name.'}
        </EmptyState>
      )}
      {data && data.organizations.length > 0 && (
        <CardTable
          label="Organizations"
          columns={['Name', 'Members', 'Owners', 'Repositories', 'Access tokens', 'Created']}
        >
          {data.organizations.map(({ name, members, activeOwners, repositories, tokens, createdAt }) => (
            <Table.Tr key={name}>
              <Table.Td fw={500}>{name}</Table.Td>
              <Table.Td data-label="Members">{members}</Table.Td>
              <Table.Td data-label="Owners">
                {activeOwners > 0 ? (
                  activeOwners
                ) : (
                  <Badge color="red" variant="light" tt="none">
                    No owner can sign in
                  </Badge>
                )}
              </Table.Td>
              <Table.Td data-label="Repositories">{repositories}</Table.Td>
              <Table.Td data-label="Access tokens">{tokens}</Table.Td>
              <Table.Td data-label="Created">
                <TimeText at={createdAt} />
              </Table.Td>
            </Table.Tr>
          ))}
        </CardTable>
      )}
      <Pager
        total={data?.total ?? 0}
        pageSize={PAGE_SIZE}
        page={page}
        onPage={(next) => show({ search, page: next })}
        noun="organizations"
      />
    </section>
  );
}

const organizationsQuery = (search: string, page: number) =>
  queryOptions({
    queryKey: ['server-organizations', search, page],
    queryFn: () => {
      const query = { page, pageSize: PAGE_SIZE, ...(search !== '' && { search }) };
      return answerOf(client.GET('/api/server/organizations', { params: { query } }));
    },
    placeholderData: keepPreviousData,
  });
