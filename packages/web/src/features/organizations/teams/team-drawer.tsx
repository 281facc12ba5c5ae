import { Button, Group, Skeleton, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx';
import { FaultAlert } from '../../../parts/fault-alert.tsx';
import { SideSheet } from '../../../parts/side-sheet.tsx';
import { TeamMembers } from './team-members.tsx';
import { TeamRights } from './team-rights.tsx';
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
