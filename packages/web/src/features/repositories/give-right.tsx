import { Autocomplete, Button, NativeSelect, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import type { RepositoryRight, RightHolder } from '../../api/types.ts';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { memberNamesQuery } from '../organizations/members/use-members.ts';
import { teamsQuery } from '../organizations/teams/use-teams.ts';
import { RIGHTS } from './describe-right.ts';
import classes from './repository-rights.module.css';
import { usePutRight } from './use-repositories.ts';

interface GiveRightProps {
  readonly organization: string;
  readonly repository: string;
}

export function GiveRight({ organization, repository }: GiveRightProps) {
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
