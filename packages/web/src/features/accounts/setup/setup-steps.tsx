import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { NewToken } from '../../../api/types.ts';
import { CopyField } from '../../../parts/copy-field.tsx';
import { FaultAlert, showFormFault } from '../../../parts/fault-alert.tsx';
import { useCreateOrganization } from '../../organizations/use-organization.ts';
import { RegistryConfiguration } from '../../registries/registry-configuration.tsx';
import { type Expiration, expirationFault, expiresAtOf } from '../../tokens/expiration.ts';
import { ExpirationField } from '../../tokens/expiration-field.tsx';
import { GrantField } from '../../tokens/grant-field.tsx';
import { type GrantChoice, grantChoiceFault, grantsOf } from '../../tokens/grants.ts';
import { dockerLoginLine, SecretPanel } from '../../tokens/secret-panel.tsx';
import { useFirstToken } from './use-setup.ts';

interface FormValues extends Record<string, unknown> {
  readonly description: string;
  readonly expiresAt: Expiration;
  readonly grants: GrantChoice;
}

const INITIAL: FormValues = {
  description: '',
  expiresAt: { choice: '90', date: '' },
  grants: { reach: 'all', patterns: [], actions: ['pull', 'push'] },
};

export function TokenStep({ onMade }: { readonly onMade: (made: NewToken) => void }) {
  const [fault, setFault] = useState<unknown>();
  const create = useFirstToken(onMade);
  const form = useForm<FormValues>({
    initialValues: INITIAL,
    validate: {
      description: (value) => (value.trim() === '' ? 'Say where it will be used, as “my laptop”' : null),
      expiresAt: (value) => expirationFault(value, Date.now()),
      grants: grantChoiceFault,
    },
  });
  const submit = ({ description, expiresAt, grants }: FormValues) =>
    create.mutate(
      {
        description: description.trim(),
        expiresAt: expiresAtOf(expiresAt, Date.now()) ?? null,
        grants: grantsOf(grants),
      },
      { onError: (error) => setFault(showFormFault(form, error)) },
    );
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack gap="lg">
        <StepHead title="Make the first access token">
          It stands in for your password wherever docker, podman or a build logs in.
        </StepHead>
        <FaultAlert fault={fault} />
        <TextInput
          label="Description"
          description="Where it will be used, so that you know it again"
          placeholder="my laptop"
          maxLength={100}
          autoFocus
          {...form.getInputProps('description')}
        />
        <GrantField
          value={form.values.grants}
          onChange={(value) => form.setFieldValue('grants', value)}
          error={form.errors.grants as string | undefined}
          repositories={[]}
          withReach={false}
        />
        <ExpirationField
          value={form.values.expiresAt}
          onChange={(value) => form.setFieldValue('expiresAt', value)}
          error={form.errors.expiresAt as string | undefined}
        />
        <div>
          <Button type="submit" loading={create.isPending}>
            Make the token
          </Button>
        </div>
      </Stack>
    </form>
  );
}

export function OrganizationStep({ onSkip }: { readonly onSkip: () => void }) {
  const [fault, setFault] = useState<unknown>();
  const create = useCreateOrganization();
  const form = useForm({
    initialValues: { name: '' },
    validate: { name: (value) => (value.trim() === '' ? 'Choose a name, or skip this step' : null) },
  });
  const submit = ({ name }: { readonly name: string }) =>
    create.mutate(name.trim(), { onError: (error) => setFault(showFormFault(form, error)) });
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        <StepHead title="Make the first organization">
          It holds the repositories that several people share, with teams and rights. You will own it, and can make more
          of them later.
        </StepHead>
        <FaultAlert fault={fault} />
        <TextInput
          label="Name of the organization"
          description="Its repositories begin with it, as in acme/app. It cannot be changed later."
          placeholder="acme"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={100}
          autoFocus
          {...form.getInputProps('name')}
        />
        <Group>
          <Button type="submit" loading={create.isPending}>
            Make the organization
          </Button>
          <Button variant="default" onClick={onSkip}>
            Skip
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface UseStepProps {
  /** Undefined after a reload: the secret was shown once. */
  readonly made: NewToken | undefined;
  readonly loginName: string;
}

export function UseStep({ made, loginName }: UseStepProps) {
  const place = { registryHost: location.host, loginName };
  return (
    <Stack gap="xl">
      <StepHead title={made ? `“${made.token.description}” is made` : 'Log in'} takesFocus>
        Log in with it here to try it, then let your registry trust this server.
      </StepHead>
      {made ? (
        <SecretPanel secret={made.secret} {...place} />
      ) : (
        <div>
          <CopyField label="the login line" text={dockerLoginLine(place)} />
          <Text size="sm" c="dimmed" mt="xs">
            docker asks for the password: paste an access token. The one made here was shown once; if it is lost, make
            another under access tokens.
          </Text>
        </div>
      )}
      <RegistryConfiguration />
      <div>
        <Button component={Link} to="/account/tokens">
          {made ? 'I have stored the token' : 'To the access tokens'}
        </Button>
      </div>
    </Stack>
  );
}

interface StepHeadProps {
  readonly title: string;
  readonly children?: ReactNode;
  /** Where no field asks for the focus, it goes here, so that a screen reader hears of the new step. */
  readonly takesFocus?: boolean;
}

export function StepHead({ title, children, takesFocus = false }: StepHeadProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
  return (
    <div>
      <Title order={2} ref={heading} tabIndex={takesFocus ? -1 : undefined}>
        {title}
      </Title>
      {children && (
        <Text c="dimmed" mt={2}>
          {children}
        </Text>
      )}
    </div>
  );
}
