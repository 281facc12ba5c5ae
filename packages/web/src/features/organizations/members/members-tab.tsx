import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { FaultAlert } from '../../../parts/fault-alert.tsx';
import { Pager } from '../../../parts/pager.tsx';
import { SectionHead } from '../../../parts/section-head.tsx';
import { useOrganization } from '../use-organization.ts';
import { AddMember } from './add-member.tsx';
import { MemberTable } from './member-table.tsx';
import { membersQuery, PAGE_SIZE } from './use-members.ts';

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
