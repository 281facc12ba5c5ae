import { Group, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';

interface PageHeadProps {
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** A page's one h1, a line about it, what one does here; also the title of the window. */
export function PageHead({ title, children, actions }: PageHeadProps) {
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
