import { Menu, useMantineColorScheme } from '@mantine/core';
import { useSession } from '../api/session.ts';
import { useSignOut } from '../api/use-sign-out.ts';
import { LateMenu, type LateMenuProps } from '../parts/late-menu.tsx';

export function AccountMenuItems({ button }: Pick<LateMenuProps, 'button'>) {
  const { email } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const signOut = useSignOut();
  return (
    <LateMenu button={button} width={240}>
      <Menu.Label>{email}</Menu.Label>
      {(['auto', 'light', 'dark'] as const).map((scheme) => (
        <Menu.Item
          key={scheme}
          onClick={() => setColorScheme(scheme)}
          rightSection={colorScheme === scheme ? '✓' : undefined}
        >
          {SCHEME_LABELS[scheme]}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Item component="a" href="/docs/">
        Documentation
      </Menu.Item>
      <Menu.Item onClick={signOut}>Sign out</Menu.Item>
    </LateMenu>
  );
}

const SCHEME_LABELS = { auto: 'System theme', light: 'Light theme', dark: 'Dark theme' } as const;
