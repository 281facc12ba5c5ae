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
  /** The menu around its button, a part that is loaded when the button is first pressed. */
  readonly menu: (button: ReactElement<ComponentPropsWithRef<'button'>>) => ReactNode;
}

/** A button that opens a menu. Most are never opened, and what opens one is a tenth of the script of a page. */
export function MenuButton({ button, menu }: MenuButtonProps) {
  const [isWanted, setIsWanted] = useState(false);
  if (isWanted) return <Suspense>{menu(button)}</Suspense>;
  // The button stays until the menu is there.
  const onClick = () => startTransition(() => setIsWanted(true));
  return cloneElement(button, { onClick, 'aria-haspopup': 'menu', 'aria-expanded': false });
}
