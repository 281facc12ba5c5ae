import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import classes from './parts.module.css';

export interface HeadProps {
  readonly title: string;
  /** A sentence or two about it. */
  readonly children?: ReactNode;
  /** Buttons for what can be done here. */
  readonly actions?: ReactNode;
}

/** The only h1 of a page, which is also the title of the window. */
export function PageHead({ title, children, actions }: HeadProps) {
  useEffect(() => {
    document.title = `${title} - Lanyard`;
  }, [title]);
  return (
    <Group justify="space-between" align="flex-start" gap="md" mb="lg">
      <div>
        <Title order={1}>{title}</Title>
        {children && (
          <Text c="dimmed" maw={640} mt={4}>
            {children}
          </Text>
        )}
      </div>
      {actions && <Group gap="xs">{actions}</Group>}
    </Group>
  );
}

/** The heading of a section of a page. */
export function SectionHead({ title, children, actions }: HeadProps) {
  return (
    <Group justify="space-between" align="flex-start" gap="md" mb="md">
      <div>
        <Title order={2}>{title}</Title>
        {children && (
          <Text size="sm" c="dimmed" maw={640} mt={2}>
            {children}
          </Text>
        )}
      </div>
      {actions && <Group gap="xs">{actions}</Group>}
    </Group>
  );
}

interface EmptyStateProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

/** Says why a list is empty and what to do. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <Stack className={classes.box ?? ''} align="center" gap="xs">
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text c="dimmed" ta="center" maw={460}>
        {children}
      </Text>
      {action}
    </Stack>
  );
}
