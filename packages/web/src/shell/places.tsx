import { Badge, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, useParams } from '@tanstack/react-router';
import { Fragment, useEffect, useState } from 'react';
import { useSession } from '../api/session.ts';
import { ADMINISTRATION_PAGES } from '../features/administration/administration-pages.ts';
import { invitationsQuery } from '../features/invitations/use-invitations.ts';
import { organizationPages } from '../features/organizations/organization-pages.ts';
import { organizationQuery } from '../features/organizations/use-organization.ts';
import { overviewQuery } from '../features/overview/overview-query.ts';
import classes from './shell.module.css';

/** The number of reviews takes the server some work, and must not delay the page itself. */
const BADGE_MILLISECONDS = 3_000;

export const PLACES = [
  { to: '/', label: 'Overview' },
  { to: '/account/tokens', label: 'Access tokens' },
  { to: '/organizations', label: 'Organizations' },
  { to: '/account/security', label: 'Security' },
  { to: '/account/audit', label: 'Audit log' },
] as const;
const ADMINISTRATION = { to: '/administration', label: 'Administration' } as const;

/**
 * The main navigation: a column on a wide screen. On a phone, one line that shows the current place and opens the rest.
 */
export function Places() {
  const { isAdministrator } = useSession();
  const { data } = useQuery(invitationsQuery);
  const [isOpen, setIsOpen] = useState(false);
  const pathname = useLocation({ select: (location) => location.pathname });
  const isPageLoaded = useIsLater(BADGE_MILLISECONDS);
  const overview = useQuery({ ...overviewQuery, staleTime: 60_000, enabled: isPageLoaded });
  const reviews = overview.data?.reviews.length ?? 0;
  const waiting = data?.invitations.length ?? 0;
  const places = isAdministrator ? [...PLACES, ADMINISTRATION] : PLACES;
  const current = places.findLast(({ to }) => pathname === to || (to !== '/' && pathname.startsWith(`${to}/`)));
  return (
    <nav className={classes.places} aria-label="Main">
      <UnstyledButton
        className={classes.opener ?? ''}
        aria-expanded={isOpen}
        aria-controls="places"
        onClick={() => setIsOpen((before) => !before)}
      >
        <span>
          <VisuallyHidden>Menu, now at </VisuallyHidden>
          {current?.label ?? 'Menu'}
        </span>
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
          <path d="M3 6l5 5 5-5" fill="none" stroke="currentColor" strokeWidth="1.6" />
        </svg>
      </UnstyledButton>
      <div id="places" className={classes.list} data-open={isOpen || undefined}>
        {places.map(({ to, label }) => (
          <Fragment key={to}>
            <Link
              to={to}
              className={classes.place}
              onClick={() => setIsOpen(false)}
              activeOptions={{ exact: to === '/' }}
              activeProps={ACTIVE_PAGE}
            >
              {label}
              {to === '/' && reviews > 0 && (
                <Badge circle>
                  {reviews}
                  <VisuallyHidden> {reviews === 1 ? 'review that waits' : 'reviews that wait'} for you</VisuallyHidden>
                </Badge>
              )}
              {to === '/organizations' && waiting > 0 && (
                <Badge circle>
                  {waiting}
                  <VisuallyHidden> {waiting === 1 ? 'invitation' : 'invitations'}</VisuallyHidden>
                </Badge>
              )}
            </Link>
            {to === current?.to && to === '/organizations' && <PagesOfOrganization />}
            {to === current?.to && to === '/administration' && <PagesOfAdministration />}
          </Fragment>
        ))}
      </div>
    </nav>
  );
}

/**
 * On a wide screen, the pages of a thing are listed under its place. On a phone they are in one line above the page.
 */
function PagesOfOrganization() {
  const { organization } = useParams({ strict: false });
  const { data } = useQuery({ ...organizationQuery(organization ?? ''), enabled: organization !== undefined });
  if (organization === undefined || !data) return null;
  return (
    <nav className={classes.subPlaces} aria-label={`Pages of ${organization}`}>
      {organizationPages(data.role === 'owner').map(({ to, label }) => (
        <Link key={to} to={to} params={{ organization }} className={classes.subPlace} activeProps={ACTIVE_PAGE}>
          {label}
        </Link>
      ))}
    </nav>
  );
}

function PagesOfAdministration() {
  return (
    <nav className={classes.subPlaces} aria-label="Pages of the administration">
      {ADMINISTRATION_PAGES.map(({ to, label }) => (
        <Link key={to} to={to} className={classes.subPlace} activeProps={ACTIVE_PAGE}>
          {label}
        </Link>
      ))}
    </nav>
  );
}

const ACTIVE_PAGE = { 'aria-current': 'page' } as const;

function useIsLater(milliseconds: number): boolean {
  const [isLater, setIsLater] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLater(true), milliseconds);
    return () => clearTimeout(timer);
  }, [milliseconds]);
  return isLater;
}
