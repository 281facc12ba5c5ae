import { type ReactNode, useEffect, useRef } from 'react';
import classes from './parts.module.css';

interface SubNavProps {
  /** For example "Pages of acme". */
  readonly label: string;
  /** Links with the class `subNavLink`, because each page has an address of its own. */
  readonly children: ReactNode;
  /** The address of the page, so that its link is scrolled into view on a phone. */
  readonly current: string;
}

export const subNavLink = classes.tab ?? '';

/**
 * The pages of one thing, for a screen that is too narrow for the column of places. They are in one line that scrolls,
 * and the current page is marked.
 */
export function SubNav({ label, current, children }: SubNavProps) {
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    if (current === '') return;
    const link = nav.current?.querySelector<HTMLElement>('[aria-current="page"]');
    if (nav.current && link)
      nav.current.scrollLeft = link.offsetLeft - (nav.current.clientWidth - link.offsetWidth) / 2;
  }, [current]);
  return (
    <nav ref={nav} className={classes.tabs} aria-label={label}>
      {children}
    </nav>
  );
}
