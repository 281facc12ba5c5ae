import { Button, Table } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Repository } from '../../api/types.ts';
import { AnchorLink } from '../../parts/anchor-link.tsx';
import { VisibilityBadge } from '../../parts/badges.tsx';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { CardTable, Pager } from '../../parts/lists.tsx';
import { EmptyState, SectionHead } from '../../parts/page-head.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { readRepositoriesSearch } from '../organizations/organization-search.ts';
import { useOrganization } from '../organizations/use-organization.ts';
import { NewRepository } from './new-repository.tsx';
import { RepositoryDrawer } from './repository-drawer.tsx';
import { PAGE_SIZE, repositoriesQuery } from './use-repositories.ts';

const route = getRouteApi('/shell/organizations/$organization/repositories');

export function RepositoriesTab() {
  const { name, isOwner, policy } = useOrganization();
  const { page = 1, search = '', repository } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(repositoriesQuery(name, { page, search }));
  const { data } = query;
  const [isCreating, creating] = useDisclosure();
  const mayCreate = isOwner || policy.membersCreateRepositories;
  const newRepository = mayCreate && <Button onClick={creating.open}>New repository</Button>;
  const show = (shown: string | undefined) =>
    void navigate({ search: readRepositoriesSearch({ page, search, repository: shown }) });
  return (
    <section>
      <SectionHead title="Repositories" actions={newRepository}>
        {isOwner
          ? 'All repositories of the organization.'
          : 'Public repositories, and those that you have permission for.'}
      </SectionHead>
      {(search !== '' || (data?.total ?? 0) > PAGE_SIZE) && (
        <SearchField
          by="name"
          mb="md"
          value={search}
          onSearch={(text) => void navigate({ search: readRepositoriesSearch({ search: text }), replace: true })}
        />
      )}
      <QueryStatus query={query} name="repositories" height={{ rows: 4 }} />
      {data?.total === 0 && search !== '' && (
        <EmptyState title="No matching repositories">Try another part of the name.</EmptyState>
      )}
      {data?.total === 0 && search === '' && (
        <EmptyState title="No repositories yet" action={newRepository}>
          {mayCreate
            ? `Push an image to a name that starts with ${name}/, or create a repository here.`
            : 'No repository is public. Ask an owner to give you permission.'}
        </EmptyState>
      )}
      {data && data.repositories.length > 0 && (
        <RepositoryTable repositories={data.repositories} shown={{ page, search }} />
      )}
      <Pager
        total={data?.total ?? 0}
        pageSize={PAGE_SIZE}
        page={page}
        onPage={(next) => void navigate({ search: readRepositoriesSearch({ page: next, search }) })}
        noun="repositories"
      />
      <NewRepository isOpen={isCreating} onClose={creating.close} onCreated={show} />
      <RepositoryDrawer organization={name} repository={repository} onClose={() => show(undefined)} />
    </section>
  );
}

interface RepositoryTableProps {
  readonly repositories: readonly Repository[];
  /** The page and the search of the list. They stay the same while a repository is open beside it. */
  readonly shown: { readonly page: number; readonly search: string };
}

function RepositoryTable({ repositories, shown }: RepositoryTableProps) {
  return (
    <CardTable label="Repositories" columns={['Name', 'Visibility', 'Created']}>
      {repositories.map(({ name, visibility, createdAt }) => (
        <Table.Tr key={name}>
          <Table.Td>
            <AnchorLink
              from="/organizations/$organization/repositories"
              to="."
              search={readRepositoriesSearch({ ...shown, repository: name })}
              fz="inherit"
              fw={500}
            >
              {name}
            </AnchorLink>
          </Table.Td>
          <Table.Td data-label="Visibility">
            <VisibilityBadge visibility={visibility} />
          </Table.Td>
          <Table.Td data-label="Created">
            <TimeText at={createdAt} />
          </Table.Td>
        </Table.Tr>
      ))}
    </CardTable>
  );
}
