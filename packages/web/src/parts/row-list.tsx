import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './parts.module.css';

/** Items in a frame, one below the other, each with its actions. */
export function RowList({ children }: { readonly children: ReactNode }) {
  return <ul className={classes.rows}>{children}</ul>;
}

interface RowProps {
  readonly title: ReactNode;
  /** More about it, on a second line. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

export function Row({ title, children, action }: RowProps) {
  return (
    <li>
      <div className={classes.what}>
        <Text component="div" fw={500}>
          {title}
        </Text>
        {children && (
          <Text component="div" size="sm" c="dimmed">
            {children}
          </Text>
        )}
      </div>
      {action}
    </li>
  );
}
