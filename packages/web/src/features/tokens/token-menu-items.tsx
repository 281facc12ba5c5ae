import { Menu } from '@mantine/core';
import type { Token } from '../../api/types.ts';
import { LateMenu, type LateMenuProps } from '../../parts/late-menu.tsx';
import type { TokenActions } from './use-token-actions.tsx';

interface TokenMenuItemsProps extends Pick<LateMenuProps, 'button'> {
  readonly token: Token;
  readonly actions: TokenActions;
}

export function TokenMenuItems({ button, token, actions }: TokenMenuItemsProps) {
  return (
    <LateMenu button={button}>
      {token.status === 'active' && <Menu.Item onClick={() => actions.setActive([token], false)}>Deactivate</Menu.Item>}
      {token.status === 'inactive' && <Menu.Item onClick={() => actions.setActive([token], true)}>Activate</Menu.Item>}
      <Menu.Item color="red" onClick={() => actions.askToDelete([token])}>
        Delete
      </Menu.Item>
    </LateMenu>
  );
}
