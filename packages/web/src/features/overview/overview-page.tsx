import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useSession } from '../../api/session.ts';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { WaitingInvitations } from '../invitations/waiting-invitations.tsx';
import { Attention } from './attention.tsx';
import { LogInLines } from './log-in-lines.tsx';
import { OrganizationStates } from './organization-states.tsx';
import { overviewQuery } from './overview-query.ts';
import { RecentSignIns } from './recent-sign-ins.tsx';
import { TokenNumbers } from './token-numbers.tsx';

/** The first page after a sign-in: the state of the account, and what needs attention. */
export function OverviewPage() {
  const { name } = useSession();
  const query = useQuery(overviewQuery);
  const { data } = query;
  return (
    <>
      <PageHead title="Overview">You are signed in as {name}.</PageHead>
      <Stack gap="2rem">
        <WaitingInvitations />
        <QueryStatus query={query} name="the overview" height={480} />
        {data && (
          <>
            <Attention overview={data} />
            <TokenNumbers tokens={data.tokens} />
            <LogInLines />
            <RecentSignIns signIns={data.signIns} />
            {data.organizations.length > 0 && <OrganizationStates organizations={data.organizations} />}
          </>
        )}
      </Stack>
    </>
  );
}
