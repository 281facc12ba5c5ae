import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { QueryStatus } from '../../../parts/fault-alert.tsx';
import { Pager } from '../../../parts/lists.tsx';
import { EmptyState, SectionHead } from '../../../parts/page-head.tsx';
import { SearchField } from '../../../parts/search-field.tsx';
import { InviteButton } from '../../invitations/sent/invite-button.tsx';
import { SentInvitations } from '../../invitations/sent/sent-invitations.tsx';
import { MEMBERS_PAGE_SIZE, membersQuery, useOrganization } from '../use-organization.ts';
import { MemberTable } from './member-table.tsx';
import { NotAcceptedNotice } from './not-accepted.tsx';

export function MembersTab() {
  const { name, isOwner } = useOrganization();
  const [shown, setShown] = useState({ page: 1, notAccepted: false, search: '' });
  const { page, notAccepted, search } = shown;
  const query = useQuery(membersQuery(name, shown));
  const { data } = query;
  return (
    <Stack gap="2.5rem">
      <section>
        <SectionHead title="Members" actions={isOwner && <InviteButton to={name} />}>
          Owners manage the organization and have all permissions in its repositories. Editors have all permissions in
          the repositories. Members have the permissions that they and their teams are given.
        </SectionHead>
        <QueryStatus query={query} name="members" height={{ rows: 4 }} />
        {data?.notAccepted && (
          <NotAcceptedNotice
            notAccepted={data.notAccepted}
            isOnlyThese={notAccepted}
            onOnlyThese={(only) => setShown({ ...shown, page: 1, notAccepted: only })}
          />
        )}
        {(search !== '' || (data?.total ?? 0) > MEMBERS_PAGE_SIZE) && (
          <SearchField
            by="name"
            mb="md"
            value={search}
            onSearch={(text) => setShown({ ...shown, page: 1, search: text })}
          />
        )}
        {data?.total === 0 && search !== '' && (
          <EmptyState title="No matching members">Try another part of the name.</EmptyState>
        )}
        {data && data.total > 0 && <MemberTable organization={name} members={data.members} isOwner={isOwner} />}
        <Pager
          total={data?.total ?? 0}
          pageSize={MEMBERS_PAGE_SIZE}
          page={page}
          onPage={(next) => setShown({ ...shown, page: next })}
          noun="members"
        />
      </section>
      {isOwner && (
        <SentInvitations to={name}>
          Nobody becomes a member without accepting. The invited person sees the rules of {name} first.
        </SentInvitations>
      )}
    </Stack>
  );
}
