import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { answerOf, client } from '../../../api/client.ts';
import type { NewToken } from '../../../api/types.ts';
import { CopyField } from '../../../parts/copy-field.tsx';
import { FaultAlert, QueryStatus, useFormFault } from '../../../parts/fault-alert.tsx';
import { useCreateOrganization } from '../../organizations/use-organization.ts';
import { HostsForm } from '../../registries/hosts-form.tsx';
import { registriesQuery } from '../../registries/registries-query.ts';
import { RegistryConfiguration } from '../../registries/registry-configuration.tsx';
import { RegistryLines } from '../../registries/registry-lines.tsx';
import { dockerLoginLine, SecretPanel } from '../../tokens/secret-panel.tsx';
import { TokenForm } from '../../tokens/token-form.tsx';

interface StepHeadProps {
  readonly title: string;
  readonly children?: ReactNode;
  /** Set if no field takes the focus, so that a screen reader notices the new step. */
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

export function OrganizationStep({ onSkip }: { readonly onSkip: () => void }) {
  const create = useCreateOrganization();
  const form = useForm({
    initialValues: { name: '' },
    validate: { name: (value) => (value.trim() === '' ? 'Enter a name, or skip this step' : null) },
  });
  const [fault, showFault] = useFormFault(form);
  return (
    <form onSubmit={form.onSubmit(({ name }) => create.mutate(name.trim(), { onError: showFault }))} noValidate>
      <Stack>
        <StepHead title="Create an organization">
          An organization holds repositories that several people use, with teams and permissions. You will be its owner.
          You can create more later.
        </StepHead>
        <FaultAlert fault={fault} />
        <TextInput
          label="Name of the organization"
          description="The names of its repositories start with it, as in acme/app. You cannot change it later."
          placeholder="acme"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={100}
          autoFocus
          {...form.getInputProps('name')}
        />
        <Group>
          <Button type="submit" loading={create.isPending}>
            Create organization
          </Button>
          <Button variant="default" onClick={onSkip}>
            Skip
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Every line to copy contains this address, so it is asked before the first line is shown. */
export function RegistryStep({ onSkip }: { readonly onSkip: () => void }) {
  const query = useQuery(registriesQuery);
  const [registry] = query.data?.registries ?? [];
  return (
    <Stack>
      <StepHead title="Where is your registry?" takesFocus>
        Enter the address that people type in docker login and docker pull. If a proxy or a gate is in front of the
        registry, enter its address.
      </StepHead>
      {registry ? (
        <HostsForm
          name={registry.name}
          hosts={registry.hosts}
          action="Continue"
          isRequired
          other={
            <Button variant="default" onClick={onSkip}>
              I do not know yet
            </Button>
          }
        />
      ) : (
        <QueryStatus query={query} name="registries" height={120} />
      )}
    </Stack>
  );
}

export function TokenStep({ onCreated }: { readonly onCreated: (token: NewToken) => void }) {
  return (
    <Stack gap="lg">
      <StepHead title="Generate an access token" takesFocus>
        Use it instead of your password wherever docker, podman or a build logs in.
      </StepHead>
      <TokenForm
        initial={{
          expiresAt: { choice: '90', date: '' },
          grants: { reach: 'all', patterns: [], actions: ['pull', 'push'] },
        }}
        repositories={[]}
        withReach={false}
        create={(body) => answerOf(client.POST('/api/tokens', { body }))}
        onCreated={onCreated}
      />
    </Stack>
  );
}

interface UseStepProps {
  /** Undefined after a reload, because the secret is shown only once. */
  readonly created: NewToken | undefined;
  readonly loginName: string;
}

export function UseStep({ created, loginName }: UseStepProps) {
  return (
    <Stack gap="xl">
      <StepHead title={created ? `Token “${created.token.description}” generated` : 'Log in'} takesFocus>
        Configure your registry, so that it asks this server. Then log in to it with the token.
      </StepHead>
      {created ? (
        <SecretPanel secret={created.secret} loginName={loginName} />
      ) : (
        <div>
          <RegistryLines>
            {(registryHost) => <CopyField name="the login line" text={dockerLoginLine({ registryHost, loginName })} />}
          </RegistryLines>
          <Text size="sm" c="dimmed" mt="xs">
            Paste your access token when docker asks for the password. If you lost it, generate a new one on the page
            Access tokens.
          </Text>
        </div>
      )}
      <RegistryConfiguration />
      <div>
        <Button component={Link} to="/account/tokens">
          {created ? 'I have saved the token' : 'Go to access tokens'}
        </Button>
      </div>
    </Stack>
  );
}
