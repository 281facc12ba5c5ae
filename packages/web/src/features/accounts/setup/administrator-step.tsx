import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useEffect, useState } from 'react';
import { ApiFault, faultText } from '../../../api/api-fault.ts';
import { FaultAlert, useFormFault } from '../../../parts/fault-alert.tsx';
import { StepHead } from './setup-steps.tsx';
import { type NewAdministrator, useCompleteSetup } from './use-setup.ts';

const required = (fault: string) => (value: string) => (value.trim() === '' ? fault : null);

/** `code` is the code of the link, '' if the page was opened without one. */
export function AdministratorStep({ code }: { readonly code: string }) {
  const complete = useCompleteSetup();
  const form = useForm<NewAdministrator & Record<string, unknown>>({
    initialValues: { code, name: '', email: '', password: '' },
    validate: {
      code: required('Enter the code that the server printed when it started'),
      name: required('Enter a name'),
      email: required('Enter your e-mail address'),
      password: (value) => (value === '' ? 'Enter a password' : null),
    },
  });
  const [fault, showFault] = useFormFault(form);
  useTakeCode(code, (fresh) => form.setFieldValue('code', fresh));
  const onError = (error: Error) => {
    if (!(error instanceof ApiFault) || error.status !== 401) return showFault(error);
    showFault(undefined);
    form.setFieldError('code', faultText(error));
  };
  const submit = ({ name, email, ...rest }: NewAdministrator) =>
    complete.mutate({ ...rest, name: name.trim(), email: email.trim() }, { onError });
  const isCodeAsked = code === '' || form.errors.code !== undefined || form.values.code !== code;
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        <StepHead title="Create the administrator">
          This is your account on this server. It manages registries and people, and has a namespace of its own.
        </StepHead>
        <FaultAlert fault={fault} />
        {isCodeAsked && <CodeInput {...form.getInputProps('code')} />}
        <TextInput
          label="Name"
          description="Your repositories start with it, as in NAME/app. Use lower-case letters and digits, with hyphens between them."
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
          description="At least 15 characters. Common passwords are refused."
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
        <div>
          <Button type="submit" loading={complete.isPending}>
            Create administrator
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
      description="The server printed it when it started. It works once, for 15 minutes. A restart prints a new one."
      placeholder="XXXX-XXXX-XXXX-XXXX"
      autoComplete="off"
      spellCheck={false}
      maxLength={100}
      {...props}
    />
  );
}

/** If a newer link is opened in the same tab, its code replaces the old one. */
function useTakeCode(code: string, take: (code: string) => void): void {
  const [taken, setTaken] = useState(code);
  useEffect(() => {
    if (code === taken) return;
    setTaken(code);
    take(code);
  });
}
