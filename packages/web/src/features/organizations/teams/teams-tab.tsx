import { Button, Modal, Table } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Team } from '../../../api/types.ts';
import { AnchorLink } from '../../../parts/anchor-link.tsx';
import { QueryStatus } from '../../../parts/fault-alert.tsx';
import { CardTable } from '../../../parts/lists.tsx';
import { EmptyState, SectionHead } from '../../../parts/page-head.tsx';
import { TimeText } from '../../../parts/time-text.tsx';
import { NameForm } from '../name-form.tsx';
import { teamsQuery, useCreateTeam, useOrganization } from '../use-organization.ts';
import { TeamDrawer } from './team-drawer.tsx';

const route = getRouteApi('/shell/organizations/$organization/teams');

export function TeamsTab() {
  const { name, isOwner } = useOrganization();
  const { team } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(teamsQuery(name));
  const { data } = query;
  const [isCreating, creating] = useDisclosure();
  const newTeam = isOwner && <Button onClick={creating.open}>New team</Button>;
  return (
    <section>
      <SectionHead title="Teams" actions={newTeam}>
        Everyone in a team has the permissions of the team, as long as they are in it.
      </SectionHead>
      <QueryStatus query={query} name="teams" height={{ rows: 4 }} />
      {data?.teams.length === 0 && (
        <EmptyState title="No teams yet" action={newTeam}>
          {isOwner
            ? 'Create a team for people who work on the same repositories, then give it permissions for them.'
            : 'An owner can create a team for people who work on the same repositories.'}
        </EmptyState>
      )}
      {data && data.teams.length > 0 && <TeamTable teams={data.teams} />}
      <NewTeam
        organization={name}
        isOpen={isCreating}
        onClose={creating.close}
        onCreated={(created) => void navigate({ search: { team: created } })}
      />
      <TeamDrawer organization={name} team={team} isOwner={isOwner} onClose={() => void navigate({ search: {} })} />
    </section>
  );
}

function TeamTable({ teams }: { readonly teams: readonly Team[] }) {
  return (
    <CardTable label="Teams" columns={['Team', 'Description', 'Created']}>
      {teams.map(({ name, description, createdAt }) => (
        <Table.Tr key={name}>
          <Table.Td>
            <AnchorLink from="/organizations/$organization/teams" to="." search={{ team: name }} fz="inherit" fw={500}>
              {name}
            </AnchorLink>
          </Table.Td>
          <Table.Td data-label="Description">{description}</Table.Td>
          <Table.Td data-label="Created">
            <TimeText at={createdAt} />
          </Table.Td>
        </Table.Tr>
      ))}
    </CardTable>
  );
}

interface NewTeamProps {
  readonly organization: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onCreated: (team: string) => void;
}

function NewTeam({ organization, isOpen, onClose, onCreated }: NewTeamProps) {
  const create = useCreateTeam(organization);
  return (
    <Modal opened={isOpen} onClose={onClose} title="New team" centered>
      <NameForm
        description="Use lower-case letters and digits, with hyphens between them."
        placeholder="builders"
        action="Create team"
        create={create}
        onCreated={({ name }) => {
          onClose();
          onCreated(name);
        }}
        onClose={onClose}
      />
    </Modal>
  );
}
