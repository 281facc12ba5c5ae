import { Menu } from '@mantine/core';
import { type ComponentPropsWithRef, type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react';

export interface LateMenuProps {
  readonly button: ReactElement<ComponentPropsWithRef<'button'>>;
  readonly children: ReactNode;
  readonly width?: number;
}

/** A menu that was loaded because its button was pressed. It opens at once, and returns the focus to the button. */
export function LateMenu({ button, children, width }: LateMenuProps) {
  const [isOpen, setIsOpen] = useState(false);
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    place.current?.querySelector('button')?.focus();
    setIsOpen(true);
  }, []);
  return (
    <Menu position="bottom-end" opened={isOpen} onChange={setIsOpen} {...(width !== undefined && { width })}>
      <span ref={place} style={{ display: 'contents' }}>
        <Menu.Target>{button}</Menu.Target>
      </span>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
