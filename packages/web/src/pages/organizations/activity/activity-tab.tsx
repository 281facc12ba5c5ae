import { getRouteApi } from '@tanstack/react-router';
import { SectionHead } from '../../../parts/section-head.tsx';
import { AuditLog } from '../../audit/audit-log.tsx';
import { readAuditSearch } from '../../audit/audit-search.ts';
import { OwnersOnly } from '../owners-only.tsx';
import { useOrganization } from '../use-organization.ts';

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
