import { ActionIcon, Autocomplete, Button, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import type { RepositoryRight, RightHolder } from '../../api/types.ts';
import { FaultAlert, QueryStatus } from '../../parts/fault-alert.tsx';
import { memberNamesQuery, teamsQuery } from '../organizations/use-organization.ts';
import classes from './repository-rights.module.css';
import { RIGHTS, rightsQuery, usePutRight, useRemoveRight } from './use-repositories.ts';

interface RepositoryRightsProps {
  readonly organization: string;
  readonly repository: string;
}

/** The permissions of teams and members. Owners need none. */
export function RepositoryRights({ organization, repository }: RepositoryRightsProps) {
  const query = useQuery(rightsQuery(organization, repository));
  const { data } = query;
  const put = usePutRight(organization, repository);
  const remove = useRemoveRight(organization, repository);
  return (
    <section>
      <Title order={3} size="h4">
        Permissions
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        What teams and members can do here. Owners of the organization have all permissions.
      </Text>
      <Stack gap="md">
        <QueryStatus query={query} name="permissions" height={80} />
        <FaultAlert fault={put.error ?? remove.error} />
        {data?.rights.length === 0 && <Text>No team or member has permissions yet.</Text>}
        {data && data.rights.length > 0 && (
          <ul className={classes.list}>
            {data.rights.map((holder) => (
              <HolderRow
                key={`${holder.subjectType} ${holder.subject}`}
                holder={holder}
                onChange={(right) => put.mutate({ ...holder, right })}
                onRemove={() => remove.mutate(holder)}
              />
            ))}
          </ul>
        )}
        <GiveRight organization={organization} repository={repository} />
      </Stack>
    </section>
  );
}

interface HolderRowProps {
  readonly holder: RightHolder;
  readonly onChange: (right: RepositoryRight) => void;
  readonly onRemove: () => void;
}

function HolderRow({ holder: { subjectType, subject, right }, onChange, onRemove }: HolderRowProps) {
  return (
    <li className={classes.row}>
      <span className={classes.holder}>
        {subject}{' '}
        <Text span size="xs" c="dimmed">
          {subjectType === 'team' ? 'team' : 'member'}
        </Text>
      </span>
      <NativeSelect
        size="xs"
        className={classes.right ?? ''}
        aria-label={`Permission of ${subject}`}
        data={[...RIGHTS]}
        value={right}
        onChange={(event) => onChange(event.currentTarget.value as RepositoryRight)}
      />
      <ActionIcon variant="subtle" color="red" aria-label={`Remove the permission of ${subject}`} onClick={onRemove}>
        ✕
      </ActionIcon>
    </li>
  );
}

interface GiveRightProps {
  readonly organization: string;
  readonly repository: string;
}

function GiveRight({ organization, repository }: GiveRightProps) {
  const give = usePutRight(organization, repository);
  const form = useForm<{ subjectType: RightHolder['subjectType']; subject: string; right: RepositoryRight }>({
    initialValues: { subjectType: 'team', subject: '', right: 'read' },
    validate: { subject: (value) => (value.trim() === '' ? 'Enter the name of a team or a member' : null) },
  });
  const { subjectType } = form.getValues();
  const teams = useQuery(teamsQuery(organization)).data?.teams.map(({ name }) => name) ?? [];
  const members = useQuery(memberNamesQuery(organization)).data?.members.map(({ account }) => account) ?? [];
  const submit = (values: RightHolder) =>
    give.mutate({ ...values, subject: values.subject.trim() }, { onSuccess: () => form.setFieldValue('subject', '') });
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Title order={4} size="h5" mb="xs">
        Add permission
      </Title>
      <FaultAlert fault={give.error} />
      <div className={classes.give}>
        <NativeSelect
          label="For a"
          data={[
            { value: 'team', label: 'Team' },
            { value: 'account', label: 'Member' },
          ]}
          {...form.getInputProps('subjectType')}
        />
        <Autocomplete
          label="Name"
          data={subjectType === 'team' ? teams : members}
          maxLength={100}
          autoCapitalize="none"
          spellCheck={false}
          {...form.getInputProps('subject')}
        />
        <NativeSelect
          label="Permission"
          className={classes.whole ?? ''}
          data={[...RIGHTS]}
          {...form.getInputProps('right')}
        />
        <Button type="submit" variant="default" className={classes.whole ?? ''} loading={give.isPending}>
          Add
        </Button>
      </div>
    </form>
  );
}
