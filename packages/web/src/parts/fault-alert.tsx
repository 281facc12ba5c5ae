import { Alert, Button, Group } from '@mantine/core';
import { faultText } from '../api/api-fault.ts';

interface FaultAlertProps {
  readonly fault: unknown;
  readonly onRetry?: () => void;
}

/** What went wrong, where it went wrong. */
export function FaultAlert({ fault, onRetry }: FaultAlertProps) {
  if (!fault) return null;
  return (
    <Alert color="red" variant="light" role="alert">
      <Group justify="space-between" gap="sm">
        <span>{faultText(fault)}</span>
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        )}
      </Group>
    </Alert>
  );
}
