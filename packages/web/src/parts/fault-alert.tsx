import { Alert, Button, Group, Skeleton, Stack } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiFault, faultText } from '../api/api-fault.ts';

interface FaultAlertProps {
  readonly fault: unknown;
  readonly onRetry?: () => void;
}

/** Says what went wrong, in the place where it happened. */
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

interface QueryStatusProps {
  readonly query: Pick<UseQueryResult, 'data' | 'error' | 'refetch'>;
  /** What is loaded, such as "members". */
  readonly name: string;
  /** The height of the space for the answer, in pixels. For a list, in rows. */
  readonly height: number | { readonly rows: number };
}

/** Reserves space for an answer while it is loading, and says why it could not be loaded. */
export function QueryStatus({ query: { data, error, refetch }, name, height }: QueryStatusProps) {
  if (error) return <FaultAlert fault={error} onRetry={() => void refetch()} />;
  if (data !== undefined) return null;
  if (typeof height === 'number') return <Skeleton height={height} role="status" aria-label={`Loading ${name}`} />;
  const rows = Array.from({ length: height.rows }, (_, place) => place);
  return (
    <Stack gap={ROW_GAP} py={ROW_GAP} role="status" aria-label={`Loading ${name}`}>
      {rows.map((row) => (
        <Skeleton key={row} height={ROW_HEIGHT} />
      ))}
    </Stack>
  );
}

const ROW_HEIGHT = 32;
const ROW_GAP = 16;

/**
 * The fault to show above a form, and a function to call with the fault of its request. A fault of a field is shown
 * beside that field instead. Call the function with undefined to clear the fault.
 */
export function useFormFault<Values extends Record<string, unknown>>(form: UseFormReturnType<Values>) {
  const [fault, setFault] = useState<unknown>();
  return [fault, (error: unknown) => setFault(showFormFault(form, error))] as const;
}

function showFormFault<Values extends Record<string, unknown>>(
  form: UseFormReturnType<Values>,
  fault: unknown,
): unknown {
  const named = fault instanceof ApiFault ? (fault.field ?? '') : '';
  // A fault of `grants[0].pattern` belongs to the field for the grants.
  const field = [named.split('.').at(-1), named.split(/[.[]/)[0]].find((name) => name && name in form.getValues());
  if (field === undefined) return fault;
  form.setFieldError(field, faultText(withoutField(fault as ApiFault)));
  return undefined;
}

/** "name: is reserved" is shown beside the field "name" as "Is reserved". */
function withoutField({ status, message, field = '' }: ApiFault): ApiFault {
  const prefix = `${field}: `;
  return new ApiFault(status, message.startsWith(prefix) ? message.slice(prefix.length) : message, { field });
}
