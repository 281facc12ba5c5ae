import { ActionIcon, Autocomplete, Button, NativeSelect, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import type { RepositoryRight, RightHolder } from '../../api/types.ts';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { memberNamesQuery } from '../organizations/members/use-members.ts';
import { teamsQuery } from '../organizations/teams/use-teams.ts';
import classes from './repository-rights.module.css';
import { RIGHTS, rightsQuery, usePutRight, useRemoveRight } from './use-repositories.ts';

interface RepositoryRightsProps {
  readonly organization: string;
  readonly repository: string;
}

/** Which teams and members were given a right; owners need none. */
export function RepositoryRights({ organization, repository }: RepositoryRightsProps) {
  const { data, error, refetch } = useQuery(rightsQuery(organization, repository));
  const put = usePutRight(organization, repository);
  const remove = useRemoveRight(organization, repository);
  return (
    <section>
      <Title order={3} size="h4">
        Rights
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        What teams and members may do. Owners of the organization may do everything.
      </Text>
      <Stack gap="md">
        <FaultAlert fault={error} onRetry={() => void refetch()} />
        <FaultAlert fault={put.error ?? remove.error} />
        {!data && !error && <Skeleton height={80} aria-label="The rights are being loaded" />}
        {data?.rights.length === 0 && <Text>Nobody else was given a right.</Text>}
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
        aria-label={`Right of ${subject}`}
        data={[...RIGHTS]}
        value={right}
        onChange={(event) => onChange(event.currentTarget.value as RepositoryRight)}
      />
      <ActionIcon variant="subtle" color="red" aria-label={`Take the right from ${subject}`} onClick={onRemove}>
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
    validate: { subject: (value) => (value.trim() === '' ? 'Name a team or a member' : null) },
  });
  const { subjectType } = form.getValues();
  const teams = useQuery(teamsQuery(organization)).data?.teams.map(({ name }) => name) ?? [];
  const members = useQuery(memberNamesQuery(organization)).data?.members.map(({ account }) => account) ?? [];
  const submit = (values: RightHolder) =>
    give.mutate({ ...values, subject: values.subject.trim() }, { onSuccess: () => form.setFieldValue('subject', '') });
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Title order={4} size="h5" mb="xs">
        Give a right
      </Title>
      <FaultAlert fault={give.error} />
      <div className={classes.give}>
        <NativeSelect
          label="To a"
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
          label="Right"
          className={classes.whole ?? ''}
          data={[...RIGHTS]}
          {...form.getInputProps('right')}
        />
        <Button type="submit" variant="default" className={classes.whole ?? ''} loading={give.isPending}>
          Give the right
        </Button>
      </div>
    </form>
  );
}
