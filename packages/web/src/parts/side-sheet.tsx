import { Drawer, Text } from '@mantine/core';
import type { ReactNode } from 'react';

interface SideSheetProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** One item of a list, beside the list. */
export function SideSheet({ title, isOpen, onClose, children }: SideSheetProps) {
  const heading = (
    <Text span fz="lg" fw={600}>
      {title}
    </Text>
  );
  return (
    <Drawer opened={isOpen} onClose={onClose} title={heading} position="right" size="lg">
      {children}
    </Drawer>
  );
}
