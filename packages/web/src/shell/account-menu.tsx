import { Group, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { lazyRouteComponent } from '@tanstack/react-router';
import { useSession } from '../api/session.ts';
import { MenuButton } from '../parts/menu-button.tsx';
import classes from './shell.module.css';

const AccountMenuItems = lazyRouteComponent(() => import('./account-menu-items.tsx'), 'AccountMenuItems');

export function AccountMenu() {
  const { name } = useSession();
  return (
    <MenuButton
      button={
        <UnstyledButton className={classes.account ?? ''}>
          <Group gap="xs" wrap="nowrap">
            <span className={classes.initial} aria-hidden="true">
              {name.charAt(0).toUpperCase()}
            </span>
            <span className={classes.name}>
              <VisuallyHidden>Account </VisuallyHidden>
              {name}
            </span>
          </Group>
        </UnstyledButton>
      }
      menu={(button) => <AccountMenuItems button={button} />}
    />
  );
}
