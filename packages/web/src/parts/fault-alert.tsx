import { Alert, Button, Group } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { ApiFault, faultText } from '../api/api-fault.ts';

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

/** Puts the server's no beside its field; what no field is at fault for is handed back, to be shown above the form. */
export function showFormFault<Values extends Record<string, unknown>>(
  form: UseFormReturnType<Values>,
  fault: unknown,
): unknown {
  const field = fault instanceof ApiFault ? fault.field?.split('.').at(-1) : undefined;
  if (field === undefined || !(field in form.getValues())) return fault;
  form.setFieldError(field, faultText(withoutField(fault as ApiFault)));
  return undefined;
}

/** "name: is reserved" stands beside its field as "Is reserved". */
function withoutField({ status, message, field = '' }: ApiFault): ApiFault {
  const prefix = `${field}: `;
  return new ApiFault(status, message.startsWith(prefix) ? message.slice(prefix.length) : message, { field });
}
