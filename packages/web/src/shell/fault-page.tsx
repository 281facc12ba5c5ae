import { Center } from '@mantine/core';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { FaultAlert } from '../parts/fault-alert.tsx';

/** Where a whole page could not be shown. */
export function FaultPage({ error, reset }: ErrorComponentProps) {
  return (
    <Center component="main" mih="50vh" p="lg">
      <FaultAlert fault={error} onRetry={reset} />
    </Center>
  );
}
