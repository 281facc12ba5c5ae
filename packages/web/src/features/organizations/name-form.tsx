import { Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { UseMutationResult } from '@tanstack/react-query';
import { FormButtons } from '../../parts/dialogs.tsx';
import { FaultAlert, useFormFault } from '../../parts/fault-alert.tsx';

interface NameFormProps<Created> {
  readonly description: string;
  readonly placeholder: string;
  readonly action: string;
  readonly create: UseMutationResult<Created, Error, string>;
  readonly onCreated: (created: Created) => void;
  readonly onClose: () => void;
}

/** A form for something that needs only a name. */
export function NameForm<Created>(props: NameFormProps<Created>) {
  const { description, placeholder, action, create, onCreated, onClose } = props;
  const form = useForm({
    initialValues: { name: '' },
    validate: { name: (value) => (value.trim() === '' ? 'Enter a name' : null) },
  });
  const [fault, showFault] = useFormFault(form);
  const submit = ({ name }: { readonly name: string }) =>
    create.mutate(name.trim(), { onSuccess: onCreated, onError: showFault });
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        <FaultAlert fault={fault} />
        <TextInput
          label="Name"
          description={description}
          placeholder={placeholder}
          maxLength={100}
          autoCapitalize="none"
          spellCheck={false}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <FormButtons action={action} isBusy={create.isPending} onClose={onClose} />
      </Stack>
    </form>
  );
}
