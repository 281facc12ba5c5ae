import { Button, Group, Modal, Radio, Skeleton, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiFault } from '../../../api/api-fault.ts';
import type { Member } from '../../../api/types.ts';
import { FaultAlert } from '../../../parts/fault-alert.tsx';
import { SectionHead } from '../../../parts/page-head.tsx';
import { Pager } from '../../../parts/pager.tsx';
import { useOrganization } from '../use-organization.ts';
import { MemberTable } from './member-table.tsx';
import { membersQuery, PAGE_SIZE, usePutMember } from './use-members.ts';

export function MembersTab() {
  const { name, isOwner } = useOrganization();
  const [page, setPage] = useState(1);
  const { data, error, refetch } = useQuery(membersQuery(name, page));
  return (
    <section>
      <SectionHead title="Members" actions={isOwner && <AddMember organization={name} />}>
        Owners govern the organization and may do everything in its repositories. Members may do what their rights and
        teams let them.
      </SectionHead>
      <FaultAlert fault={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton height={160} aria-label="The members are being loaded" />}
      {data && <MemberTable organization={name} members={data.members} isOwner={isOwner} />}
      <Pager total={data?.total ?? 0} pageSize={PAGE_SIZE} page={page} onPage={setPage} noun="members" />
    </section>
  );
}

interface AddMemberProps {
  readonly organization: string;
}

function AddMember({ organization }: AddMemberProps) {
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Button onClick={open}>Add a member</Button>
      <Modal opened={isOpen} onClose={close} title={`Add a member to ${organization}`} centered>
        <AddMemberForm organization={organization} onClose={close} />
      </Modal>
    </>
  );
}

function AddMemberForm({ organization, onClose }: AddMemberProps & { readonly onClose: () => void }) {
  const put = usePutMember(organization);
  const form = useForm<{ account: string; role: Member['role'] }>({
    initialValues: { account: '', role: 'member' },
    validate: { account: (value) => (value.trim() === '' ? 'Name an account' : null) },
  });
  const isUnknown = put.error instanceof ApiFault && put.error.status === 404;
  const submit = ({ account, role }: { account: string; role: Member['role'] }) =>
    put.mutate({ account: account.trim(), role }, { onSuccess: onClose });
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        <FaultAlert fault={isUnknown ? undefined : put.error} />
        <TextInput
          label="Name of the account"
          description="As the person signs in with it; the account must exist"
          maxLength={100}
          autoCapitalize="none"
          spellCheck={false}
          data-autofocus
          {...form.getInputProps('account')}
          error={form.errors.account ?? (isUnknown ? 'There is no such account' : undefined)}
        />
        <Radio.Group label="Role" {...form.getInputProps('role')}>
          <Stack gap="xs" mt="xs">
            <Radio value="member" label="Member" description="May do what rights and teams let" />
            <Radio value="owner" label="Owner" description="Governs the organization, may do everything in it" />
          </Stack>
        </Radio.Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={put.isPending}>
            Add
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
