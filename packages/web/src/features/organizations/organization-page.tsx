import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet } from '@tanstack/react-router';
import { ApiFault } from '../../api/api-fault.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { OrganizationTabs } from './organization-tabs.tsx';
import { organizationQuery } from './use-organization.ts';

const route = getRouteApi('/shell/organizations/$organization');

/** One organization: its name, and the part of it that the address names. */
export function OrganizationPage() {
  const { organization } = route.useParams();
  const { data, error, refetch } = useQuery(organizationQuery(organization));
  if (error instanceof ApiFault && error.status === 404) return <Missing />;
  if (!data && error) return <FaultAlert fault={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={400} aria-label="The organization is being loaded" />;
  return (
    <>
      <PageHead title={data.name}>
        {data.role === 'owner' ? 'You own this organization.' : 'You are a member of this organization.'}
      </PageHead>
      <OrganizationTabs organization={data.name} isOwner={data.role === 'owner'} />
      <Outlet />
    </>
  );
}

function Missing() {
  return (
    <>
      <PageHead title="There is no such organization" />
      <EmptyState
        title="Nothing here"
        action={
          <Button component={Link} to="/organizations">
            To your organizations
          </Button>
        }
      >
        The name may be mistyped, or you do not belong to it: an owner can add you by the name of your account.
      </EmptyState>
    </>
  );
}
