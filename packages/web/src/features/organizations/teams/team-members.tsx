import { Autocomplete, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { FaultAlert } from '../../../parts/fault-alert.tsx';
import classes from '../organizations.module.css';
import { memberNamesQuery, useAddTeamMember, useRemoveTeamMember } from '../use-organization.ts';

interface TeamMembersProps {
  readonly organization: string;
  readonly team: string;
  readonly members: readonly string[];
  readonly isOwner: boolean;
}

export function TeamMembers({ organization, team, members, isOwner }: TeamMembersProps) {
  const remove = useRemoveTeamMember(organization);
  return (
    <section>
      <Title order={3} size="h4" mb="xs">
        Members
      </Title>
      <Stack gap="sm">
        <FaultAlert fault={remove.error} />
        {members.length === 0 && <Text c="dimmed">No members yet.</Text>}
        {members.length > 0 && (
          <ul className={classes.list}>
            {members.map((account) => (
              <li key={account}>
                {account}
                {isOwner && (
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    color="red"
                    aria-label={`Remove ${account}`}
                    onClick={() => remove.mutate({ team, account })}
                  >
                    Remove
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
        {isOwner && <AddTeamMember organization={organization} team={team} members={members} />}
      </Stack>
    </section>
  );
}

function AddTeamMember({ organization, team, members }: Omit<TeamMembersProps, 'isOwner'>) {
  const [account, setAccount] = useState('');
  const add = useAddTeamMember(organization);
  const known = useQuery(memberNamesQuery(organization)).data?.members ?? [];
  const names = known.map((member) => member.account).filter((name) => !members.includes(name));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const name = account.trim();
    if (name !== '') add.mutate({ team, account: name }, { onSuccess: () => setAccount('') });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="xs">
        <FaultAlert fault={add.error} />
        <Group align="flex-end" gap="xs">
          <Autocomplete
            label="Add a member"
            className={classes.field ?? ''}
            data={names}
            value={account}
            onChange={setAccount}
            maxLength={100}
            autoCapitalize="none"
            spellCheck={false}
          />
          <Button type="submit" variant="default" loading={add.isPending} disabled={account.trim() === ''}>
            Add
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
