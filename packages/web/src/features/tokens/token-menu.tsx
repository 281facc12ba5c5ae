import { ActionIcon } from '@mantine/core';
import { lazyRouteComponent } from '@tanstack/react-router';
import type { Token } from '../../api/types.ts';
import { MenuButton } from '../../parts/menu-button.tsx';
import { useTokenActions } from './use-token-actions.tsx';

const TokenMenuItems = lazyRouteComponent(() => import('./token-menu-items.tsx'), 'TokenMenuItems');

/** The actions for a token, as a menu in a row of a table. */
export function TokenMenu({ token }: { readonly token: Token }) {
  const actions = useTokenActions(() => undefined);
  return (
    <>
      <MenuButton
        button={
          <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${token.description}`}>
            ⋯
          </ActionIcon>
        }
        menu={(button) => <TokenMenuItems button={button} token={token} actions={actions} />}
      />
      {actions.dialog}
    </>
  );
}
