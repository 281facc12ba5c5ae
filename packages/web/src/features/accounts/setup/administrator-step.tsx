import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useEffect, useState } from 'react';
import { ApiFault, faultText } from '../../../api/api-fault.ts';
import { FaultAlert, showFormFault } from '../../../parts/fault-alert.tsx';
import { StepHead } from './setup-steps.tsx';
import { type NewAdministrator, useCompleteSetup } from './use-setup.ts';

const required = (fault: string) => (value: string) => (value.trim() === '' ? fault : null);

/** `code` is the one of the link, empty where the page was opened without. */
export function AdministratorStep({ code }: { readonly code: string }) {
  const [fault, setFault] = useState<unknown>();
  const complete = useCompleteSetup();
  const form = useForm<NewAdministrator & Record<string, unknown>>({
    initialValues: { code, name: '', email: '', password: '' },
    validate: {
      code: required('Copy the code from what the server printed at its start'),
      name: required('Choose a name'),
      email: required('Type your e-mail address'),
      password: (value) => (value === '' ? 'Choose a password' : null),
    },
  });
  useTakeCode(code, (fresh) => form.setFieldValue('code', fresh));
  const refuse = (error: Error) => {
    if (!(error instanceof ApiFault) || error.status !== 401) return setFault(showFormFault(form, error));
    setFault(undefined);
    form.setFieldError('code', faultText(error));
  };
  const submit = ({ name, email, ...rest }: NewAdministrator) =>
    complete.mutate({ ...rest, name: name.trim(), email: email.trim() }, { onError: refuse });
  const isCodeAsked = code === '' || form.errors.code !== undefined || form.values.code !== code;
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        <StepHead title="Make the administrator">
          Your account on this server. It governs registries and people, and has a namespace of its own.
        </StepHead>
        <FaultAlert fault={fault} />
        {isCodeAsked && <CodeInput {...form.getInputProps('code')} />}
        <TextInput
          label="Name"
          description="Also your namespace, as in NAME/app: lower-case letters, digits and inner hyphens"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={100}
          autoFocus={code !== ''}
          {...form.getInputProps('name')}
        />
        <TextInput
          label="E-mail address"
          type="email"
          autoComplete="email"
          maxLength={320}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label="Password"
          description="At least 8 characters"
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
        <div>
          <Button type="submit" loading={complete.isPending}>
            Make the administrator
          </Button>
        </div>
      </Stack>
    </form>
  );
}

function CodeInput(props: object) {
  return (
    <TextInput
      label="Set-up code"
      description="The server printed it at its start; it is good once and for 15 minutes. A restart prints a new one."
      placeholder="XXXX-XXXX-XXXX-XXXX"
      autoComplete="off"
      spellCheck={false}
      maxLength={100}
      {...props}
    />
  );
}

/** A newer link, opened over this page, brings a newer code. */
function useTakeCode(code: string, take: (code: string) => void): void {
  const [taken, setTaken] = useState(code);
  useEffect(() => {
    if (code === taken) return;
    setTaken(code);
    take(code);
  });
}
