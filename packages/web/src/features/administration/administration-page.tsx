import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useSession } from '../../api/session.ts';
import { EmptyState, PageHead } from '../../parts/page-head.tsx';
import { SubNav, subNavLink } from '../../parts/sub-nav.tsx';
import { useSectionTitle } from '../../parts/use-section-title.ts';
import { ADMINISTRATION_PAGES } from './administration-pages.ts';

/** The frame around the pages for the administrators of the server. */
export function AdministrationPage() {
  const { isAdministrator } = useSession();
  const current = useLocation({ select: ({ pathname }) => pathname });
  const section = useSectionTitle();
  return (
    <>
      <PageHead title="Administration" section={section}>
        The people, the registries and the state of this server.
      </PageHead>
      {isAdministrator ? (
        <>
          <SubNav label="Pages of the administration" current={current}>
            {ADMINISTRATION_PAGES.map(({ to, label }) => (
              <Link key={to} to={to} className={subNavLink} activeProps={{ 'aria-current': 'page' }}>
                {label}
              </Link>
            ))}
          </SubNav>
          <Outlet />
        </>
      ) : (
        <EmptyState title="For administrators only">Only administrators of this server can see this page.</EmptyState>
      )}
    </>
  );
}
