import { Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface SectionHeadProps {
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** A part of a page: what it is, a line about it, what one does here. */
export function SectionHead({ title, children, actions }: SectionHeadProps) {
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
