import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet, useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiFault } from '../../api/api-fault.ts';
import { AnchorLink } from '../../parts/anchor-link.tsx';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { EmptyState, PageHead } from '../../parts/page-head.tsx';
import { SubNav, subNavLink } from '../../parts/sub-nav.tsx';
import { useSectionTitle } from '../../parts/use-section-title.ts';
import { organizationPages } from './organization-pages.ts';
import { TermsNotice } from './terms/terms-notice.tsx';
import { organizationQuery } from './use-organization.ts';

const route = getRouteApi('/shell/organizations/$organization');

/** The frame around the tabs of an organization. */
export function OrganizationPage() {
  const { organization } = route.useParams();
  const query = useQuery(organizationQuery(organization));
  const isNewMember = useLocation({ select: ({ state }) => state.isNewMember === true });
  const [acceptances, setAcceptances] = useState(0);
  const section = useSectionTitle();
  const { data, error } = query;
  if (error instanceof ApiFault && error.status === 404) return <MissingOrganization />;
  if (!data) return <QueryStatus query={query} name="the organization" height={400} />;
  const isOwner = data.role === 'owner';
  const trail = (
    <>
      <AnchorLink to="/organizations" inherit>
        Organizations
      </AnchorLink>{' '}
      / {data.name}
    </>
  );
  return (
    <>
      <PageHead title={data.name} section={section} trail={trail} takesFocus={acceptances + Number(isNewMember)}>
        {isOwner ? 'You are an owner of this organization.' : 'You are a member of this organization.'}
      </PageHead>
      {data.terms.dueAt !== null && (
        <TermsNotice organization={data.name} onAccepted={() => setAcceptances((before) => before + 1)} />
      )}
      <OrganizationTabs organization={data.name} isOwner={isOwner} />
      <Outlet />
    </>
  );
}

function MissingOrganization() {
  return (
    <>
      <PageHead title="Organization not found" />
      <EmptyState
        title="Nothing here"
        action={
          <Button component={Link} to="/organizations">
            Go to your organizations
          </Button>
        }
      >
        Check the name. If you are not a member, ask an owner of the organization to invite you.
      </EmptyState>
    </>
  );
}

interface OrganizationTabsProps {
  readonly organization: string;
  readonly isOwner: boolean;
}

/** Links, because each tab has an address of its own. */
function OrganizationTabs({ organization, isOwner }: OrganizationTabsProps) {
  const current = useLocation({ select: ({ pathname }) => pathname });
  return (
    <SubNav label={`Pages of ${organization}`} current={current}>
      {organizationPages(isOwner).map(({ to, label }) => (
        <Link
          key={to}
          to={to}
          params={{ organization }}
          className={subNavLink}
          activeProps={{ 'aria-current': 'page' }}
        >
          {label}
        </Link>
      ))}
    </SubNav>
  );
}

/** Shown instead of a tab that the server shows only to owners. */
export function OwnersOnly() {
  return <EmptyState title="For owners only">Only owners of the organization can see this page.</EmptyState>;
}
