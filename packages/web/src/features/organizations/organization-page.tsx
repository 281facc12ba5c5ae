import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet } from '@tanstack/react-router';
import { ApiFault } from '../../api/api-fault.ts';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { EmptyState, PageHead } from '../../parts/page-head.tsx';
import classes from './organizations.module.css';
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

type Part = 'repositories' | 'members' | 'teams' | 'tokens' | 'policy' | 'sign-in' | 'activity';

interface Tab {
  readonly to: `/organizations/$organization/${Part}`;
  readonly label: string;
  /** What the server tells nobody else. */
  readonly isForOwners?: boolean;
}

const TABS: readonly Tab[] = [
  { to: '/organizations/$organization/repositories', label: 'Repositories' },
  { to: '/organizations/$organization/members', label: 'Members' },
  { to: '/organizations/$organization/teams', label: 'Teams' },
  { to: '/organizations/$organization/tokens', label: 'Access tokens', isForOwners: true },
  { to: '/organizations/$organization/policy', label: 'Policy' },
  { to: '/organizations/$organization/sign-in', label: 'Authentication', isForOwners: true },
  { to: '/organizations/$organization/activity', label: 'Activity', isForOwners: true },
];

interface OrganizationTabsProps {
  readonly organization: string;
  readonly isOwner: boolean;
}

/** Each part has an address of its own, so these are links. */
function OrganizationTabs({ organization, isOwner }: OrganizationTabsProps) {
  const tabs = TABS.filter(({ isForOwners }) => isOwner || !isForOwners);
  return (
    <nav className={classes.tabs} aria-label={`Parts of ${organization}`}>
      {tabs.map(({ to, label }) => (
        <Link
          key={to}
          to={to}
          params={{ organization }}
          className={classes.tab}
          activeProps={{ 'aria-current': 'page' }}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
