import { getRouteApi } from '@tanstack/react-router';
import { SectionHead } from '../../parts/section-head.tsx';
import { OwnersOnly } from '../organizations/owners-only.tsx';
import { useOrganization } from '../organizations/use-organization.ts';
import { AuditLog } from './audit-log.tsx';
import { readAuditSearch } from './audit-search.ts';

const route = getRouteApi('/shell/organizations/$organization/activity');

export function ActivityTab() {
  const { name, isOwner } = useOrganization();
  const search = route.useSearch();
  const navigate = route.useNavigate();
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
