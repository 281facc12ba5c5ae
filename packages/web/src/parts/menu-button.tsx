import {
  type ComponentPropsWithRef,
  cloneElement,
  type ReactElement,
  type ReactNode,
  Suspense,
  startTransition,
  useState,
} from 'react';

interface MenuButtonProps {
  readonly button: ReactElement<ComponentPropsWithRef<'button'>>;
  /** Puts the menu around its button. It is loaded when the button is first pressed. */
  readonly menu: (button: ReactElement<ComponentPropsWithRef<'button'>>) => ReactNode;
}

/** A button that opens a menu. Most menus are never opened, and their code is a tenth of a page's script. */
export function MenuButton({ button, menu }: MenuButtonProps) {
  const [isWanted, setIsWanted] = useState(false);
  if (isWanted) return <Suspense>{menu(button)}</Suspense>;
  // The button stays until the menu has loaded.
  const onClick = () => startTransition(() => setIsWanted(true));
  return cloneElement(button, { onClick, 'aria-haspopup': 'menu', 'aria-expanded': false });
}
