import type { UseFormReturnType } from '@mantine/form';
import { ApiFault, faultText } from '../api/api-fault.ts';

/** Puts the server's no beside its field; what no field is at fault for is handed back, to be shown above the form. */
export function showFormFault<Values extends Record<string, unknown>>(
  form: UseFormReturnType<Values>,
  fault: unknown,
): unknown {
  const field = fault instanceof ApiFault ? fault.field?.split('.').at(-1) : undefined;
  if (field === undefined || !(field in form.getValues())) return fault;
  form.setFieldError(field, faultText(fault));
  return undefined;
}
