import { Paper } from '@mantine/core';
import type { ReactNode } from 'react';
import { PageHead } from '../parts/page-head.tsx';
import { Brand } from './brand.tsx';
import classes from './narrow-page.module.css';

interface NarrowPageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
  /** Where there is text to copy. */
  readonly isWide?: boolean;
}

/** A page for one decision, for somebody who need not be signed in. */
export function NarrowPage({ title, lead, children, isWide = false }: NarrowPageProps) {
  return (
    <div className={classes.page}>
      <Brand />
      <Paper component="main" withBorder className={classes.sheet ?? ''} data-wide={isWide || undefined}>
        <PageHead title={title}>{lead}</PageHead>
        {children}
      </Paper>
    </div>
  );
}
