import { Badge, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { useSession } from '../api/session.ts';
import { invitationsQuery } from '../features/invitations/use-invitations.ts';
import classes from './shell.module.css';

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
          <Link
            key={to}
            to={to}
            className={classes.place}
            onClick={() => setIsOpen(false)}
            activeOptions={{ exact: to === '/' }}
            activeProps={{ 'aria-current': 'page' }}
          >
            {label}
            {to === '/organizations' && waiting > 0 && (
              <Badge circle>
                {waiting}
                <VisuallyHidden> {waiting === 1 ? 'invitation' : 'invitations'}</VisuallyHidden>
              </Badge>
            )}
          </Link>
        ))}
      </div>
    </nav>
  );
}
