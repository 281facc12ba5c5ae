import { Button, Modal, Radio, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiFault } from '../../../api/api-fault.ts';
import type { Member } from '../../../api/types.ts';
import { FormButtons } from '../../../parts/dialogs.tsx';
import { FaultAlert, QueryStatus } from '../../../parts/fault-alert.tsx';
import { Pager } from '../../../parts/lists.tsx';
import { SectionHead } from '../../../parts/page-head.tsx';
import { MEMBERS_PAGE_SIZE, membersQuery, useOrganization, usePutMember } from '../use-organization.ts';
import { MemberTable } from './member-table.tsx';

export function MembersTab() {
  const { name, isOwner } = useOrganization();
  const [page, setPage] = useState(1);
  const query = useQuery(membersQuery(name, page));
  const { data } = query;
  return (
    <section>
      <SectionHead title="Members" actions={isOwner && <AddMember organization={name} />}>
        Owners manage the organization and have all permissions in its repositories. Members have the permissions that
        they and their teams are given.
      </SectionHead>
      <QueryStatus query={query} name="members" height={160} />
      {data && <MemberTable organization={name} members={data.members} isOwner={isOwner} />}
      <Pager total={data?.total ?? 0} pageSize={MEMBERS_PAGE_SIZE} page={page} onPage={setPage} noun="members" />
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
      <Button onClick={open}>Add member</Button>
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
    validate: { account: (value) => (value.trim() === '' ? 'Enter the name of an account' : null) },
  });
  const isUnknown = put.error instanceof ApiFault && put.error.status === 404;
  const submit = ({ account, role }: { account: string; role: Member['role'] }) =>
    put.mutate({ account: account.trim(), role }, { onSuccess: onClose });
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        <FaultAlert fault={isUnknown ? undefined : put.error} />
        <TextInput
          label="Account name"
          description="The name that the person signs in with. The account must exist."
          maxLength={100}
          autoCapitalize="none"
          spellCheck={false}
          data-autofocus
          {...form.getInputProps('account')}
          error={form.errors.account ?? (isUnknown ? 'There is no account with this name' : undefined)}
        />
        <Radio.Group label="Role" {...form.getInputProps('role')}>
          <Stack gap="xs" mt="xs">
            <Radio value="member" label="Member" description="Has the permissions that you give" />
            <Radio value="owner" label="Owner" description="Manages the organization and has all permissions" />
          </Stack>
        </Radio.Group>
        <FormButtons action="Add" isBusy={put.isPending} onClose={onClose} />
      </Stack>
    </form>
  );
}
