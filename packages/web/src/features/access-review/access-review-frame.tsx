import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { OwnersOnly } from '../organizations/organization-page.tsx';
import { useOrganization } from '../organizations/use-organization.ts';
import classes from './access-review.module.css';

const VIEWS = [
  { to: '/organizations/$organization/access-review', label: 'Tokens' },
  { to: '/organizations/$organization/access-review/approvals', label: 'Approvals' },
  { to: '/organizations/$organization/access-review/exemptions', label: 'Exemptions' },
  { to: '/organizations/$organization/access-review/reviews', label: 'Reviews' },
] as const;

/** The pages of the access review, each with an address of its own. Members see only the reviews that ask them. */
export function AccessReviewFrame() {
  const { name: organization, isOwner } = useOrganization();
  const isOfReviews = useLocation({ select: ({ pathname }) => pathname.includes('/access-review/reviews') });
  if (!isOwner) return isOfReviews ? <Outlet /> : <OwnersOnly />;
  return (
    <>
      <nav className={classes.views} aria-label="Access review">
        {VIEWS.map(({ to, label }) => (
          <Link
            key={to}
            to={to}
            params={{ organization }}
            className={classes.view}
            activeOptions={{ exact: to.endsWith('/access-review'), includeSearch: false }}
            activeProps={{ 'aria-current': 'page' }}
          >
            {label}
          </Link>
        ))}
      </nav>
      <Outlet />
    </>
  );
}
