import { Anchor, Input, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { SingleSignOn } from '../../api/types.ts';
import { TextToCopy } from '../../parts/copy-field.tsx';
import type { Protocol } from './connection-values.ts';
import { OidcForm } from './oidc-form.tsx';
import { SamlForm } from './saml-form.tsx';

const PROTOCOLS: readonly { readonly value: Protocol; readonly label: string }[] = [
  { value: 'oidc', label: 'OpenID Connect' },
  { value: 'saml', label: 'SAML 2.0' },
];

interface ConnectionFormProps {
  readonly organization: string;
  readonly signOn: SingleSignOn;
  readonly onClose: () => void;
}

/** Connects a provider, or changes how: what it is told, then what it says. */
export function ConnectionForm({ organization, signOn: { connection, addresses }, onClose }: ConnectionFormProps) {
  const [protocol, setProtocol] = useState<Protocol>(connection?.protocol ?? 'oidc');
  const onSaved = () => {
    const isNew = connection === null;
    notifications.show({
      message: isNew ? 'The identity provider is connected. Try it next.' : 'The connection is saved.',
    });
    onClose();
  };
  const common = { organization, onSaved, onClose };
  return (
    <Stack gap="lg">
      <Input.Wrapper label="Protocol" labelElement="div">
        <div>
          <SegmentedControl
            aria-label="Protocol"
            data={[...PROTOCOLS]}
            value={protocol}
            onChange={(value) => setProtocol(value as Protocol)}
          />
        </div>
      </Input.Wrapper>
      <ProviderTold protocol={protocol} addresses={addresses} />
      {protocol === 'oidc' ? (
        <OidcForm {...common} connection={connection?.protocol === 'oidc' ? connection : undefined} />
      ) : (
        <SamlForm {...common} connection={connection?.protocol === 'saml' ? connection : undefined} />
      )}
    </Stack>
  );
}

interface ProviderToldProps {
  readonly protocol: Protocol;
  readonly addresses: SingleSignOn['addresses'];
}

/** What the provider has to know of this server. */
function ProviderTold({ protocol, addresses }: ProviderToldProps) {
  return (
    <Stack gap="xs">
      <Title order={3} size="h4">
        First, at the provider
      </Title>
      {protocol === 'oidc' ? <ToldByOidc addresses={addresses} /> : <ToldBySaml addresses={addresses} />}
    </Stack>
  );
}

function ToldByOidc({ addresses: { callback } }: Pick<ProviderToldProps, 'addresses'>) {
  return (
    <>
      <Text size="sm">
        Make a confidential client for the authorization code flow, with this redirect URI. Let it have refresh tokens
        (offline_access): by them the provider can be asked again whether it still knows a member.
      </Text>
      <TextToCopy label="Redirect URI" name="the redirect URI" text={callback} />
    </>
  );
}

function ToldBySaml({ addresses: { entityId, consumer, metadata } }: Pick<ProviderToldProps, 'addresses'>) {
  return (
    <>
      <Text size="sm">
        Add this server as a service provider, by{' '}
        <Anchor href={metadata} target="_blank" rel="noopener" fz="inherit" underline="always">
          its metadata
        </Anchor>{' '}
        or by the two addresses. The provider must sign assertions, with SHA-256 or better, and must not encrypt them;
        the NameID must be a persistent one.
      </Text>
      <TextToCopy label="Entity id, which is the address of the metadata too" name="the entity id" text={entityId} />
      <TextToCopy
        label="Assertion consumer service (HTTP-POST)"
        name="the assertion consumer service"
        text={consumer}
      />
    </>
  );
}
