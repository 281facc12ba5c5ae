import { Paper } from '@mantine/core';
import type { ReactNode } from 'react';
import { PageHead } from '../parts/page-head.tsx';
import classes from './shell.module.css';

interface NarrowPageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
  /** For pages with text to copy. */
  readonly isWide?: boolean;
  readonly takesFocus?: boolean;
}

/** A page with one task, for people who are not signed in yet. */
export function NarrowPage({ title, lead, children, isWide = false, takesFocus = false }: NarrowPageProps) {
  return (
    <div className={classes.page}>
      <Brand />
      <Paper component="main" withBorder className={classes.sheet ?? ''} data-wide={isWide || undefined}>
        <PageHead title={title} takesFocus={takesFocus}>
          {lead}
        </PageHead>
        {children}
      </Paper>
    </div>
  );
}

export function Brand() {
  return (
    <span className={classes.brand}>
      <img src="/icon.svg" alt="" width="24" height="24" />
      Lanyard
    </span>
  );
}
