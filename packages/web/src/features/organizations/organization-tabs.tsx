import { Link } from '@tanstack/react-router';
import classes from './organization-tabs.module.css';

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
export function OrganizationTabs({ organization, isOwner }: OrganizationTabsProps) {
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
