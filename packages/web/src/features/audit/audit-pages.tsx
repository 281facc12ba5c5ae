import { getRouteApi } from '@tanstack/react-router';
import { PageHead, SectionHead } from '../../parts/page-head.tsx';
import { OwnersOnly } from '../organizations/owners-only.tsx';
import { useOrganization } from '../organizations/use-organization.ts';
import { AuditLog } from './audit-log.tsx';
import { readAuditSearch } from './audit-search.ts';

const route = getRouteApi('/shell/account/audit');

/** What was done with the account and its own repositories and tokens. */
export function AccountAuditPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <>
      <PageHead title="Activity">
        Everything that was done in your name or to your account. What stands here is never changed or deleted.
      </PageHead>
      <AuditLog
        search={search}
        onSearch={(changes) => void navigate({ search: readAuditSearch({ ...search, ...changes }), replace: true })}
      />
    </>
  );
}

const tabRoute = getRouteApi('/shell/organizations/$organization/activity');

export function ActivityTab() {
  const { name, isOwner } = useOrganization();
  const search = tabRoute.useSearch();
  const navigate = tabRoute.useNavigate();
  if (!isOwner) return <OwnersOnly />;
  return (
    <section>
      <SectionHead title="Activity">
        Everything that was done in the organization. What stands here is never changed or deleted.
      </SectionHead>
      <AuditLog
        organization={name}
        search={search}
        onSearch={(changes) => void navigate({ search: readAuditSearch({ ...search, ...changes }), replace: true })}
      />
    </section>
  );
}
