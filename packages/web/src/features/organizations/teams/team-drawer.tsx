import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { TeamRight } from '../../../api/types.ts';
import { AnchorLink } from '../../../parts/anchor-link.tsx';
import { ConfirmDialog } from '../../../parts/dialogs.tsx';
import { QueryStatus } from '../../../parts/fault-alert.tsx';
import { SideSheet } from '../../../parts/side-sheet.tsx';
import { describeRight } from '../../repositories/use-repositories.ts';
import classes from '../organizations.module.css';
import { teamQuery, useDeleteTeam, useOrganization } from '../use-organization.ts';
import { TeamMembers } from './team-members.tsx';

interface TeamDrawerProps {
  readonly organization: string;
  /** Undefined if none is open. */
  readonly team: string | undefined;
  readonly isOwner: boolean;
  readonly onClose: () => void;
}

/** One team, with its members and permissions. */
export function TeamDrawer({ organization, team, isOwner, onClose }: TeamDrawerProps) {
  return (
    <SideSheet title={team ?? ''} isOpen={team !== undefined} onClose={onClose}>
      {team !== undefined && <TeamView organization={organization} team={team} isOwner={isOwner} onClose={onClose} />}
    </SideSheet>
  );
}

function TeamView({ organization, team, isOwner, onClose }: TeamDrawerProps & { readonly team: string }) {
  const query = useQuery(teamQuery(organization, team));
  const { data } = query;
  if (!data) return <QueryStatus query={query} name="the team" height={240} />;
  return (
    <Stack gap="xl">
      {data.description !== '' && <Text>{data.description}</Text>}
      <TeamMembers organization={organization} team={team} members={data.members} isOwner={isOwner} />
      <More count={data.memberCount - data.members.length} what="members" />
      <TeamRights rights={data.rights} />
      <More count={(data.rightCount ?? 0) - (data.rights?.length ?? 0)} what="permissions" />
      {isOwner && <DeleteTeam organization={organization} team={team} onDeleted={onClose} />}
    </Stack>
  );
}

/** The page shows the first 500; the rest is on the pages of members and repositories. */
function More({ count, what }: { readonly count: number; readonly what: string }) {
  if (count <= 0) return null;
  return (
    <Text c="dimmed">
      And {count} more {what}.
    </Text>
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
        Delete team
      </Button>
      <ConfirmDialog
        title={`Delete the team ${team}?`}
        action="Delete team"
        change={remove}
        isOpen={isOpen}
        onClose={close}
        onConfirm={() => remove.mutate(team, { onSuccess: onDeleted })}
      >
        Everyone in the team loses its permissions at once. They stay members of the organization. You cannot undo this.
      </ConfirmDialog>
    </Group>
  );
}

interface TeamRightsProps {
  /** Null if the server does not show them to the account. */
  readonly rights: readonly TeamRight[] | null;
}

function TeamRights({ rights }: TeamRightsProps) {
  const { name: organization } = useOrganization();
  if (rights === null) return null;
  return (
    <section>
      <Title order={3} size="h4" mb="xs">
        Permissions
      </Title>
      {rights.length === 0 && <Text c="dimmed">None yet. Give permissions on the page of a repository.</Text>}
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
