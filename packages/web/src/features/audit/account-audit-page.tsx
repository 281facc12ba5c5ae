import { getRouteApi } from '@tanstack/react-router';
import { PageHead } from '../../parts/page-head.tsx';
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
