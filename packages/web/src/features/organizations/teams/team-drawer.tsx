import { Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { TeamRight } from '../../../api/types.ts';
import { AnchorLink } from '../../../parts/anchor-link.tsx';
import { ConfirmDialog, SideSheet } from '../../../parts/dialogs.tsx';
import { FaultAlert } from '../../../parts/fault-alert.tsx';
import { describeRight } from '../../repositories/use-repositories.ts';
import classes from '../organizations.module.css';
import { useOrganization } from '../use-organization.ts';
import { TeamMembers } from './team-members.tsx';
import { teamQuery, useDeleteTeam } from './use-teams.ts';

interface TeamDrawerProps {
  readonly organization: string;
  /** Undefined while none is looked at. */
  readonly team: string | undefined;
  readonly isOwner: boolean;
  readonly onClose: () => void;
}

/** One team: who is in it, what it may do. */
export function TeamDrawer({ organization, team, isOwner, onClose }: TeamDrawerProps) {
  return (
    <SideSheet title={team ?? ''} isOpen={team !== undefined} onClose={onClose}>
      {team !== undefined && <TeamView organization={organization} team={team} isOwner={isOwner} onClose={onClose} />}
    </SideSheet>
  );
}

function TeamView({ organization, team, isOwner, onClose }: TeamDrawerProps & { readonly team: string }) {
  const { data, error, refetch } = useQuery(teamQuery(organization, team));
  if (!data && error) return <FaultAlert fault={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={240} aria-label="The team is being loaded" />;
  return (
    <Stack gap="xl">
      <TeamMembers organization={organization} team={team} members={data.members} isOwner={isOwner} />
      <TeamRights rights={data.rights} />
      {isOwner && <DeleteTeam organization={organization} team={team} onDeleted={onClose} />}
    </Stack>
  );
}

interface DeleteTeamProps {
  readonly organization: string;
  readonly team: string;
  readonly onDeleted: () => void;
}

function DeleteTeam({ organization, team, onDeleted }: DeleteTeamProps) {
  const [isOpen, { open, close }] = useDisclosure();
  const remove = useDeleteTeam(organization);
  return (
    <Group>
      <Button variant="outline" color="red" onClick={open}>
        Delete the team
      </Button>
      <ConfirmDialog
        title={`Delete the team ${team}?`}
        action="Delete the team"
        isOpen={isOpen}
        isBusy={remove.isPending}
        fault={remove.error}
        onClose={close}
        onConfirm={() => remove.mutate(team, { onSuccess: onDeleted })}
      >
        Its rights end at once for everybody in it; the people stay members of the organization. This cannot be undone.
      </ConfirmDialog>
    </Group>
  );
}

interface TeamRightsProps {
  /** Null where the reader is not told. */
  readonly rights: readonly TeamRight[] | null;
}

function TeamRights({ rights }: TeamRightsProps) {
  const { name: organization } = useOrganization();
  if (rights === null) return null;
  return (
    <section>
      <Title order={3} size="h4" mb="xs">
        What it may do
      </Title>
      {rights.length === 0 && <Text c="dimmed">Nothing yet: rights are given at the repository.</Text>}
      <ul className={classes.list}>
        {rights.map(({ repository, right }) => (
          <li key={repository}>
            <AnchorLink
              to="/organizations/$organization/repositories"
              params={{ organization }}
              search={{ repository }}
              fz="inherit"
            >
              {repository}
            </AnchorLink>
            <Text span c="dimmed" fz="inherit">
              {describeRight(right)}
            </Text>
          </li>
        ))}
      </ul>
    </section>
  );
}
