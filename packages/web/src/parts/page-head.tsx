import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { takesFocusOfNewPage } from './new-page-focus.ts';
import classes from './parts.module.css';

export interface HeadProps {
  readonly title: string;
  /** A sentence or two about it. */
  readonly children?: ReactNode;
  /** Buttons for the actions of the page. */
  readonly actions?: ReactNode;
  /**
   * Set this if the previous content is gone and no field gets the focus, so that a screen reader notices the new page.
   * If it is a number, each larger number gives the heading the focus again, for example after each answer that removes
   * an item.
   */
  readonly takesFocus?: boolean | number;
}

interface PageHeadProps extends HeadProps {
  /** The page inside a frame, for the title of the window: "Members". */
  readonly section?: string | undefined;
  /** A link to the list to which the page belongs. */
  readonly trail?: ReactNode;
}

/** The only h1 of a page, which is also the title of the window. */
export function PageHead({ title, section, trail, children, actions, takesFocus = false }: PageHeadProps) {
  const heading = useHeadingFocus(takesFocus);
  useEffect(() => {
    document.title = [section, title, 'Lanyard'].filter((part) => part !== undefined).join(' · ');
  }, [section, title]);
  useEffect(() => {
    if (takesFocusOfNewPage()) heading.current?.focus();
  }, [heading]);
  return (
    <Group justify="space-between" align="flex-start" gap="md" mb="lg">
      <div>
        {trail && (
          <Text component="nav" size="sm" mb={4} aria-label="Breadcrumb">
            {trail}
          </Text>
        )}
        <Title order={1} ref={heading} tabIndex={-1}>
          {title}
        </Title>
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

function useHeadingFocus(takesFocus: boolean | number) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (Number(takesFocus) > 0) heading.current?.focus();
  }, [takesFocus]);
  return heading;
}

/** The heading of a section of a page. */
export function SectionHead({ title, children, actions, takesFocus = false }: HeadProps) {
  const heading = useHeadingFocus(takesFocus);
  return (
    <Group justify="space-between" align="flex-start" gap="md" mb="md">
      <div>
        <Title order={2} ref={heading} tabIndex={-1}>
          {title}
        </Title>
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
