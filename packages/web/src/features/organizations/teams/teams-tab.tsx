import { Button, Modal, Skeleton, Table } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Team } from '../../../api/types.ts';
import { AnchorLink } from '../../../parts/anchor-link.tsx';
import { CardTable } from '../../../parts/card-table.tsx';
import { FaultAlert } from '../../../parts/fault-alert.tsx';
import { EmptyState, SectionHead } from '../../../parts/page-head.tsx';
import { TimeText } from '../../../parts/time-text.tsx';
import { NameForm } from '../name-form.tsx';
import { useOrganization } from '../use-organization.ts';
import { TeamDrawer } from './team-drawer.tsx';
import { teamsQuery, useCreateTeam } from './use-teams.ts';

const route = getRouteApi('/shell/organizations/$organization/teams');

export function TeamsTab() {
  const { name, isOwner } = useOrganization();
  const { team } = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useQuery(teamsQuery(name));
  const [isMaking, making] = useDisclosure();
  const newTeam = isOwner && <Button onClick={making.open}>New team</Button>;
  return (
    <section>
      <SectionHead title="Teams" actions={newTeam}>
        A right given to a team is held by everybody in it, from the moment they join until they leave.
      </SectionHead>
      <FaultAlert fault={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton height={160} aria-label="The teams are being loaded" />}
      {data?.teams.length === 0 && (
        <EmptyState title="No teams yet" action={newTeam}>
          {isOwner
            ? 'Make one for people who work on the same repositories, then give it rights to them.'
            : 'An owner can make one for people who work on the same repositories.'}
        </EmptyState>
      )}
      {data && data.teams.length > 0 && <TeamTable teams={data.teams} />}
      <NewTeam
        organization={name}
        isOpen={isMaking}
        onClose={making.close}
        onMade={(made) => void navigate({ search: { team: made } })}
      />
      <TeamDrawer organization={name} team={team} isOwner={isOwner} onClose={() => void navigate({ search: {} })} />
    </section>
  );
}

function TeamTable({ teams }: { readonly teams: readonly Team[] }) {
  return (
    <CardTable label="Teams" columns={['Team', 'Made']}>
      {teams.map(({ name, createdAt }) => (
        <Table.Tr key={name}>
          <Table.Td>
            <AnchorLink from="/organizations/$organization/teams" to="." search={{ team: name }} fz="inherit" fw={500}>
              {name}
            </AnchorLink>
          </Table.Td>
          <Table.Td data-label="Made">
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
  readonly onMade: (team: string) => void;
}

function NewTeam({ organization, isOpen, onClose, onMade }: NewTeamProps) {
  const create = useCreateTeam(organization);
  return (
    <Modal opened={isOpen} onClose={onClose} title="New team" centered>
      <NameForm
        description="Lower-case letters, digits and inner hyphens."
        placeholder="builders"
        action="Make the team"
        create={create}
        onMade={({ name }) => {
          onClose();
          onMade(name);
        }}
        onClose={onClose}
      />
    </Modal>
  );
}
