import { getRouteApi } from '@tanstack/react-router';
import { AnchorLink } from '../../parts/anchor-link.tsx';
import { PageHead, SectionHead } from '../../parts/page-head.tsx';
import { OwnersOnly } from '../organizations/organization-page.tsx';
import { useOrganization } from '../organizations/use-organization.ts';
import { AuditLog } from './audit-log.tsx';
import { readAuditSearch } from './audit-search.ts';

const accountRoute = getRouteApi('/shell/account/audit');
const serverRoute = getRouteApi('/shell/administration/audit');
const organizationRoute = getRouteApi('/shell/organizations/$organization/activity');

export function AccountAuditPage() {
  const search = accountRoute.useSearch();
  const navigate = accountRoute.useNavigate();
  return (
    <>
      <PageHead title="Audit log">
        Everything that you did, and that was done to your account. Nobody can change or delete these events.{' '}
        <AnchorLink to="/account/audit/evidence" inherit underline="always">
          Evidence about a repository
        </AnchorLink>{' '}
        answers who can reach one of yours, and who did something with it.
      </PageHead>
      <AuditLog
        search={search}
        onSearch={(changes) => void navigate({ search: readAuditSearch({ ...search, ...changes }), replace: true })}
      />
    </>
  );
}

export function OrganizationAuditTab() {
  const { name, isOwner } = useOrganization();
  const search = organizationRoute.useSearch();
  const navigate = organizationRoute.useNavigate();
  if (!isOwner) return <OwnersOnly />;
  return (
    <section>
      <SectionHead title="Audit log">
        Everything that was done in the organization. Nobody can change or delete these events.
      </SectionHead>
      <AuditLog
        organization={name}
        search={search}
        onSearch={(changes) => void navigate({ search: readAuditSearch({ ...search, ...changes }), replace: true })}
      />
    </section>
  );
}

/** All events of the server, for its administrators. */
export function ServerAuditPage() {
  const search = serverRoute.useSearch();
  const navigate = serverRoute.useNavigate();
  return (
    <section>
      <SectionHead title="Audit log">
        Everything that was done on this server. Nobody can change or delete these events.
      </SectionHead>
      <AuditLog
        isServer
        search={search}
        onSearch={(changes) => void navigate({ search: readAuditSearch({ ...search, ...changes }), replace: true })}
      />
    </section>
  );
}
